// The answers of one question as large buttons; a long vocabulary as a list with a search; several at once as ticks.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMayEdit, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { useTerms } from "../threats/library";
import { fitting, type Question, severalAnswers, vocabularyOf } from "./answer";
import { words } from "./words";

export interface Choice {
  value: string;
  text: string;
  hint: string;
}

const plainWords = ["yes", "no", "partial", "not-applicable", "none"] as const;
type Plain = (typeof plainWords)[number];

const readable = (w: string) => w.charAt(0).toUpperCase() + w.slice(1).replace(/-/g, " ");

/** The answers of a question in words that people use. */
export function useChoices(q: Question | undefined): Choice[] {
  const t = useWords(words);
  const state = useView((s) => s);
  const vocabulary = q && vocabularyOf(q, state);
  const terms = useTerms(vocabulary !== undefined);
  if (!q) return [];
  const named = (id: string) => {
    for (const section of ["data", "zones"] as const) {
      const name = state?.model.sections[section]?.find((e) => e.id === id)?.name;
      if (typeof name === "string") return name;
    }
    return undefined;
  };
  return fitting(q, (w) => (vocabulary ? terms?.(vocabulary, w)?.is : undefined)).map((value) => {
    const term = vocabulary ? terms?.(vocabulary, value) : undefined;
    if (term) return { value, text: term.title, hint: term.text };
    if ((plainWords as readonly string[]).includes(value)) {
      const hint = value === "partial" || value === "not-applicable" ? t(`hint.${value}`) : "";
      return { value, text: t(value as Plain), hint };
    }
    return { value, text: named(value) ?? readable(value), hint: "" };
  });
}

/** More than this, and the answers are searched instead of read. */
const MANY = 9;

export function Answers({
  question: q,
  choices,
  chosen,
  onAnswer,
}: {
  question: Question;
  choices: Choice[];
  /** What was answered before, where a person went back. */
  chosen: string | string[] | undefined;
  onAnswer: (value: string | string[], text: string) => void;
}) {
  const t = useWords(words);
  const may = useMayEdit();
  if (!may) return <p className="t-dim">{t("nobodyEdit")}</p>;
  if (choices.length === 0) return <Free onAnswer={onAnswer} start={typeof chosen === "string" ? chosen : ""} />;
  if (severalAnswers(q.field)) return <Several choices={choices} chosen={chosen} onAnswer={onAnswer} />;
  if (choices.length > MANY) return <Long choices={choices} chosen={chosen} onAnswer={onAnswer} />;
  return (
    <div
      className="questions-answers"
      role="group"
      aria-label={t("answers")}
      data-few={choices.length <= 4 || undefined}
    >
      {choices.map((c, i) => (
        <ChoiceButton key={c.value} choice={c} n={i + 1} on={chosen === c.value} onAnswer={onAnswer} />
      ))}
    </div>
  );
}

function ChoiceButton({
  choice: c,
  n,
  on,
  onAnswer,
}: {
  choice: Choice;
  n: number;
  on: boolean;
  onAnswer: (value: string, text: string) => void;
}) {
  return (
    <button type="button" className="questions-answer" aria-pressed={on} onClick={() => onAnswer(c.value, c.text)}>
      <span className="questions-key" aria-hidden="true" data-none={n > 9 || undefined}>
        {n > 9 ? "" : n}
      </span>
      <span>
        <b>{c.text}</b>
        {c.hint ? <span className="t-dim">{c.hint}</span> : null}
      </span>
      {on ? <Icon name="check" size={16} /> : null}
    </button>
  );
}

type Part = Omit<Parameters<typeof Answers>[0], "question">;

function Long({ choices, chosen, onAnswer }: Part) {
  const t = useWords(words);
  const [text, setText] = useState("");
  const asked = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = choices.filter((c) => {
    const hay = `${c.text} ${c.value} ${c.hint}`.toLowerCase();
    return asked.every((w) => hay.includes(w));
  });
  // The one that was chosen stays in sight.
  const now = choices.find((c) => c.value === chosen);
  return (
    <>
      <TextInput
        size="md"
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<Icon name="search" size={16} />}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          const [first] = found;
          if (e.key === "Enter" && asked.length > 0 && first) onAnswer(first.value, first.text);
        }}
      />
      {now ? <p className="t-dim">{t("answerNow", { answer: now.text })}</p> : null}
      <div className="questions-answers questions-long" role="group" aria-label={t("answers")}>
        {found.length === 0 ? <p className="t-dim">{t("noAnswer")}</p> : null}
        {found.map((c, i) => (
          <ChoiceButton key={c.value} choice={c} n={text ? 99 : i + 1} on={chosen === c.value} onAnswer={onAnswer} />
        ))}
      </div>
    </>
  );
}

function Several({ choices, chosen, onAnswer }: Part) {
  const t = useWords(words);
  const [ticked, setTicked] = useState<string[]>(Array.isArray(chosen) ? chosen : chosen ? [chosen] : []);
  const toggle = (v: string) => setTicked((old) => (old.includes(v) ? old.filter((x) => x !== v) : [...old, v]));
  const text = choices
    .filter((c) => ticked.includes(c.value))
    .map((c) => c.text)
    .join(", ");
  return (
    <>
      <p className="t-dim">{t("choose")}</p>
      <div className="questions-answers" role="group" aria-label={t("answers")}>
        {choices.map((c, i) => (
          <ChoiceButton key={c.value} choice={c} n={i + 1} on={ticked.includes(c.value)} onAnswer={toggle} />
        ))}
      </div>
      <Button className="questions-done" disabled={ticked.length === 0} onClick={() => onAnswer(ticked, text)}>
        {t("done")}
      </Button>
    </>
  );
}

function Free({ onAnswer, start }: { onAnswer: Part["onAnswer"]; start: string }) {
  const t = useWords(words);
  const [text, setText] = useState(start);
  return (
    <form
      className="questions-free"
      onSubmit={(e) => {
        e.preventDefault();
        if (text.trim()) onAnswer(text.trim(), text.trim());
      }}
    >
      <TextInput size="md" label={t("free")} value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <Button type="submit" size="md" disabled={!text.trim()}>
        {t("save")}
      </Button>
    </form>
  );
}
