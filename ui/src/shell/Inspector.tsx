import { ActionIcon } from "@mantine/core";
import { lazy, Suspense } from "react";
import { inspector } from "@/pages/registry";
import { useWords } from "@/words/catalogue";
import { Icon } from "./icons";
import { showInspector } from "./settings";
import { words } from "./words";

const Panel = lazy(inspector);

/** The dock at the right. What it shows is the selection of the project, wherever it was made. */
export function Inspector() {
  const t = useWords(words);
  return (
    <aside className="t-dock" aria-label={t("inspector")} data-region tabIndex={-1}>
      <div className="t-dock-head">
        <h2>{t("inspector")}</h2>
        <ActionIcon aria-label={t("inspectorClose")} onClick={() => showInspector(false)}>
          <Icon name="close" size={16} />
        </ActionIcon>
      </div>
      <Suspense fallback={null}>
        <Panel />
      </Suspense>
    </aside>
  );
}
