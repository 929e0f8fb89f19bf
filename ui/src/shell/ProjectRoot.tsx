// What all pages of a project stand in: it opens the project, keeps the live line and waits for the first state.
import { Button, Loader, Text, Title } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { firstPage } from "@/pages/registry";
import { EmptyState } from "@/parts/EmptyState";
import { tell, useLive } from "@/project/live";
import { openProject, reload, useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { addressOfProject, TextLink, usePage, useProjectId } from "./router";
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
  useLive(status === "ready" ? id : undefined);
  useEffect(() => tell({ page: page?.id, selection: selection.map((s) => s.id) }), [page, selection]);
  useEffect(() => {
    const stay = (e: BeforeUnloadEvent) => {
      if (useProject.getState().pending.length > 0) e.preventDefault();
    };
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, []);

  if (status === "missing") {
    return (
      <EmptyState icon="file" title={t("missingTitle")} text={t("missingText")}>
        <TextLink to="/" className="t-link">
          {t("goHome")}
        </TextLink>
      </EmptyState>
    );
  }
  if (status === "failed") {
    return (
      <div className="t-page" role="alert">
        <Title order={1}>{t("failedTitle")}</Title>
        <Text my="md">{problem}</Text>
        <Button onClick={() => void reload()}>{t("retry")}</Button>
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
