// The diagram with its tools: the rail at the left, the actions above, the legend below.
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import "./toolbars.css";
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { ReactFlowProvider } from "@xyflow/react";
import { type RefObject, useRef, useState } from "react";
import { EmptyState } from "@/parts/EmptyState";
import { did, useMayEdit, useProject } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon, type IconName } from "@/shell/icons";
import { keysIn } from "@/shell/keys";
import { useProjectId } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { arrange } from "./arrange";
import * as commit from "./commit";
import { type Alignment, align } from "./edit";
import { startGhost } from "./ghost";
import { startConnect } from "./keyboard";
import { Legend } from "./Legend";
import { LinesMenu } from "./LinesMenu";
import { notesAlong } from "./notes";
import { PathsMenu } from "./PathsMenu";
import type { Rect } from "./place";
import { Surface, type SurfaceHandle } from "./Surface";
import type { Scene } from "./scene";
import { setCanvas, type Tool, useCanvas } from "./state";
import { ContextMenu, ThingItems } from "./ThingMenu";
import { onCanvas } from "./things";
import { words } from "./words";

export default function Diagram({ scene, openOutline }: { scene: Scene; openOutline: () => void }) {
  const surface = useRef<SurfaceHandle>(null);
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const empty = scene.graph.elements.length === 0 && scene.graph.zones.length === 0;
  const task = useCanvas((c) => c.task);
  return (
    <ReactFlowProvider>
      <div className="cv-frame">
        {mayEdit ? <Rail surface={surface} /> : null}
        <div className="cv-stage">
          <Actions scene={scene} surface={surface} />
          <Surface key={scene.view} scene={scene} openOutline={openOutline} handle={surface} />
          <ContextMenu scene={scene} surface={surface} />
          {empty && !task ? (
            <div className="cv-empty">
              <EmptyState
                icon="flows"
                title={scene.view === "default" ? t("emptyTitle") : t("emptyView")}
                text={t("emptyText")}
              >
                {mayEdit ? (
                  <Button
                    onClick={() => {
                      surface.current?.focus();
                      const h = surface.current?.hands();
                      if (h) startGhost(h, "process");
                    }}
                  >
                    {t("emptyAction")}
                  </Button>
                ) : null}
              </EmptyState>
            </div>
          ) : null}
          <Legend scene={scene} />
        </div>
      </div>
    </ReactFlowProvider>
  );
}

const tools: {
  tool: Tool;
  icon: IconName;
  key: string;
  word: "toolSelect" | "toolPan" | "toolProcess" | "toolStore" | "toolActor" | "toolZone" | "toolFlow" | "toolNote";
}[] = [
  { tool: "select", icon: "cursor", key: "V", word: "toolSelect" },
  { tool: "pan", icon: "hand", key: "H", word: "toolPan" },
  { tool: "process", icon: "process", key: "P", word: "toolProcess" },
  { tool: "store", icon: "store", key: "S", word: "toolStore" },
  { tool: "actor", icon: "actor", key: "A", word: "toolActor" },
  { tool: "zone", icon: "zone", key: "B", word: "toolZone" },
  { tool: "flow", icon: "flow", key: "F", word: "toolFlow" },
  { tool: "note", icon: "note", key: "N", word: "toolNote" },
];

function Rail({ surface }: { surface: RefObject<SurfaceHandle | null> }) {
  const t = useWords(words);
  const tool = useCanvas((c) => c.tool);
  const use = (next: Tool) => {
    const h = surface.current?.hands();
    if (!h) return;
    // The focus, which the keys go from, is not seen where nothing is selected.
    if (next === "flow" && h.selection.some((x) => x.kind === "elements")) startConnect(h);
    else if (next === "select" || next === "pan" || next === "flow") setCanvas({ tool: next, task: undefined });
    else startGhost(h, next);
    surface.current?.focus();
  };
  return (
    <div className="cv-rail" role="toolbar" aria-label={t("tools")} aria-orientation="vertical">
      {tools.map((x) => (
        <Tooltip key={x.tool} label={`${t(x.word)}  ${x.key}`} position="right">
          <ActionIcon
            size={34}
            aria-label={t(x.word)}
            aria-pressed={tool === x.tool}
            aria-keyshortcuts={x.key}
            data-on={tool === x.tool || undefined}
            onClick={() => use(x.tool)}
          >
            <Icon name={x.icon} size={19} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}

const alignments: [
  Alignment,
  "alignLeft" | "alignCenter" | "alignRight" | "alignTop" | "alignMiddle" | "alignBottom" | "alignAcross" | "alignDown",
][] = [
  ["left", "alignLeft"],
  ["center", "alignCenter"],
  ["right", "alignRight"],
  ["top", "alignTop"],
  ["middle", "alignMiddle"],
  ["bottom", "alignBottom"],
  ["across", "alignAcross"],
  ["down", "alignDown"],
];

function Actions({ scene, surface }: { scene: Scene; surface: RefObject<SurfaceHandle | null> }) {
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const legend = useCanvas((c) => c.legend);
  const selection = useProject((p) => p.selection);
  const things = onCanvas(selection).filter((x) => scene.places.has(x.id) || scene.flow.has(x.id));
  const boxes = things.flatMap((x): [string, Rect][] => {
    const r = scene.places.get(x.id);
    return r && (x.kind === "elements" || x.kind === "notes") ? [[x.id, r]] : [];
  });
  const camera = () => surface.current?.hands().camera;
  const [busy, setBusy] = useState(false);
  const zone = things.length === 1 && things[0]?.kind === "zones" ? things[0].id : undefined;
  const doArrange = async (only?: string) => {
    setBusy(true);
    announce(t("arranging"));
    try {
      const moved = await arrange(scene, only);
      if (moved.length) {
        await commit.placeBoxes(scene, [...moved, ...notesAlong(scene, moved)], did("arrange"), true);
        toast({ text: t("arranged"), undo: true });
        if (!only) setTimeout(() => camera()?.fit(), 80);
      }
    } catch (e) {
      toast({ kind: "error", title: t("arrangeFailed"), text: e instanceof Error ? e.message : String(e) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="cv-actions" role="toolbar" aria-label={t("canvas")}>
      <span className="cv-zoom">
        <ActionIcon aria-label={t("zoomOut")} onClick={() => camera()?.zoomBy(0.8)}>
          <Icon name="minus" size={16} />
        </ActionIcon>
        <Percent actual={() => camera()?.actual()} />
        <ActionIcon aria-label={t("zoomIn")} onClick={() => camera()?.zoomBy(1.25)}>
          <Icon name="plus" size={16} />
        </ActionIcon>
        <Tooltip label={`${t("zoomFit")}  ${keysIn("Shift+1")}`}>
          <ActionIcon aria-label={t("zoomFit")} onClick={() => camera()?.fit()}>
            <Icon name="fit" size={16} />
          </ActionIcon>
        </Tooltip>
      </span>
      {mayEdit ? (
        <>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                loading={busy}
                leftSection={<Icon name="arrange" size={16} />}
              >
                {t("arrange")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void doArrange()}>{t("arrangeAll")}</Menu.Item>
              <Menu.Item disabled={!zone} onClick={() => void doArrange(zone)}>
                {t("arrangeSelection")}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Label>{t("alignMenu")}</Menu.Label>
              {alignments.map(([how, word]) => (
                <Menu.Item
                  key={how}
                  disabled={boxes.length < (how === "across" || how === "down" ? 3 : 2)}
                  onClick={() => void commit.placeBoxes(scene, align(boxes, how), did("align", { n: boxes.length }))}
                >
                  {t(word)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {things.length > 0 ? (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="more" size={16} />}>
                  {t("more")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <ThingItems scene={scene} hands={() => surface.current!.hands()} things={things} />
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </>
      ) : null}
      <LinesMenu scene={scene} />
      <PathsMenu scene={scene} />
      <ExportMenu view={scene.view} />
      {legend ? null : (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<Icon name="info" size={16} />}
          onClick={() => setCanvas({ legend: true })}
        >
          {t("legend")}
        </Button>
      )}
    </div>
  );
}

// By itself, so that zooming draws this number and not the menus beside it.
function Percent({ actual }: { actual: () => void }) {
  const t = useWords(words);
  const percent = useCanvas((c) => Math.round(c.zoom * 100));
  return (
    <Tooltip label={`${t("zoomActual")}  ${keysIn("Shift+0")}`}>
      <button type="button" className="cv-percent" onClick={actual}>
        {percent} %
      </button>
    </Tooltip>
  );
}

function ExportMenu({ view }: { view: string }) {
  const t = useWords(words);
  const project = useProjectId();
  const at = (ext: string) =>
    `/api/v1/projects/${encodeURIComponent(project ?? "")}/diagram/${ext}?view=${encodeURIComponent(view === "default" ? "" : view)}`;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="export" size={16} />}>
          {t("export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(
          [
            ["svg", "exportSvg"],
            ["png", "exportPng"],
            ["pdf", "exportPdf"],
            ["drawio", "exportDrawio"],
          ] as const
        ).map(([ext, word]) => (
          <Menu.Item key={ext} component="a" href={at(ext)} download>
            {t(word)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
