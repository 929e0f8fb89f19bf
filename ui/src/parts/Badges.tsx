// Levels in words with a mark of their own: bars for the height, a shape for the kind. Colour only repeats what both say.
import type { Finding, ScaleWords } from "@/api/types";
import { useView } from "@/project/use";
import { rem } from "@/shell/scale";
import { type Language, useLanguage, useWords } from "@/words/catalogue";
import { words } from "./words";

// The words of the scale that holds where a project states none. Those of a project's own are shown as they are written.
const usual: Record<string, string> = {
  "very low": "sehr gering",
  low: "gering",
  medium: "mittel",
  moderate: "mittel",
  high: "hoch",
  "very high": "sehr hoch",
  extreme: "extrem",
  negligible: "vernachlässigbar",
  minor: "gering",
  serious: "ernst",
  critical: "kritisch",
  catastrophic: "katastrophal",
};

/** The name of a level of a scale in the language now chosen. */
export function levelName(name: string, lang: Language): string {
  return lang === "de" ? (usual[name.toLowerCase()] ?? name) : name;
}

/** Five bars of which the level's number are filled. */
function Bars({ level }: { level: number }) {
  return (
    <svg className="t-bars" width={rem(17)} height={rem(12)} viewBox="0 0 17 12" aria-hidden="true" focusable="false">
      {[1, 2, 3, 4, 5].map((i) => (
        <rect
          key={i}
          x={(i - 1) * 3.5 + 0.5}
          y={11.5 - i * 2.1}
          width="2"
          height={i * 2.1}
          fill={i <= level ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth={i <= level ? 0.6 : 0.5}
          opacity={i <= level ? 1 : 0.55}
        />
      ))}
    </svg>
  );
}

type Size = { short?: boolean };

/** How bad the harm to patients can be: S1 to S5, or that no hazard can be reached. */
export function Severity({ level, short }: { level: number } & Size) {
  const t = useWords(words);
  const lang = useLanguage();
  const own = useView((s) => s.scales.severity)?.find((x) => x.id === `S${level}`)?.name;
  if (level < 1)
    return (
      <span className="t-badge" data-level="1">
        {t("severityNone")}
      </span>
    );
  const name = own ? levelName(own, lang) : t(`S${level}` as "S1");
  return (
    <span className="t-badge" data-level={level} title={`${t("severity")}: S${level} ${name}`}>
      <Bars level={level} />
      <b>S{level}</b>
      {short ? <span className="t-hidden">{name}</span> : <span>{name}</span>}
    </span>
  );
}

/** How easy an attack is: E1 hardest, E5 easiest. */
export function Exploitability({ level, short }: { level: number } & Size) {
  const t = useWords(words);
  const lang = useLanguage();
  const own = useView((s) => s.scales.exploitability)?.find((x) => x.id === `E${level}`)?.name;
  if (level < 1)
    return (
      <span className="t-badge" data-plain>
        {t("notRated")}
      </span>
    );
  const name = own ? levelName(own, lang) : t(`E${level}` as "E1");
  return (
    <span className="t-badge" data-plain title={`${t("exploitability")}: E${level} ${name}`}>
      <Bars level={level} />
      <b>E{level}</b>
      {short ? <span className="t-hidden">{name}</span> : <span>{name}</span>}
    </span>
  );
}

/** The step from 1 to 5 of a level among those of a scale, lowest first; between two steps the worse one, 0 for none. */
export function stepOf(level: string, levels: string[]): number {
  const at = levels.indexOf(level);
  return at < 0 ? 0 : levels.length < 2 ? 5 : 1 + Math.ceil((4 * at) / (levels.length - 1));
}

/** Where a level of risk stands on the scale in force. */
export const riskLevel = (id: string, scales: ScaleWords | undefined): number =>
  stepOf(
    id,
    (scales?.risks ?? []).map((r) => r.id),
  );

/** A level of risk, in the words of the project's own scale. */
export function Risk({ id, short }: { id: string } & Size) {
  const t = useWords(words);
  const lang = useLanguage();
  const scales = useView((s) => s.scales);
  const level = riskLevel(id, scales);
  if (level === 0)
    return (
      <span className="t-badge" data-plain>
        {t("notRated")}
      </span>
    );
  const name = levelName(scales?.risks.find((r) => r.id === id)?.name || id, lang);
  return (
    <span className="t-badge" data-level={level} title={`${t("risk")}: ${name}`}>
      <RiskMark level={level} />
      {short ? <span className="t-hidden">{name}</span> : <span>{name}</span>}
    </span>
  );
}

// From a ring through a triangle to a filled octagon: the worse, the more of the mark is filled.
function RiskMark({ level }: { level: number }) {
  const shape = [
    <circle key="1" cx="6" cy="6" r="4.500" fill="none" stroke="currentColor" strokeWidth="1.4" />,
    <path
      key="2"
      d="M6 1.500a4.500 4.500 0 1 0 0 9zM6 1.500a4.500 4.500 0 1 1 0 9"
      fill="currentColor"
      fillOpacity="0.45"
      stroke="currentColor"
      strokeWidth="1.2"
    />,
    <path key="3" d="M6 1 11 6 6 11 1 6z" fill="none" stroke="currentColor" strokeWidth="1.6" />,
    <path key="4" d="M6 1.200 11.200 10.600H.8z" fill="currentColor" />,
    <path key="5" d="M3.800.8h4.400l3 3v4.400l-3 3H3.800l-3-3V3.800z" fill="currentColor" />,
  ][level - 1];
  return (
    <svg className="t-mark" width={rem(12)} height={rem(12)} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {shape}
    </svg>
  );
}

/** Confirmed by facts, or possible because something is unknown or usual. */
export function Certainty({ certainty }: { certainty: Finding["certainty"] }) {
  const t = useWords(words);
  return (
    <span className="t-certainty" data-kind={certainty}>
      <svg width={rem(10)} height={rem(10)} viewBox="0 0 10 10" aria-hidden="true" focusable="false">
        <circle
          cx="5"
          cy="5"
          r="3.800"
          fill={certainty === "confirmed" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth="1.4"
          strokeDasharray={certainty === "confirmed" ? undefined : "2.4 1.6"}
        />
      </svg>
      {t(certainty)}
    </span>
  );
}

/** What is left to do about a finding. */
export function StateOf({ state }: { state: Finding["state"] }) {
  const t = useWords(words);
  return (
    <span className="t-state" data-state={state}>
      {t(`state.${state}`)}
    </span>
  );
}
