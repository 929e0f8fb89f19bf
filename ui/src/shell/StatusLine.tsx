import { useEffect, useRef } from "react";
import { useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { announce } from "./announce";
import { Icon } from "./icons";
import { PageLink, useProjectId } from "./router";
import { words } from "./words";
import "./status.css";

/** The line at the foot: what the engine found at this revision, each count leading to its rows. */
export function StatusLine() {
  const t = useWords(words);
  const project = useProjectId();
  useToldOfFindings(project);
  const counts = useProject((p) => p.view?.counts);
  const live = useProject((p) => p.live);
  const unsentOf = useProject((p) => p.unsentOf);
  if (!project || !counts) return null;
  const confirmed = counts.byCertainty?.confirmed ?? 0;
  const { errors, warnings } = counts;
  const possible = counts.byCertainty?.possible ?? 0;
  return (
    <section className="t-status" aria-label={t("statusLine")} data-region tabIndex={-1}>
      <PageLink page="threats" search={{ q: "certainty:confirmed" }}>
        {t("confirmed", { n: confirmed })}
      </PageLink>
      <PageLink page="threats" search={{ q: "certainty:possible" }}>
        {t("possible", { n: possible })}
      </PageLink>
      <PageLink page="questions">{t("questions", { n: counts.questions })}</PageLink>
      <PageLink page="flows" search={{ view: "text" }} className={errors ? "t-bad" : undefined}>
        <Icon name={errors ? "error" : warnings ? "warning" : "check"} size={13} />{" "}
        {errors ? t("errors", { n: errors }) : warnings ? t("warnings", { n: warnings }) : t("noErrors")}
      </PageLink>
      {unsentOf.length > 0 ? <span>{t("unsentOf", { names: unsentOf.join(", ") })}</span> : null}
      <span className="t-status-end">
        <span className="t-dot" data-on={live || undefined} aria-hidden="true" />
        {live ? t("live") : t("notLive")}
      </span>
    </section>
  );
}

// What one's own edit did to the findings is also heard, once the edits rest for a moment. What others do is only seen.
function useToldOfFindings(project: string | undefined) {
  const t = useWords(words);
  const n = useProject((p) => p.view?.counts?.byCertainty);
  const text = n ? `${t("confirmed", { n: n.confirmed ?? 0 })}, ${t("possible", { n: n.possible ?? 0 })}` : "";
  const last = useRef({ project, text });
  useEffect(() => {
    const was = last.current;
    if (was.project !== project || !was.text || !text || was.text === text) {
      last.current = { project, text };
      return;
    }
    const later = setTimeout(() => {
      last.current = { project, text };
      if (Date.now() - (useProject.getState().savedAt ?? 0) < 5000) announce(text);
    }, 1500);
    return () => clearTimeout(later);
  }, [project, text]);
}
