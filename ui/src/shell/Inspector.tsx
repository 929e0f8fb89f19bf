import { ActionIcon } from "@mantine/core";
import { CatchBoundary } from "@tanstack/react-router";
import { lazy, Suspense, useLayoutEffect, useRef } from "react";
import { inspector } from "@/pages/registry";
import { useSelection } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { Crash } from "./Fallback";
import { fetched } from "./fetched";
import { Icon } from "./icons";
import { usePage, useProjectId } from "./router";
import { showInspector } from "./settings";
import { words } from "./words";
import "./inspector.css";

const Panel = lazy(fetched(inspector));

/** Has the inspector a place here? Where selecting is by the way, it comes with the first selection: an empty one would only
 * take room. */
export function useInspectorPlace(): boolean {
  const page = usePage();
  const some = useSelection().length > 0;
  return useProjectId() !== undefined && !page?.ownPanel && (page?.selects === true || some);
}

/** The dock at the right. What it shows is the selection of the project, wherever it was made. */
export function Inspector() {
  const t = useWords(words);
  const dock = useRef<HTMLElement>(null);
  // Whoever is in it when it goes is led back to the page.
  useLayoutEffect(() => {
    const here = dock.current;
    return () => {
      if (here?.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside className="t-dock" aria-label={t("inspector")} data-region tabIndex={-1} ref={dock}>
      <div className="t-dock-head">
        <h2>{t("inspector")}</h2>
        <ActionIcon aria-label={t("inspectorClose")} onClick={() => showInspector(false)}>
          <Icon name="close" size={16} />
        </ActionIcon>
      </div>
      <CatchBoundary getResetKey={() => "panel"} errorComponent={Crash}>
        <Suspense fallback={null}>
          <Panel />
        </Suspense>
      </CatchBoundary>
    </aside>
  );
}
