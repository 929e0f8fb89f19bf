// Requirements with the controls that meet them and the tests that verify them.
import type { Entry } from "@/api/types";
import { EmptyState } from "@/parts";
import { did, named, nameOf, send, useMayEdit } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { EntryLink, Gap, Some, wordOf, wordsOf } from "../risk/common";
import { TestMark, useGapText } from "./Controls";
import { EntryRow, EntryTable, Link, NewEntry, numbered, TextCell } from "./entries";
import { type Known, requirementGaps } from "./lacks";
import { words } from "./words";

export function Requirements({ known }: { known: Known }) {
  const t = useWords(words);
  return (
    <>
      <NewEntry
        section="requirements"
        idFor={() => numbered("SR-", known.requirements)}
        placeholder={t("newRequirement")}
        button={t("addRequirement")}
      />
      {known.requirements.length === 0 ? (
        <EmptyState icon="check" title={t("noRequirements")} text={t("noRequirementsText")} />
      ) : (
        <EntryTable label={t("requirements")} heads={[t("requirement"), t("metBy"), t("testedBy"), t("source")]}>
          {known.requirements.map((r) => (
            <EntryRow key={r.id} section="requirements" entry={r}>
              <MetBy r={r} known={known} />
              <TestedBy r={r} known={known} />
              <TextCell section="requirements" entry={r} field="source" label={t("source")} />
            </EntryRow>
          ))}
        </EntryTable>
      )}
    </>
  );
}

function MetBy({ r, known }: { r: Entry; known: Known }) {
  const t = useWords(words);
  const may = useMayEdit();
  const gap = useGapText();
  const by = known.controls.filter((c) => wordsOf(c.requirements).includes(r.id));
  const step = did("linkControl", { name: r.id });
  return (
    <td data-label={t("metBy")}>
      <Some items={by.map((c) => <EntryLink key={c.id} section="controls" id={c.id} />)} />
      {requirementGaps(r, known).some((g) => g.kind === "notUsed") ? <Gap>{gap({ kind: "notUsed" })}</Gap> : null}
      {may ? (
        <Link
          label={named({ did: step })}
          options={known.controls.filter((c) => !by.includes(c)).map((c) => ({ value: c.id, text: nameOf(c) }))}
          onChoose={(id) => void send([{ verb: "append", path: `controls/${id}/requirements`, value: r.id }], step)}
        />
      ) : null}
    </td>
  );
}

function TestedBy({ r, known }: { r: Entry; known: Known }) {
  const t = useWords(words);
  const may = useMayEdit();
  const gap = useGapText();
  const tests = wordsOf(r.tests);
  const step = did("linkTest", { name: r.id });
  return (
    <td data-label={t("testedBy")}>
      <span className="co-tests">
        {tests.map((x) => (
          <TestMark key={x} id={x} />
        ))}
      </span>
      {requirementGaps(r, known).some((g) => g.kind === "notTested") ? <Gap>{gap({ kind: "notTested" })}</Gap> : null}
      {may ? (
        <Link
          label={named({ did: step })}
          options={known.tests
            .filter((x) => !tests.includes(x.id))
            .map((x) => ({ value: x.id, text: `${x.id} ${wordOf(x.text)}` }))}
          onChoose={(id) => void send([{ verb: "append", path: `requirements/${r.id}/tests`, value: id }], step)}
        />
      ) : null}
    </td>
  );
}
