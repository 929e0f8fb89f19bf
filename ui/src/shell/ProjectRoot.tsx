// What all pages of a project stand in: it opens the project, keeps the live line and waits for the first state.
import { Button, Loader, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { api } from "@/api/client";
import { SignIn } from "@/pages/home/SignIn";
import { firstPage } from "@/pages/registry";
import { EmptyState } from "@/parts/EmptyState";
import { introduce, tell, useLive } from "@/project/live";
import { ground, openProject, useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { typedBefore } from "@/yaml/typed";
import { announce } from "./announce";
import { KeptNote } from "./Kept";
import { addressOfProject, TextLink, usePage, useProjectId } from "./router";
import { useSettings } from "./settings";
import { words } from "./words";

export function ProjectRoot() {
  const t = useWords(words);
  const id = useProjectId();
  const page = usePage();
  const path = useLocation({ select: (l) => l.pathname });
  const status = useProject((p) => p.status);
  const open = useProject((p) => p.id);
  const problem = useProject((p) => p.problem);
  const selection = useProject((p) => p.selection);
  useEffect(() => {
    if (id) void openProject(id);
  }, [id]);
  useEffect(() => {
    if (status !== "ready" || !id || typedBefore(id, useProject.getState().person).length === 0) return;
    void import("@/yaml/session").then((yaml) => yaml.takeUp(id));
  }, [status, id]);
  useLive(status === "ready" ? id : undefined);
  useEffect(() => tell({ page: page?.id, selection: selection.slice(0, 50).map((s) => s.id) }), [page, selection]);
  const session = useQuery({ queryKey: ["session"], queryFn: api.session, staleTime: Number.POSITIVE_INFINITY });
  const cache = useQueryClient();
  useEffect(() => {
    if (status === "failed") void cache.invalidateQueries({ queryKey: ["session"] }); // it may be over
  }, [status, cache]);
  const chosen = useSettings((s) => s.name);
  const own = chosen || session.data?.user?.shown || "";
  useEffect(() => introduce(own), [own]);
  useComings();
  useEffect(() => {
    const stay = (e: BeforeUnloadEvent) => {
      const { id, pending, held } = useProject.getState();
      // What is held waits long, and the browser has it.
      if (pending.length > 0 && !(id && held && ground.keep.load(id).length >= pending.length)) e.preventDefault();
    };
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, []);

  if (status === "missing") {
    return (
      <EmptyState icon="file" title={t("missingTitle")} text={t("missingText")}>
        <KeptNote />
        {id ? (
          <Button variant="default" onClick={() => void openProject(id)}>
            {t("retry")}
          </Button>
        ) : null}
        <TextLink to="/" className="t-link">
          {t("goHome")}
        </TextLink>
      </EmptyState>
    );
  }
  if (status === "failed" && id && session.data?.needsSignIn) return <SignIn onDone={() => void openProject(id)} />;
  if (status === "failed") {
    return (
      <div className="t-page" role="alert">
        <Title order={1}>{t("failedTitle")}</Title>
        <Text my="md">{problem}</Text>
        <Button onClick={() => id && void openProject(id)}>{t("retry")}</Button>
      </div>
    );
  }
  if (status !== "ready" || open !== id) {
    return (
      <div className="t-wait" role="status">
        <Loader size="sm" /> {t("loading")}
      </div>
    );
  }
  if (!page && id && firstPage() && /^\/p\/[^/]+\/?$/.test(path))
    return <Navigate to={addressOfProject(id) as never} replace />;
  return <Outlet />;
}

// Says who comes and goes, to those who asked for it.
function useComings() {
  const t = useWords(words);
  const people = useProject((p) => p.people);
  const wanted = useSettings((s) => s.announcePeople);
  const known = useRef(people);
  useEffect(() => {
    const was = known.current;
    known.current = people;
    if (!wanted) return;
    for (const p of Object.values(people)) if (!was[p.who]) announce(t("joined", { name: p.name || t("someone") }));
    for (const p of Object.values(was)) if (!people[p.who]) announce(t("left", { name: p.name || t("someone") }));
  }, [people, wanted, t]);
}
