// What can be done with what is selected: one list of acts for the menu above the canvas and for the one at the pointer,
// which a right click, a long press or the menu key opens.
import { Menu } from "@mantine/core";
import { type RefObject, useRef } from "react";
import { useMayEdit, useProject } from "@/project/use";
import { Icon } from "@/shell/icons";
import { keysIn } from "@/shell/keys";
import { useWords } from "@/words/catalogue";
import { startBend } from "./bendkeys";
import * as commit from "./commit";
import { choose, groupAround, type Hands, openComments, removeAll, startReconnect } from "./keyboard";
import type { SurfaceHandle } from "./Surface";
import type { Scene } from "./scene";
import { setCanvas, type Thing, useCanvas } from "./state";
import { onCanvas } from "./things";
import { words } from "./words";

export function ThingItems({ scene, hands, things }: { scene: Scene; hands: () => Hands; things: Thing[] }) {
  const t = useWords(words);
  const boxes = things.some((x) => x.kind !== "flows");
  const zoned = things.some((x) => x.kind === "elements" || x.kind === "zones");
  return (
    <>
      {things.length === 1 ? (
        <Menu.Item
          rightSection="F2"
          onClick={() => things[0] && setTimeout(() => setCanvas({ task: { is: "rename", thing: things[0]! } }))}
        >
          {t(things[0]?.kind === "notes" ? "rewrite" : "rename")}
        </Menu.Item>
      ) : null}
      {boxes ? (
        <>
          <Menu.Item rightSection={keysIn("Ctrl+D")} onClick={() => choose(commit.duplicate(scene, things))}>
            {t("duplicate")}
          </Menu.Item>
          <Menu.Item rightSection="L" onClick={() => commit.lock(scene, things)}>
            {t(things.every((x) => x.kind === "flows" || commit.locked(scene, x.id)) ? "unlock" : "lock")}
          </Menu.Item>
          {zoned ? (
            <Menu.Item rightSection={keysIn("Ctrl+G")} onClick={() => setTimeout(() => groupAround(hands(), things))}>
              {t("group")}
            </Menu.Item>
          ) : null}
        </>
      ) : null}
      {things.length === 1 && things[0]?.kind === "elements" ? (
        <Menu.Item
          rightSection="F"
          onClick={() =>
            setTimeout(() => things[0] && setCanvas({ task: { is: "connect", from: things[0].id, typed: "" } }))
          }
        >
          {t("connectTo")}
        </Menu.Item>
      ) : null}
      {things.length === 1 && things[0]?.kind === "flows" ? (
        <>
          <Menu.Item rightSection="M" onClick={() => setTimeout(() => startBend(hands(), things))}>
            {t("bendMove")}
          </Menu.Item>
          {scene.lines.ways[things[0].id] ? (
            <Menu.Item onClick={() => things[0] && commit.lead(scene, things[0].id, [])}>{t("bendNone")}</Menu.Item>
          ) : null}
          <Menu.Item rightSection="R" onClick={() => setTimeout(() => startReconnect(hands(), "to"))}>
            {t("reconnectEnd")}
          </Menu.Item>
          <Menu.Item rightSection={keysIn("Shift+R")} onClick={() => setTimeout(() => startReconnect(hands(), "from"))}>
            {t("reconnectStart")}
          </Menu.Item>
        </>
      ) : null}
      {things.length === 1 && things[0]?.kind !== "notes" ? (
        <Menu.Item
          rightSection={scene.talk.get(things[0]?.id ?? "")}
          onClick={() => setTimeout(() => things[0] && openComments(things[0]))}
        >
          {t("comments")}
        </Menu.Item>
      ) : null}
      {zoned ? (
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>{t("moveInto")}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown mah={360} style={{ overflowY: "auto" }}>
            <Menu.Item onClick={() => commit.putInto(scene, things, "")}>{t("noZone")}</Menu.Item>
            {scene.graph.zones.map((z) => (
              <Menu.Item key={z.id} pl={12 + z.depth * 14} onClick={() => commit.putInto(scene, things, z.id)}>
                {z.name}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
      ) : null}
      <Menu.Divider />
      <Menu.Item
        rightSection={keysIn("Delete")}
        leftSection={<Icon name="trash" size={15} />}
        onClick={() => removeAll(hands(), things)}
      >
        {t("removeNow")}
      </Menu.Item>
    </>
  );
}

/** The menu at the pointer. */
export function ContextMenu({ scene, surface }: { scene: Scene; surface: RefObject<SurfaceHandle | null> }) {
  const at = useCanvas((c) => c.menu);
  const mayEdit = useMayEdit();
  const selection = useProject((p) => p.selection);
  const last = useRef({ x: 0, y: 0 });
  if (at) last.current = at;
  const things = onCanvas(selection).filter((x) => scene.places.has(x.id) || scene.flow.has(x.id));
  if (!mayEdit || things.length === 0) return null;
  return (
    <Menu
      opened={at !== undefined}
      onChange={(open) => open || setCanvas({ menu: undefined })}
      position="bottom-start"
      offset={2}
      width={260}
    >
      <Menu.Target>
        <span className="cv-menu-at" aria-hidden="true" style={{ left: last.current.x, top: last.current.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <ThingItems scene={scene} hands={() => surface.current!.hands()} things={things} />
      </Menu.Dropdown>
    </Menu>
  );
}
