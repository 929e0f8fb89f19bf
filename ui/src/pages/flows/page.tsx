// Data flows: one model as diagram, outline and text, side by side or alone, with one selection.
import "./page.css";
import { type ComponentType, lazy, Suspense, useCallback } from "react";
import { useScene } from "@/canvas/scene";
import { setCanvas } from "@/canvas/state";
import { Outline } from "@/outline/Outline";
import { fetched } from "@/shell/fetched";
import { Icon, type IconName } from "@/shell/icons";
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { type Panes, togglePane, usePanes } from "./settings";
import { Views } from "./Views";
import { words } from "./words";

const Diagram = lazy(fetched(() => import("@/canvas/Diagram")));

// The text editor is a part of its own; where it is not built, its switch is absent.
const editors = import.meta.glob<{ YamlEditor: ComponentType }>("../../yaml/YamlEditor.tsx");
const loadEditor = Object.values(editors)[0];
const Editor = loadEditor ? lazy(fetched(() => loadEditor().then((m) => ({ default: m.YamlEditor })))) : undefined;

const panes: { pane: keyof Panes; icon: IconName; word: "layoutOutline" | "layoutCanvas" | "layoutText" }[] = [
  { pane: "outline", icon: "outline", word: "layoutOutline" },
  { pane: "canvas", icon: "flows", word: "layoutCanvas" },
  { pane: "text", icon: "code", word: "layoutText" },
];

export default function FlowsPage() {
  const t = useWords(words);
  const [view, setView] = useSearchText("view");
  const scene = useScene(view);
  const open = usePanes();
  const text = open.text && Editor !== undefined;
  const only = Number(open.canvas) + Number(open.outline) + Number(text) === 1;
  const openOutline = useCallback(() => {
    usePanes.setState({ outline: true });
    setTimeout(() => document.querySelector<HTMLElement>(".ol-tree")?.focus(), 30);
  }, []);
  const change = useCallback(
    (next: string) => {
      setCanvas({ focus: undefined, task: undefined, paths: undefined, tool: "select" });
      setView(next || undefined);
    },
    [setView],
  );
  if (!scene) return null;
  return (
    <div className="flows">
      <div className="flows-head">
        <h1>{t("title")}</h1>
        <Views scene={scene} view={view} onView={change} />
        <div className="flows-panes" role="group" aria-label={t("layout")}>
          {panes
            .filter((p) => p.pane !== "text" || Editor)
            .map((p) => (
              <button
                key={p.pane}
                type="button"
                aria-pressed={open[p.pane]}
                aria-label={t(p.word)}
                onClick={() => togglePane(p.pane)}
              >
                <Icon name={p.icon} size={16} />
                <span>{t(p.word)}</span>
              </button>
            ))}
        </div>
      </div>
      <div
        className="flows-body"
        data-only={only ? (open.canvas ? "canvas" : open.outline ? "outline" : "text") : undefined}
      >
        {open.outline ? (
          <section className="flows-pane" data-side="outline" aria-label={t("layoutOutline")} data-region tabIndex={-1}>
            <Outline scene={scene} />
          </section>
        ) : null}
        {open.canvas || (!open.outline && !text) ? (
          <section className="flows-pane" data-side="canvas" aria-label={t("layoutCanvas")} data-region tabIndex={-1}>
            {scene.waiting ? (
              <p className="flows-wait" role="status">
                {t("loadingPlaces")}
              </p>
            ) : (
              <Suspense fallback={null}>
                <Diagram scene={scene} openOutline={openOutline} />
              </Suspense>
            )}
          </section>
        ) : null}
        {text && Editor ? (
          <section className="flows-pane" data-side="text" aria-label={t("layoutText")} data-region tabIndex={-1}>
            <Suspense fallback={null}>
              <Editor />
            </Suspense>
          </section>
        ) : null}
      </div>
    </div>
  );
}
