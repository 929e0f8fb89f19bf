// The start page: what waits for this person, the projects, and ways to begin one.
import { Button, Loader, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api } from "@/api/client";
import type { ProjectSummary } from "@/api/types";
import { levelName } from "@/parts/Badges";
import { EmptyState } from "@/parts/EmptyState";
import { Wide } from "@/parts/Wide";
import { addressOfProject, go, TextLink } from "@/shell/router";
import { dateTime, useLanguage, useWords } from "@/words/catalogue";
import { FilePlace } from "../import/FilePlace";
import { hand } from "../import/handed";
import { SignIn } from "./SignIn";
import { Start } from "./Start";
import { Waiting } from "./Waiting";
import { words } from "./words";
import "./home.css";

export default function Home() {
  const t = useWords(words);
  const session = useQuery({ queryKey: ["session"], queryFn: api.session });
  const open = session.data !== undefined && !session.data.needsSignIn;
  const projects = useQuery({ queryKey: ["projects"], queryFn: api.projects, enabled: open, refetchOnMount: "always" });
  const cache = useQueryClient();
  if (session.data?.needsSignIn) return <SignIn />;
  const error = session.error ?? projects.error;
  if (error) {
    return (
      <div className="t-page" role="alert">
        <Title order={1}>{t("failed")}</Title>
        <Text my="md">{error instanceof ApiError ? error.message : String(error.message)}</Text>
        <Button w="fit-content" onClick={() => void Promise.all([session.refetch(), projects.refetch()])}>
          {t("retry")}
        </Button>
      </div>
    );
  }
  if (!projects.data)
    return (
      <div className="t-wait">
        <Loader size="sm" />
      </div>
    );
  const list = projects.data;
  const folder = session.data?.mode === "folder";
  // In a folder that is itself a model other projects have no place; in a folder of models they do.
  const alone = folder ? list.find((p) => p.folder === ".") : undefined;
  return (
    <div className="t-page">
      {list.length > 0 ? <Waiting projects={list} /> : null}
      <section className="t-section">
        <div className="t-page-head home-head">
          <Title order={1}>{t("title")}</Title>
          {session.data?.accounts ? (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => void api.signOut().then(() => cache.invalidateQueries())}
            >
              {t("signOut")}
            </Button>
          ) : null}
        </div>
        {list.length > 0 ? <Projects projects={list} /> : null}
        {list.length === 0 ? <EmptyState icon="device" title={t("noneTitle")} text={t("noneText")} /> : null}
      </section>
      {alone ? <BringIn project={alone} /> : <Start projects={list} />}
    </div>
  );
}

/** A file of another tool for the one model that is served. */
function BringIn({ project }: { project: ProjectSummary }) {
  const t = useWords(words);
  return (
    <section className="t-section">
      <Title order={2}>{t("bringIn")}</Title>
      <FilePlace
        title={t("bringInFile")}
        text={t("bringInText", { name: project.name })}
        onFiles={([file]) => {
          if (file) hand(file);
          go("import", project.id);
        }}
      />
    </section>
  );
}

function Projects({ projects }: { projects: ProjectSummary[] }) {
  const t = useWords(words);
  const newest = [...projects].sort(
    (a, b) => (b.updated ?? "").localeCompare(a.updated ?? "") || a.name.localeCompare(b.name),
  );
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
          </tr>
        </thead>
        <tbody>
          {newest.map((p) => (
            <tr key={p.id}>
              <th scope="row">
                <TextLink to={addressOfProject(p.id)} className="home-name">
                  {p.name}
                </TextLink>
                {p.folder && p.folder !== "." ? <span className="t-dim">{p.folder}</span> : null}
              </th>
              <td>{p.device.replaceAll("-", " ")}</td>
              <td className="home-size">{t("sizeValue", { elements: p.elements, flows: p.flows })}</td>
              <td>
                <Levels counts={p.counts.byResidual} />
              </td>
              <td className="home-time" data-label={t("changed")}>
                {p.updated ? dateTime(p.updated) : t("never")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** The findings of a project by the risk that is left, worst first, in words with their numbers. */
function Levels({ counts }: { counts: Record<string, number> }) {
  const lang = useLanguage();
  const t = useWords(words);
  const order = ["extreme", "high", "medium", "low"];
  const rank = (id: string) => (order.includes(id) ? order.indexOf(id) : id === "none" ? 99 : 50);
  const levels = Object.entries(counts)
    .filter(([, n]) => n > 0)
    .sort(([a], [b]) => rank(a) - rank(b));
  const name = (id: string) => (id === "none" ? t("none") : levelName(id, lang));
  const level: Record<string, number> = { extreme: 5, high: 4, medium: 3, low: 2 };
  return (
    <span className="home-levels">
      {levels.map(([id, n]) => (
        <span key={id} className="t-badge" data-level={level[id] ?? 1} title={t("riskBar", { name: name(id), n })}>
          <b>{n}</b> {name(id)}
        </span>
      ))}
    </span>
  );
}
