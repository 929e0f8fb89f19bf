// What waits for this person, each number leading to its rows.
import { Text, Title } from "@mantine/core";
import { useState } from "react";
import type { ProjectSummary } from "@/api/types";
import { unsentBy } from "@/project/queue";
import { Icon, type IconName } from "@/shell/icons";
import { addressOf, addressOfProject, TextLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { type Kind, waitingOf } from "./lines";
import { words } from "./words";

const overdue = { icon: "clock", page: "threats" } as const;
const review = { icon: "redo", page: "threats" } as const;
const lead: Record<Kind, { icon: IconName; page: string }> = {
  mineOverdue: overdue,
  mineReview: review,
  reviews: { icon: "reviews", page: "reviews" },
  overdue,
  otherOverdue: overdue,
  review,
  otherReview: review,
  open: { icon: "threats", page: "threats" },
  questions: { icon: "questions", page: "questions" },
};

const most = 8;

export function Waiting({
  projects,
  names,
  person,
}: {
  projects: ProjectSummary[];
  names: string[];
  person: string; // name of the account; empty where nobody signs in
}) {
  const t = useWords(words);
  const unsent = [...unsentBy(person)];
  const [all, setAll] = useState(false);
  const rows = waitingOf(projects, names);
  const shown = all ? rows : rows.slice(0, most);
  return (
    <section className="t-section">
      <Title order={2}>{t("waiting")}</Title>
      {rows.length + unsent.length === 0 ? <Text c="dimmed">{t("waitingNothing")}</Text> : null}
      {rows.length + unsent.length > 0 ? (
        <ul className="t-list home-waiting">
          {unsent.map(([id, n]) => (
            <li key={id}>
              <Icon name="warning" />
              <TextLink to={addressOfProject(id)} className="t-link">
                {t("unsent", { n })}
              </TextLink>
              <span className="t-dim">{projects.find((p) => p.id === id)?.name ?? t("unsentGone", { id })}</span>
            </li>
          ))}
          {shown.map(({ p, kind, n, q }) => (
            <li key={`${p.id}/${kind}`}>
              <Icon name={lead[kind].icon} />
              <TextLink to={addressOf(lead[kind].page, p.id)} search={{ q }} className="t-link">
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
