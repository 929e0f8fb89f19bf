// All gaps in one list, grouped by what is missing.
import type { Entry, Section } from "@/api/types";
import { EmptyState } from "@/parts";
import { nameOf } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { EntryLink, Part } from "../risk/common";
import { useGapText } from "./Controls";
import type { GapOf } from "./lacks";
import { words } from "./words";

export function Gaps({ all }: { all: { section: Section; e: Entry; gaps: GapOf[] }[] }) {
  const t = useWords(words);
  const gap = useGapText();
  const by = new Map<string, { section: Section; e: Entry }[]>();
  for (const { section, e, gaps } of all)
    for (const g of gaps) {
      const text = gap(g);
      by.set(text, [...(by.get(text) ?? []), { section, e }]);
    }
  if (by.size === 0) return <EmptyState icon="check" title={t("noGaps")} text={t("noGapsText")} />;
  return (
    <>
      <p className="r-note">{t("gapsNote")}</p>
      <div className="co-gaps">
        {[...by].map(([text, list]) => (
          <Part key={text} title={`${text} (${list.length})`}>
            <ul className="r-plain">
              {list.map(({ section, e }) => (
                <li key={`${section}/${e.id}`}>
                  <EntryLink section={section} id={e.id}>
                    {section === "controls" ? nameOf(e) : `${e.id} ${nameOf(e)}`}
                  </EntryLink>
                </li>
              ))}
            </ul>
          </Part>
        ))}
      </div>
    </>
  );
}
