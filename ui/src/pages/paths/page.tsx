// Attack paths and trees: the easiest ways to each hazard, what would cut them, and the trees of the team.
import { Text, Title } from "@mantine/core";
import { useEntries } from "@/project/use";
import { useProjectId, useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { fileOf } from "../risk/api";
import { Download, PageTabs } from "../risk/common";
import { Paths } from "./Paths";
import { Trees } from "./Trees";
import { WhatIf } from "./WhatIf";
import { words } from "./words";
import "./paths.css";

export default function PathsPage() {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const [tab, setTab] = useSearchText("tab");
  const trees = useEntries("trees").length;
  const hazards = useEntries("hazards").length;
  return (
    <div className="t-page paths">
      <div className="t-page-head">
        <div>
          <Title order={1}>{t("title")}</Title>
          <Text c="dimmed" size="sm">
            {t("lead")}
          </Text>
        </div>
        <Download
          files={[
            { href: fileOf(project, "/reports/paths/svg"), text: `${t("paths")}, SVG` },
            { href: fileOf(project, "/reports/paths/txt"), text: `${t("paths")}, TXT` },
          ]}
        />
      </div>
      <PageTabs
        label={t("title")}
        value={tab || "paths"}
        onChange={setTab}
        tabs={[
          { id: "paths", title: t("paths"), count: hazards },
          { id: "what-if", title: t("whatIf") },
          { id: "trees", title: t("trees"), count: trees },
        ]}
      >
        {tab === "trees" ? <Trees /> : tab === "what-if" ? <WhatIf /> : <Paths />}
      </PageTabs>
    </div>
  );
}
