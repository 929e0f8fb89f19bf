// The projects: those at work in a table, and apart from them, folded, those that are archived.
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { ProjectSummary } from "@/api/types";
import { levelName, stepOf } from "@/parts/Badges";
import { EmptyState } from "@/parts/EmptyState";
import { Wide } from "@/parts/Wide";
import { useArchive } from "@/shell/archive";
import { Icon } from "@/shell/icons";
import { addressOfProject, TextLink } from "@/shell/router";
import { words as shellWords } from "@/shell/words";
import { dateTime, useLanguage, useWords } from "@/words/catalogue";
import { words } from "./words";

type Act = (p: ProjectSummary) => void;

export function Projects({ projects, folder }: { projects: ProjectSummary[]; folder: boolean }) {
  const t = useWords(words);
  const newest = [...projects].sort(
    (a, b) => (b.updated ?? "").localeCompare(a.updated ?? "") || a.name.localeCompare(b.name),
  );
  const atWork = newest.filter((p) => !p.archived);
  const done = newest.filter((p) => p.archived);
  const archive = useArchive();
  const moved = useFocusThatFollows(projects);
  const move = (archived: boolean) => (p: ProjectSummary) => {
    moved.current = p.id;
    void archive(p, archived);
  };
  return (
    <>
      {atWork.length > 0 ? <AtWork projects={atWork} onArchive={folder ? undefined : move(true)} /> : null}
      {atWork.length === 0 ? (
        <EmptyState icon="device" title={t(done.length > 0 ? "allArchived" : "noneTitle")} text={t("noneText")} />
      ) : null}
      {done.length > 0 ? <Archived projects={done} onTakeBack={move(false)} /> : null}
    </>
  );
}

// The button that was pressed leaves with its row; the focus goes where the project went, or to what folds it away.
function useFocusThatFollows(projects: ProjectSummary[]) {
  const moved = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list is what moves the row
  useEffect(() => {
    const id = moved.current;
    moved.current = undefined;
    if (!id || (document.activeElement && document.activeElement !== document.body)) return;
    const link = document.querySelector<HTMLElement>(`[data-project="${CSS.escape(id)}"]`);
    const fold = link?.closest<HTMLDetailsElement>("details:not([open])");
    (fold?.querySelector("summary") ?? link)?.focus();
  }, [projects]);
  return moved;
}

function AtWork({ projects, onArchive }: { projects: ProjectSummary[]; onArchive: Act | undefined }) {
  const t = useWords(words);
  const s = useWords(shellWords);
  const mine = onArchive !== undefined && projects.some((p) => p.role === "owner");
  return (
    <Wide label={t("title")}>
      <table className="t-sheet home-projects" data-roomy data-stack>
        <thead>
          <tr>
            <th scope="col">{t("project")}</th>
            <th scope="col">{t("device")}</th>
            <th scope="col">{t("size")}</th>
            <th scope="col">{t("threats")}</th>
            <th scope="col">{t("changed")}</th>
            {mine ? (
              <th scope="col">
                <span className="t-hidden">{t("actions")}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {projects.map((p) => (
            <tr key={p.id}>
              <th scope="row">
                <TextLink to={addressOfProject(p.id)} className="home-name" data-project={p.id}>
                  {p.name}
                </TextLink>
                {p.folder && p.folder !== "." ? <span className="t-dim">{p.folder}</span> : null}
                {projects.some((x) => x.id !== p.id && x.name === p.name && !x.folder) ? (
                  <span className="t-dim">{p.id}</span>
                ) : null}
              </th>
              <td>{p.device.replaceAll("-", " ")}</td>
              <td className="home-size">{p.unread ? "" : t("sizeValue", { elements: p.elements, flows: p.flows })}</td>
              <td>
                <Levels project={p} />
              </td>
              <td className="home-time" data-label={t("changed")}>
                {p.updated ? dateTime(p.updated) : t("never")}
              </td>
              {mine ? (
                <td className="home-act">
                  {p.role === "owner" ? (
                    <Tooltip label={s("archive")}>
                      <ActionIcon aria-label={s("archiveOf", { name: p.name })} onClick={() => onArchive?.(p)}>
                        <Icon name="archive" />
                      </ActionIcon>
                    </Tooltip>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Archived({ projects, onTakeBack }: { projects: ProjectSummary[]; onTakeBack: Act }) {
  const t = useWords(words);
  const s = useWords(shellWords);
  return (
    <details className="home-archived">
      <summary>{t("archived", { n: projects.length })}</summary>
      <ul className="t-list">
        {projects.map((p) => (
          <li key={p.id}>
            <TextLink to={addressOfProject(p.id)} className="home-name" data-project={p.id}>
              {p.name}
            </TextLink>
            <span className="home-time">{p.updated ? dateTime(p.updated) : t("never")}</span>
            {p.role === "owner" ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={s("takeBackOf", { name: p.name })}
                onClick={() => onTakeBack(p)}
              >
                {s("takeBack")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The findings of a project by the risk that is left, worst first, in the words of its own scale. */
function Levels({ project: p }: { project: ProjectSummary }) {
  const lang = useLanguage();
  const t = useWords(words);
  if (p.unread)
    return (
      <span className="home-unread">
        <Icon name="warning" size={15} /> {t("unread")}
      </span>
    );
  const ids = p.levels.map((l) => l.id);
  const worstFirst = [
    ...p.levels.map((l) => ({ id: l.id, name: levelName(l.name || l.id, lang) })).reverse(),
    { id: "none", name: t("none") },
  ];
  return (
    <span className="home-levels">
      {worstFirst.map(({ id, name }) => {
        const n = p.counts.byResidual[id] ?? 0;
        return n > 0 ? (
          <span key={id} className="t-badge" data-level={stepOf(id, ids) || 1} title={t("riskBar", { name, n })}>
            <b>{n}</b> {name}
          </span>
        ) : null;
      })}
    </span>
  );
}
