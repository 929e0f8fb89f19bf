// The facts that a finding rests on, each with its place in the text; those that are not known with their answers.
import { Button, Select, Text } from "@mantine/core";
import type { Finding, State } from "@/api/types";
import { did, useMayEdit, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { answerCommand, fitting, keyOf, type Question, useQuestions, vocabularyOf } from "../questions/answer";
import { plain } from "./Decide";
import { sendAndHear } from "./decide";
import type { Explained, Fact } from "./explained";
import { targetNames, useTerms } from "./library";
import { Line, Part, Place } from "./ReasonPart";
import { words } from "./words";

function FactText({ fact, model }: { fact: Fact; model: State["model"] }) {
  const t = useWords(words);
  const field = fact.field.replace(/^attributes\./, "").replace(/[.-]/g, " ");
  const from = fact.from ?? "";
  const known = targetNames(model);
  const value = fact.value
    .split(", ")
    .map((v) => known(v))
    .join(", ");
  return (
    <span>
      {fact.subject ? (
        <>
          <Place id={fact.subject} />{" "}
        </>
      ) : null}
      {field}
      {fact.origin === "unknown" ? null : (
        <>
          {": "}
          <b>{value}</b>
        </>
      )}
      {fact.origin === "usual" ? <span className="t-dim">, {t("usual", { from })}</span> : null}
      {fact.origin === "inherent" ? <span className="t-dim">, {t("inherent", { from })}</span> : null}
    </span>
  );
}

export function Facts({ why, model }: { why: Explained; model: State["model"] }) {
  const t = useWords(words);
  const files = useView((s) => s.files);
  const lists = [
    { title: "", facts: why.reason.facts.filter((f) => !f.guard) },
    { title: t("factsGuard"), facts: why.reason.facts.filter((f) => f.guard) },
  ];
  return (
    <Part title={t("why")}>
      <p lang="en">{why.reason.because}</p>
      {lists.map(({ title, facts }) =>
        facts.length === 0 ? null : (
          <div key={title}>
            {title ? <h4>{title}</h4> : null}
            <ul className="threats-facts">
              {facts.map((f) => (
                <li key={`${f.subject} ${f.field} ${f.value}`}>
                  <Icon name={title ? "minus" : "check"} size={14} />
                  <FactText fact={f} model={model} />
                  <Line fact={f} files={files} />
                </li>
              ))}
            </ul>
          </div>
        ),
      )}
    </Part>
  );
}

// What is not known, with its answers: one press settles it.
export function Unknown({ finding, why, model }: { finding: Finding; why: Explained; model: State["model"] }) {
  const t = useWords(words);
  const missing = why.reason.missing;
  const { data } = useQuestions(missing.length > 0);
  if (missing.length === 0)
    return finding.certainty === "confirmed" ? null : (
      <Part title={t("unknown")}>
        <Text size="sm">{t("unknownNone")}</Text>
      </Part>
    );
  const at = new Map(data?.map((q) => [keyOf(q), q]));
  return (
    <Part title={t("unknown")}>
      <ul className="threats-unknown">
        {missing.map((f) => (
          <li key={`${f.subject} ${f.field}`}>
            <Answer fact={f} question={at.get(`${f.subject}:${f.field}`)} model={model} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

const shortAnswers: Record<string, "answerYes" | "answerNo" | "answerPartial" | "answerNot-applicable"> = {
  yes: "answerYes",
  no: "answerNo",
  partial: "answerPartial",
  "not-applicable": "answerNot-applicable",
};

function Answer({ fact, question: q, model }: { fact: Fact; question: Question | undefined; model: State["model"] }) {
  const t = useWords(words);
  const may = useMayEdit();
  const state = useView((s) => s);
  const terms = useTerms(q !== undefined && q.answers.length > 6);
  if (!q) return <FactText fact={fact} model={model} />;
  const write = (value: string) =>
    void sendAndHear([answerCommand(q, value)], did("answer", { question: q.text })).then((o) => {
      if (o.kind === "done") toast({ text: `${q.text} ${said(value)}`, undo: true });
    });
  const vocabulary = vocabularyOf(q, state);
  const said = (v: string) => {
    const short = shortAnswers[v];
    return short ? t(short) : ((vocabulary && terms?.(vocabulary, v)?.title) ?? plain(v));
  };
  const answers = fitting(q, (w) => (vocabulary ? terms?.(vocabulary, w)?.is : undefined));
  return (
    <div className="threats-answer" role="group" aria-label={q.text}>
      <p lang="en">{q.text}</p>
      {fact.origin === "usual" ? (
        <p className="t-dim">
          {plain(fact.value)}, {t("usual", { from: fact.from ?? "" })}
        </p>
      ) : null}
      {answers.length > 6 ? (
        <Select
          size="xs"
          searchable
          disabled={!may}
          aria-label={q.text}
          placeholder={t("otherAnswer")}
          data={answers.map((a) => ({ value: a, label: said(a) }))}
          value={null}
          onChange={(v) => v && write(v)}
        />
      ) : (
        <div className="threats-answer-row">
          {answers.map((a) => (
            <Button key={a} size="compact-sm" variant="default" disabled={!may} onClick={() => write(a)}>
              {said(a)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
