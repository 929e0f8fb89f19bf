// What the parts of a reason are made of: a heading with what stands below, links to places on canvas and in the text.
import type { ReactNode } from "react";
import type { State } from "@/api/types";
import { pageOf } from "@/pages/registry";
import { select, useProject, useView } from "@/project/use";
import { go } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import type { Fact } from "./explained";
import { kindOfTarget, targetNames } from "./library";
import { words } from "./words";

export function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="threats-part">
      <h3>{title}</h3>
      {note ? <p className="t-dim">{note}</p> : null}
      {children}
    </section>
  );
}

/** The name of a target as a link that selects it on canvas, outline, table and text. */
export function Place({ id }: { id: string }) {
  const model = useView((s) => s.model);
  const project = useProject((p) => p.id);
  if (!model) return null;
  const name = targetNames(model)(id);
  const at = kindOfTarget(model, id);
  if (!at || !pageOf("flows")) return <span>{name}</span>;
  const show = () => {
    select([at]);
    go("flows", project);
  };
  return (
    <button type="button" className="t-link-button" onClick={show}>
      {name}
    </button>
  );
}

/** A link to a line of the text, where the file is one of the project. */
export function Line({ fact, files }: { fact: Fact; files: State["files"] | undefined }) {
  const t = useWords(words);
  const project = useProject((p) => p.id);
  const m = /^(.*):(\d+):(\d+)$/.exec(fact.at ?? "");
  const file = m && files?.find((x) => m[1] === x.name || m[1]?.endsWith(`/${x.name}`))?.name;
  if (!m || !file) return null;
  const [line, column] = [String(m[2]), String(m[3])];
  if (!pageOf("text")) return <span className="t-dim">{t("showText", { line })}</span>;
  const show = () => {
    const model = useProject.getState().view?.model;
    const on = model && kindOfTarget(model, fact.subject);
    if (on) select([on]);
    go("text", project, { file, line, column });
  };
  return (
    <button type="button" className="t-link-button" aria-label={t("showTextOf", { line, file })} onClick={show}>
      {t("showText", { line })}
    </button>
  );
}
