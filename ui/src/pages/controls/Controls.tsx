// The table of controls. Status, strength and cost are changed where they stand.
import { Button } from "@mantine/core";
import { useMemo } from "react";
import type { Did, Entry } from "@/api/types";
import { EmptyState, FilterBar, FilterChips, matcher } from "@/parts";
import { did, named, nameOf, send, useFindings, useIndex, useMayEdit } from "@/project/use";
import { announce } from "@/shell/announce";
import { useSearchText } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import {
  EditSelect,
  EditText,
  EntryLink,
  Gap,
  Rows,
  Some,
  Target,
  useTargetName,
  Wide,
  wordOf,
  wordsOf,
} from "../risk/common";
import { shared } from "../risk/words";
import { controlGaps, type GapOf, type Known, statusOf, testsOf } from "./lacks";
import { words } from "./words";

export const statuses = ["gap", "planned", "implemented", "verified", "inherited", "waived"] as const;

/** Says what is missing, in the words of its kind. */
export function useGapText(): (g: GapOf) => string {
  const t = useWords(words);
  const s = useWords(shared);
  const controls = useIndex("controls");
  return (g) => {
    if (g.kind === "failed") return t("failed", { test: g.about ?? "" });
    if (g.kind === "depends") {
      const c = controls.get(g.about ?? "");
      return t("depends", { name: nameOf(c, g.about), status: s(statusOf(c) as "planned").toLowerCase() });
    }
    return t(g.kind);
  };
}

export function Controls({ known, onSuggested }: { known: Known; onSuggested: () => void }) {
  const t = useWords(words);
  const s = useWords(shared);
  const name = useTargetName();
  const [q, setQ] = useSearchText("q");
  const rows = useMemo(() => {
    const test = matcher<Entry>(
      q,
      {
        status: statusOf,
        strength: (c) => wordOf(c.strength),
        at: (c) => wordsOf(c.at),
        control: (c) => wordOf(c.control),
        id: (c) => c.id,
      },
      (c) =>
        `${c.id} ${nameOf(c)} ${wordOf(c.control)} ${wordsOf(c.at).map(name).join(" ")} ${wordOf(c.text)}`.toLowerCase(),
    );
    return known.controls.filter(test);
  }, [known.controls, q, name]);
  if (known.controls.length === 0)
    return (
      <EmptyState icon="controls" title={t("noControls")} text={t("noControlsText")}>
        <Button onClick={onSuggested}>{t("suggested")}</Button>
      </EmptyState>
    );
  const count = (x: string) => known.controls.filter((c) => statusOf(c) === x).length;
  return (
    <>
      <div className="co-statuses">
        <FilterChips
          label={t("status")}
          all={{ text: t("all"), n: known.controls.length }}
          chips={statuses.map((id) => ({ id, text: s(id), n: count(id) }))}
          of="status"
          q={q}
          onChange={setQ}
        />
      </div>
      <FilterBar value={q} onChange={setQ} shown={rows.length} all={known.controls.length} />
      <Wide label={t("controls")}>
        <table className="t-sheet co-table" data-stack>
          <thead>
            <tr>
              <th scope="col">{t("control")}</th>
              <th scope="col">{t("status")}</th>
              <th scope="col" data-end>
                {t("answers")}
              </th>
              <th scope="col">{t("strength")}</th>
              <th scope="col" data-end>
                {t("cost")}
              </th>
              <th scope="col">{t("proof")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((c) => (
              <ControlRow key={c.id} c={c} known={known} />
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}

function ControlRow({ c, known }: { c: Entry; known: Known }) {
  const t = useWords(words);
  const s = useWords(shared);
  const may = useMayEdit();
  const findings = useFindings();
  const requirements = useIndex("requirements");
  const gap = useGapText();
  const name = nameOf(c);
  const answers = findings.filter((f) => f.controls.includes(c.id)).map((f) => f.id);
  const gaps = controlGaps(c, known);
  const brings = wordsOf(c.introduces);
  const put = (key: string, value: string | number, step: Did) =>
    void send(
      [
        value === ""
          ? { verb: "unset", path: `controls/${c.id}/${key}` }
          : { verb: "set", path: `controls/${c.id}/${key}`, value },
      ],
      step,
    );
  const setStatus = (v: string) => {
    const step = did(`status-${v as "planned"}`, { name });
    const text = named({ did: step });
    put("status", v, step);
    announce(text);
    toast({ text, undo: true });
  };
  return (
    <tr>
      <th scope="row">
        <EntryLink section="controls" id={c.id}>
          {name}
        </EntryLink>
        <span className="r-sub">
          {c.id}
          {c.control ? ` · ${wordOf(c.control)}` : ""}
        </span>
        <span className="r-sub co-where">
          {t("where")}
          <Some items={wordsOf(c.at).map((x) => <Target key={x} id={x} />)} most={3} />
        </span>
        {brings.length > 0 ? <span className="r-sub">{t("brings", { list: brings.join(", ") })}</span> : null}
        {gaps.length > 0 ? (
          <span className="r-gaps">
            {gaps.map((g) => (
              <Gap key={g.kind + (g.about ?? "")}>{gap(g)}</Gap>
            ))}
          </span>
        ) : null}
      </th>
      <td data-label={t("status")}>
        <EditSelect
          label={t("statusOf", { name })}
          value={statusOf(c)}
          state={statusOf(c)}
          disabled={!may}
          options={statuses.map((x) => ({ value: x, text: s(x) }))}
          onCommit={setStatus}
        />
      </td>
      <td data-end data-label={t("answers")}>
        <Rows ids={answers} />
      </td>
      <td data-label={t("strength")}>
        <EditSelect
          label={t("strengthOf", { name })}
          value={wordOf(c.strength)}
          disabled={!may}
          options={[
            { value: "", text: "–" },
            { value: "low", text: t("strength.low") },
            { value: "medium", text: t("strength.medium") },
            { value: "high", text: t("strength.high") },
          ]}
          onCommit={(v) => put("strength", v, did("strength", { name }))}
        />
      </td>
      <td data-end data-label={t("cost")}>
        <EditText
          type="number"
          label={t("costOf", { name })}
          value={wordOf(c.cost)}
          disabled={!may}
          placeholder="–"
          onCommit={(v) => put("cost", v === "" ? "" : Math.max(0, Math.round(Number(v))), did("cost", { name }))}
        />
      </td>
      <td data-label={t("proof")}>
        <Some
          items={wordsOf(c.requirements).map((r) => (
            <EntryLink key={r} section="requirements" id={r}>
              {r}
            </EntryLink>
          ))}
          most={4}
        />
        <span className="co-tests">
          {testsOf(c, requirements).map((x) => (
            <TestMark key={x} id={x} />
          ))}
        </span>
      </td>
    </tr>
  );
}

/** A test with its result by shape and word. */
export function TestMark({ id }: { id: string }) {
  const t = useWords(words);
  const test = useIndex("tests").get(id);
  const result = (wordOf(test?.result) || "open") as "open" | "passed" | "failed";
  return (
    <span className="co-test" data-result={result} title={`${id}: ${t(`result.${result}`)}`}>
      <EntryLink section="tests" id={id}>
        {id}
      </EntryLink>
      <span>{t(`result.${result}`)}</span>
    </span>
  );
}
