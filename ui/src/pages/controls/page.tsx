// Controls with what they answer and what proves them, those that the library suggests, requirements and tests.
import { Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useEntries, useFindings } from "@/project/use";
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { PageTabs } from "../risk/common";
import { Controls } from "./Controls";
import { Gaps } from "./Gaps";
import { controlGaps, type Known, requirementGaps, testGaps } from "./lacks";
import { Requirements } from "./Requirements";
import { Suggested } from "./Suggested";
import { Tests } from "./Tests";
import { words } from "./words";
import "./controls.css";

export default function ControlsPage() {
  const t = useWords(words);
  const [tab, setTab] = useSearchText("tab");
  const controls = useEntries("controls");
  const requirements = useEntries("requirements");
  const tests = useEntries("tests");
  const findings = useFindings();
  const known: Known = useMemo(
    () => ({ controls, requirements, tests, findings }),
    [controls, requirements, tests, findings],
  );
  const gaps = useMemo(
    () => [
      ...controls.map((e) => ({ section: "controls" as const, e, gaps: controlGaps(e, known) })),
      ...requirements.map((e) => ({ section: "requirements" as const, e, gaps: requirementGaps(e, known) })),
      ...tests.map((e) => ({ section: "tests" as const, e, gaps: testGaps(e, known) })),
    ],
    [known, controls, requirements, tests],
  );
  const current = tab || "controls";
  return (
    <div className="t-page controls">
      <div className="t-page-head">
        <div>
          <Title order={1}>{t("title")}</Title>
          <Text c="dimmed" size="sm">
            {t("lead")}
          </Text>
        </div>
      </div>
      <PageTabs
        label={t("title")}
        value={current}
        onChange={setTab}
        tabs={[
          { id: "controls", title: t("controls"), count: controls.length },
          { id: "suggested", title: t("suggested") },
          { id: "requirements", title: t("requirements"), count: requirements.length },
          { id: "tests", title: t("tests"), count: tests.length },
          { id: "gaps", title: t("gaps"), count: gaps.reduce((n, g) => n + g.gaps.length, 0) },
        ]}
      >
        {current === "suggested" ? (
          <Suggested />
        ) : current === "requirements" ? (
          <Requirements known={known} />
        ) : current === "tests" ? (
          <Tests known={known} />
        ) : current === "gaps" ? (
          <Gaps all={gaps} />
        ) : (
          <Controls known={known} onSuggested={() => setTab("suggested")} />
        )}
      </PageTabs>
    </div>
  );
}
