// What is not in the model as it was in the file, and what a person has to say about it. Grouped by the kind of thing, with
// a filter, and to take along.
import { NativeSelect, TextInput, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ForeignLoss, ImportLook } from "@/api/schema";
import { Chips } from "@/parts";
import { Icon, type IconName } from "@/shell/icons";
import { number, useWords } from "@/words/catalogue";
import {
  all,
  countLosses,
  filterLosses,
  groupLosses,
  reportCSV,
  reportText,
  type Wanted,
  type What,
  whats,
  wholeFile,
} from "./losses";
import { words } from "./words";

const icons: Record<What, IconName> = { lost: "error", changed: "pencil", asked: "questions" };
const mostShown = 200;

export function Losses({ file, look }: { file: string; look: ImportLook }) {
  const t = useWords(words);
  const [wanted, setWanted] = useState<Wanted>(all);
  const [more, setMore] = useState(false);
  const counts = useMemo(() => countLosses(look.losses), [look]);
  const shown = useMemo(() => filterLosses(look.losses, wanted), [look, wanted]);
  const cut = more ? shown : shown.slice(0, mostShown);
  const groups = useMemo(() => groupLosses(cut, look.taken), [cut, look]);
  const kinds = useMemo(() => groupLosses(look.losses, look.taken).map((g) => g.kind), [look]);
  const kindName = (kind: string) => (kind === wholeFile ? t("wholeFile") : kind);
  return (
    <section className="t-section imp-losses" aria-label={t("losses")}>
      <div className="imp-head">
        <Title order={2}>{t("losses")}</Title>
        <Downloads file={file} look={look} />
      </div>
      {look.losses.length === 0 ? (
        <p className="imp-none">
          <Icon name="check" size={15} /> {t("noLosses")}
        </p>
      ) : (
        <>
          <p className="t-dim imp-note">{t("lossesText")}</p>
          <div className="imp-filter">
            <Chips
              label={t("sort")}
              all={{ text: t("all"), n: look.losses.length }}
              chips={whats.map((w) => ({ id: w, text: t(w), n: counts[w], icon: <Icon name={icons[w]} size={14} /> }))}
              chosen={new Set(wanted.what ? [wanted.what] : [])}
              onAll={() => setWanted({ ...wanted, what: "" })}
              onToggle={(w) => setWanted({ ...wanted, what: wanted.what === w ? "" : w })}
            />
            <NativeSelect
              size="sm"
              aria-label={t("kind")}
              value={wanted.kind}
              onChange={(e) => setWanted({ ...wanted, kind: e.currentTarget.value })}
              data={[{ value: "", label: t("allKinds") }, ...kinds.map((k) => ({ value: k, label: kindName(k) }))]}
            />
            <TextInput
              size="sm"
              type="search"
              aria-label={t("search")}
              placeholder={t("search")}
              value={wanted.text}
              onChange={(e) => setWanted({ ...wanted, text: e.currentTarget.value })}
            />
            <span className="t-dim" role="status">
              {t("shown", { n: shown.length })}
            </span>
          </div>
          {groups.map((g) => (
            <Group key={g.kind} title={kindName(g.kind)} english={g.kind !== wholeFile} losses={g.losses} />
          ))}
          {cut.length < shown.length ? (
            <button type="button" className="t-link-button" onClick={() => setMore(true)}>
              {t("showAll", { n: shown.length })}
            </button>
          ) : null}
        </>
      )}
    </section>
  );
}

function Group({ title, english, losses }: { title: string; english: boolean; losses: ForeignLoss[] }) {
  const t = useWords(words);
  return (
    <section className="imp-group">
      <h3>
        <span lang={english ? "en" : undefined}>{title}</span> <span className="t-dim">{number(losses.length)}</span>
      </h3>
      <ul className="t-list">
        {losses.map((l, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two losses may say the same of the same place
          <li key={`${l.where}/${l.what}/${i}`}>
            <span className="imp-what" data-what={l.what}>
              <Icon name={icons[l.what]} size={14} />
              {t(l.what)}
            </span>
            <div lang="en">
              <p>{l.where}</p>
              <p className="t-dim">
                <Ticks text={l.text} />
              </p>
            </div>
            {l.path ? <code>{l.path}</code> : <span />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A text in which words of the language stand between ticks. */
function Ticks({ text }: { text: string }) {
  return text.split("`").map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
    i % 2 === 1 ? <code key={i}>{part}</code> : part,
  );
}

function Downloads({ file, look }: { file: string; look: ImportLook }) {
  const t = useWords(words);
  const name = file.replace(/\.\w+$/, "");
  return (
    <p className="imp-downloads">
      <button
        type="button"
        className="t-link-button"
        onClick={() => save(`${name}-import.csv`, "text/csv", reportCSV(look.losses))}
      >
        <Icon name="export" size={14} /> {t("saveCSV")}
      </button>
      <button
        type="button"
        className="t-link-button"
        onClick={() => save(`${name}-import.txt`, "text/plain", reportText(file, look))}
      >
        <Icon name="export" size={14} /> {t("saveText")}
      </button>
    </p>
  );
}

/** Gives a text to the browser as a file. */
function save(name: string, type: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
