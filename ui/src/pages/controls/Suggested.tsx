// Controls of the library by how many threats they answer that are still open. One press plans the control and makes it the
// answer.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/api/client";
import type { Finding } from "@/api/types";
import { Severity } from "@/parts";
import { did, named, nameOf, send, useEntries, useFindings, useMayEdit } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import type { LibraryControl } from "../risk/api";
import { freshId, Rows, Some, Target, Waiting, Wide, wordOf } from "../risk/common";
import { words } from "./words";

interface Line {
  id: string;
  all: Finding[];
  open: Finding[];
  worst: number;
}

/** What each control of the library would answer: open threats first, then those with an answer that is not there yet. */
export function suggestions(findings: readonly Finding[]): Line[] {
  const by = new Map<string, Line>();
  for (const f of findings) {
    if (f.state !== "open" && f.state !== "planned" && f.state !== "review") continue;
    for (const id of f.suggested) {
      const line = by.get(id) ?? { id, all: [], open: [], worst: 0 };
      line.all.push(f);
      if (f.state === "open") line.open.push(f);
      line.worst = Math.max(line.worst, f.severity);
      by.set(id, line);
    }
  }
  return [...by.values()].sort(
    (a, b) => b.open.length - a.open.length || b.all.length - a.all.length || (a.id < b.id ? -1 : 1),
  );
}

export function Suggested() {
  const t = useWords(words);
  const may = useMayEdit();
  const findings = useFindings();
  const controls = useEntries("controls");
  const library = useQuery({
    queryKey: ["library", "controls"],
    queryFn: () => request<LibraryControl[]>("GET", "/library/controls"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const lines = useMemo(() => suggestions(findings), [findings]);
  if (!library.data) return <Waiting error={library.error} />;
  if (lines.length === 0)
    return (
      <p className="r-good">
        <Icon name="check" size={16} />
        {t("suggestedNone")}
      </p>
    );
  const known = new Map(library.data.map((c) => [c.id, c]));
  const add = (line: Line) => {
    const name = known.get(line.id)?.title ?? line.id;
    const step = did("planFor", { name, n: line.open.length });
    const text = named({ did: step });
    const at = [...new Set(line.open.map((f) => f.target))];
    void send(
      [
        {
          verb: "control",
          id: freshId(controls, line.id),
          fields: { control: line.id, at, status: "planned" },
          findings: line.open.map((f) => f.id),
        },
      ],
      step,
    ).then((d) => {
      if (!d) return;
      toast({ text, undo: true });
      announce(text);
    });
  };
  return (
    <>
      <p className="r-note">{t("suggestedNote")}</p>
      <Wide label={t("suggested")}>
        <table className="t-sheet" data-stack>
          <thead>
            <tr>
              <th scope="col">{t("control")}</th>
              <th scope="col">{t("where")}</th>
              <th scope="col">{t("worst")}</th>
              <th scope="col" data-end>
                {t("answers")}
              </th>
              <th scope="col">{t("strength")}</th>
              <th scope="col">{t("libraryCost")}</th>
              <th scope="col">
                <span className="t-hidden">{t("link")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const c = known.get(line.id);
              const there = controls.filter((x) => x.control === line.id);
              const targets = [...new Set(line.all.map((f) => f.target))];
              return (
                <tr key={line.id}>
                  <th scope="row" className="co-suggested">
                    {c?.title ?? line.id}
                    {c ? <span className="r-sub">{c.text}</span> : null}
                    {there.length > 0 ? (
                      <span className="r-sub">{t("there", { list: there.map((x) => nameOf(x)).join(", ") })}</span>
                    ) : null}
                  </th>
                  <td data-label={t("where")}>
                    <Some items={targets.map((x) => <Target key={x} id={x} />)} most={2} />
                  </td>
                  <td data-label={t("worst")}>
                    <Severity level={line.worst} short />
                  </td>
                  <td data-end data-label={t("answers")}>
                    <Rows ids={line.all.map((f) => f.id)} />
                    {line.open.length < line.all.length ? (
                      <span className="r-sub">{t("also", { n: line.open.length })}</span>
                    ) : null}
                  </td>
                  <td data-label={t("strength")}>{c ? t(`strength.${c.strength}` as "strength.low") : ""}</td>
                  <td data-label={t("libraryCost")}>{c ? t(`strength.${wordOf(c.cost)}` as "strength.low") : ""}</td>
                  <td className="co-add">
                    {may && line.open.length > 0 ? (
                      <Button size="compact-sm" variant="default" onClick={() => add(line)}>
                        {t("addFor", { n: line.open.length })}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
    </>
  );
}
