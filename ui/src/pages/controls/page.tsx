// Controls with what they answer and what proves them, those that the library suggests, requirements and tests.
import { useMemo } from "react";
import { useEntries, useFindings } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { TabbedPage } from "../risk/TabbedPage";
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
  return (
    <TabbedPage
      name="controls"
      title={t("title")}
      lead={t("lead")}
      tabs={[
        {
          id: "controls",
          title: t("controls"),
          count: controls.length,
          show: (open) => <Controls known={known} onSuggested={() => open("suggested")} />,
        },
        { id: "suggested", title: t("suggested"), show: () => <Suggested /> },
        {
          id: "requirements",
          title: t("requirements"),
          count: requirements.length,
          show: () => <Requirements known={known} />,
        },
        { id: "tests", title: t("tests"), count: tests.length, show: () => <Tests known={known} /> },
        {
          id: "gaps",
          title: t("gaps"),
          count: gaps.reduce((n, g) => n + g.gaps.length, 0),
          show: () => <Gaps all={gaps} />,
        },
      ]}
    />
  );
}
