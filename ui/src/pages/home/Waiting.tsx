// What waits for this person: only what they may do something about, each number leading to its rows.
import { Text, Title } from "@mantine/core";
import { useState } from "react";
import type { ProjectSummary } from "@/api/types";
import { Icon, type IconName } from "@/shell/icons";
import { addressOf, TextLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

const kinds = ["reviews", "overdue", "review", "open", "questions"] as const;
type Kind = (typeof kinds)[number];

// A reader may do none of it; a reviewer gives verdicts and edits nothing.
const mayAct: Record<Kind, readonly ProjectSummary["role"][]> = {
  reviews: ["owner", "editor", "reviewer"],
  overdue: ["owner", "editor"],
  review: ["owner", "editor"],
  open: ["owner", "editor"],
  questions: ["owner", "editor"],
};

const lead: Record<Kind, { icon: IconName; page: string; q?: string }> = {
  reviews: { icon: "reviews", page: "reviews" },
  overdue: { icon: "clock", page: "threats", q: "due:overdue" },
  review: { icon: "redo", page: "threats", q: "state:review" },
  open: { icon: "threats", page: "threats", q: "state:open" },
  questions: { icon: "questions", page: "questions" },
};

/** The lines of what waits, kind by kind: a verdict that somebody waits for comes before a question. */
export function waitingOf(projects: readonly ProjectSummary[]): { p: ProjectSummary; kind: Kind; n: number }[] {
  return kinds.flatMap((kind) =>
    projects
      .filter((p) => !p.archived && p.waiting[kind] > 0 && mayAct[kind].includes(p.role))
      .map((p) => ({ p, kind, n: p.waiting[kind] })),
  );
}

const most = 8;

export function Waiting({ projects }: { projects: ProjectSummary[] }) {
  const t = useWords(words);
  const [all, setAll] = useState(false);
  const rows = waitingOf(projects);
  const shown = all ? rows : rows.slice(0, most);
  return (
    <section className="t-section">
      <Title order={2}>{t("waiting")}</Title>
      {rows.length === 0 ? <Text c="dimmed">{t("waitingNothing")}</Text> : null}
      {rows.length > 0 ? (
        <ul className="t-list home-waiting">
          {shown.map(({ p, kind, n }) => (
            <li key={`${p.id}/${kind}`}>
              <Icon name={lead[kind].icon} />
              <TextLink to={addressOf(lead[kind].page, p.id)} search={{ q: lead[kind].q }} className="t-link">
                {t(kind, { n })}
              </TextLink>
              {projects.length > 1 ? <span className="t-dim">{p.name}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {shown.length < rows.length ? (
        <button type="button" className="t-link-button home-more" onClick={() => setAll(true)}>
          {t("waitingAll", { n: rows.length })}
        </button>
      ) : null}
    </section>
  );
}
