// Attack paths and trees: the easiest ways to each hazard, what would cut them, and the trees of the team.
import { useEntries } from "@/project/use";
import { useProjectId } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { fileOf } from "../risk/api";
import { Download } from "../risk/common";
import { TabbedPage } from "../risk/TabbedPage";
import { Paths } from "./Paths";
import { Trees } from "./Trees";
import { WhatIf } from "./WhatIf";
import { words } from "./words";
import "./paths.css";

export default function PathsPage() {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const trees = useEntries("trees").length;
  const hazards = useEntries("hazards").length;
  return (
    <TabbedPage
      name="paths"
      title={t("title")}
      lead={t("lead")}
      side={
        <Download
          files={[
            { href: fileOf(project, "/reports/paths/svg"), text: `${t("paths")}, SVG` },
            { href: fileOf(project, "/reports/paths/txt"), text: `${t("paths")}, TXT` },
          ]}
        />
      }
      tabs={[
        { id: "paths", title: t("paths"), count: hazards, show: () => <Paths /> },
        { id: "what-if", title: t("whatIf"), show: () => <WhatIf /> },
        { id: "trees", title: t("trees"), count: trees, show: () => <Trees /> },
      ]}
    />
  );
}
