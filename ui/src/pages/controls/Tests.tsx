// Tests with their results, what they verify, and where the record is.
import type { Entry } from "@/api/types";
import { EmptyState } from "@/parts";
import { did, nameOf, useMayEdit } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { EditSelect, EntryLink, Gap, Some, wordOf, wordsOf } from "../risk/common";
import { useGapText } from "./Controls";
import { EntryRow, EntryTable, NewEntry, numbered, settle, TextCell } from "./entries";
import { type Known, testGaps } from "./lacks";
import { words } from "./words";

export function Tests({ known }: { known: Known }) {
  const t = useWords(words);
  return (
    <>
      <NewEntry
        section="tests"
        idFor={() => numbered("T-", known.tests)}
        placeholder={t("newTest")}
        button={t("addTest")}
        fields={{ result: "open" }}
      />
      {known.tests.length === 0 ? (
        <EmptyState icon="check" title={t("noTests")} text={t("noTestsText")} />
      ) : (
        <EntryTable label={t("tests")} heads={[t("test"), t("result"), t("lastRun"), t("evidence"), t("verifies")]}>
          {known.tests.map((x) => (
            <EntryRow key={x.id} section="tests" entry={x}>
              <Result x={x} />
              <TextCell section="tests" entry={x} field="date" type="date" label={t("lastRun")} />
              <TextCell section="tests" entry={x} field="evidence" label={t("evidence")} />
              <Verifies x={x} known={known} />
            </EntryRow>
          ))}
        </EntryTable>
      )}
    </>
  );
}

function Result({ x }: { x: Entry }) {
  const t = useWords(words);
  const may = useMayEdit();
  const name = t("resultOf", { name: x.id });
  const now = wordOf(x.result) || "open";
  return (
    <td data-label={t("result")}>
      <EditSelect
        label={name}
        value={now}
        state={now}
        disabled={!may}
        options={(["open", "passed", "failed"] as const).map((v) => ({ value: v, text: t(`result.${v}`) }))}
        onCommit={(v) => settle("tests", x.id, "result", v, did(`result-${v as "open"}`, { name: x.id }))}
      />
    </td>
  );
}

function Verifies({ x, known }: { x: Entry; known: Known }) {
  const t = useWords(words);
  const gap = useGapText();
  const requirements = known.requirements.filter((r) => wordsOf(r.tests).includes(x.id));
  const controls = known.controls.filter((c) => wordsOf(c.tests).includes(x.id));
  const gaps = testGaps(x, known).filter((g) => g.kind === "unused" || g.kind === "noEvidence");
  return (
    <td data-label={t("verifies")}>
      <Some
        items={[
          ...requirements.map((r) => (
            <EntryLink key={r.id} section="requirements" id={r.id}>
              {r.id}
            </EntryLink>
          )),
          ...controls.map((c) => (
            <EntryLink key={c.id} section="controls" id={c.id}>
              {nameOf(c)}
            </EntryLink>
          )),
        ]}
        most={4}
      />
      {gaps.map((g) => (
        <Gap key={g.kind}>{gap(g)}</Gap>
      ))}
    </td>
  );
}
