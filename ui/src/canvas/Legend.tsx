// What lines, shapes and marks mean. It names only what the diagram has.
import { ActionIcon } from "@mantine/core";
import { stepOf } from "@/parts/Badges";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { kinds } from "./graph";
import { kindWords } from "./parts";
import type { Scene } from "./scene";
import { detail, groupOf, outline, riskMark, strokesOutline } from "./shapes";
import { setCanvas, useCanvas } from "./state";
import { words } from "./words";
import "./legend.css";

const guards = [
  ["stated", "protectionStated"],
  ["none", "protectionNone"],
  ["unknown", "protectionUnknown"],
] as const;

export function Legend({ scene }: { scene: Scene }) {
  const t = useWords(words);
  const open = useCanvas((c) => c.legend);
  if (!open) return null;
  const shapes = kinds.filter((k) => scene.graph.elements.some((e) => e.kind === k));
  const lines = guards.filter(([p]) => scene.graph.flows.some((f) => f.protection === p));
  const ids = scene.levels.map((l) => l.id);
  const levels = scene.levels.filter((l) =>
    [...scene.graph.elements, ...scene.graph.flows].some((x) => x.mark?.risk === l.id && x.mark.confirmed),
  );
  const maybe = [...scene.graph.elements, ...scene.graph.flows].some((x) => x.mark?.possible);
  if (shapes.length + lines.length + levels.length + scene.note.size === 0) return null;
  return (
    <section className="cv-legend" aria-label={t("legend")}>
      {lines.length ? (
        <ul aria-label={t("legendLines")}>
          {lines.map(([p, word]) => (
            <li key={p}>
              <svg width={34} height={10} aria-hidden="true" className="cv-flow" data-protection={p}>
                <path className="cv-way" d="M1 5H33" />
              </svg>
              {t(word)}
            </li>
          ))}
        </ul>
      ) : null}
      {shapes.length || scene.note.size ? (
        <ul aria-label={t("legendShapes")}>
          {shapes.map((k) => (
            <li key={k} className="cv-el" data-group={groupOf(k)} data-kind={k}>
              <svg width={30} height={20} viewBox="-1 -1 32 22" aria-hidden="true" className="cv-sample">
                <path
                  className={strokesOutline(k) ? "cv-line" : "cv-ground"}
                  d={
                    k === "process"
                      ? "M6 0H24A6 6 0 0 1 30 6V14A6 6 0 0 1 24 20H6A6 6 0 0 1 0 14V6A6 6 0 0 1 6 0Z"
                      : outline(k, 30, 20)
                  }
                />
                {k === "human" ? (
                  <path className="cv-detail" transform="translate(2 -2) scale(0.76)" d={detail(k, 30, 32)} />
                ) : (
                  <path className="cv-detail" d={detail(k, 30, 20)} />
                )}
              </svg>
              {t(kindWords[k])}
            </li>
          ))}
          {scene.note.size ? (
            <li>
              <span className="cv-note cv-sample" />
              {t("note")}
            </li>
          ) : null}
        </ul>
      ) : null}
      {levels.length || maybe ? (
        <ul aria-label={t("legendMarks")}>
          {levels.map((l) => (
            <li key={l.id}>
              <span className="cv-mark" data-step={stepOf(l.id, ids)}>
                <svg width={11} height={11} viewBox="0 0 12 12" aria-hidden="true">
                  <path d={riskMark[stepOf(l.id, ids)]} />
                </svg>
              </span>
              {l.name}
            </li>
          ))}
          {maybe ? (
            <li>
              <span className="cv-maybe">+1?</span>
              {t("legendMaybe")}
            </li>
          ) : null}
        </ul>
      ) : null}
      <ActionIcon size="sm" aria-label={t("legendHide")} onClick={() => setCanvas({ legend: false })}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </section>
  );
}
