// The start page: what waits for this person, the projects, and ways to begin one.
import { Button, Loader, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api } from "@/api/client";
import type { ProjectSummary } from "@/api/types";
import { unsentBy } from "@/project/queue";
import { go } from "@/shell/router";
import { useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { FilePlace } from "../import/FilePlace";
import { hand } from "../import/handed";
import { Projects } from "./Projects";
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
  const chosen = useSettings((s) => s.name);
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
  const user = session.data?.user;
  const names = [user?.name, user?.shown, chosen].filter((x) => x !== undefined);
  const person = (session.data?.accounts && user?.name) || "";
  const folder = session.data?.mode === "folder";
  // In a folder that is itself a model other projects have no place; in a folder of models they do.
  const alone = folder ? list.find((p) => p.folder === ".") : undefined;
  return (
    <div className="t-page">
      {list.length > 0 || unsentBy(person).size > 0 ? <Waiting projects={list} names={names} person={person} /> : null}
      <section className="t-section">
        <div className="t-page-head">
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
        <Projects projects={list} folder={folder} />
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
        onFiles={([given]) => {
          if (given) hand(given.file);
          go("import", project.id);
        }}
      />
    </section>
  );
}
