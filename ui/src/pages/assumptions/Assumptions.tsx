// Assumptions: what is taken for granted, about what, who answers for it, and when somebody last looked.
import type { Entry } from "@/api/types";
import { EmptyState } from "@/parts";
import { did, nameOf, send, useEntries, useMayEdit } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { EntryRow, EntryTable, Link, NewEntry, settle, TextCell } from "../controls/entries";
import { EditSelect, freshId, Gap, idOf, Some, Target, wordOf, wordsOf } from "../risk/common";
import { words } from "./words";

export function Assumptions({ list }: { list: Entry[] }) {
  const t = useWords(words);
  const count = (s: string) => list.filter((a) => stateOf(a) === s).length;
  return (
    <>
      <NewEntry
        section="assumptions"
        idFor={(text) => freshId(list, idOf(text.split(/\s+/).slice(0, 4).join(" ")))}
        placeholder={t("newAssumption")}
        button={t("add")}
        fields={{ state: "open" }}
      />
      {list.length === 0 ? (
        <EmptyState icon="assumptions" title={t("noAssumptions")} text={t("noAssumptionsText")} />
      ) : (
        <>
          <p className="r-note">
            {t("summary", { open: count("open"), verified: count("verified"), refuted: count("refuted") })}
          </p>
          <EntryTable
            label={t("assumptions")}
            heads={[t("assumption"), t("about"), t("state"), t("owner"), t("checked")]}
          >
            {list.map((a) => (
              <EntryRow key={a.id} section="assumptions" entry={a}>
                <About a={a} />
                <State a={a} />
                <TextCell section="assumptions" entry={a} field="owner" label={t("owner")} missing={t("noOwner")} />
                <TextCell section="assumptions" entry={a} field="date" type="date" label={t("checked")}>
                  <Age a={a} />
                </TextCell>
              </EntryRow>
            ))}
          </EntryTable>
        </>
      )}
    </>
  );
}

const stateOf = (a: Entry) => wordOf(a.state) || "open";

function About({ a }: { a: Entry }) {
  const t = useWords(words);
  const may = useMayEdit();
  const elements = useEntries("elements");
  const flows = useEntries("flows");
  const about = wordsOf(a.about);
  return (
    <td data-label={t("about")}>
      <Some items={about.map((x) => <Target key={x} id={x} />)} most={4} />
      {may ? (
        <Link
          label={t("linkAbout", { name: a.id })}
          options={[
            { value: "device", text: t("device") },
            ...[...elements, ...flows].map((e) => ({ value: e.id, text: nameOf(e) })),
          ].filter((o) => !about.includes(o.value))}
          onChoose={(id) =>
            void send(
              [{ verb: "append", path: `assumptions/${a.id}/about`, value: id }],
              did("changed", { name: a.id }),
            )
          }
        />
      ) : null}
    </td>
  );
}

function State({ a }: { a: Entry }) {
  const t = useWords(words);
  const may = useMayEdit();
  const state = stateOf(a);
  const name = t("stateOf", { name: a.id });
  return (
    <td data-label={t("state")}>
      <EditSelect
        label={name}
        value={state}
        state={state === "refuted" ? "failed" : state}
        disabled={!may}
        options={(["open", "verified", "refuted"] as const).map((v) => ({ value: v, text: t(`state.${v}`) }))}
        onCommit={(v) => settle("assumptions", a.id, "state", v, did(`state-${v as "open"}`, { name: a.id }))}
      />
      {state === "refuted" ? (
        <div>
          <Gap>{t("refutedStill")}</Gap>
        </div>
      ) : null}
    </td>
  );
}

/** Says where nobody has looked, or not for a year. */
function Age({ a }: { a: Entry }) {
  const t = useWords(words);
  const year = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
  if (a.date === undefined) return <Gap>{t("noDate")}</Gap>;
  return wordOf(a.date) < year ? <Gap>{t("old")}</Gap> : null;
}
