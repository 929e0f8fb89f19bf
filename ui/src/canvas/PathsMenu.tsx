// The ways to a hazard on the diagram: chosen here, and found anew whenever the findings change.
import { Button, Menu } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useEntries, useFindings } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { useProjectId } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { loadPaths } from "./paths";
import type { Scene } from "./scene";
import { canvas, setCanvas, useCanvas } from "./state";
import { words } from "./words";

export function PathsMenu({ scene }: { scene: Scene }) {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const hazards = useEntries("hazards");
  const findings = useFindings();
  const paths = useCanvas((c) => c.paths);
  const name = (id: string) => String(hazards.find((h) => h.id === id)?.text ?? id);
  const asked = useRef(0); // only the last answer counts
  const show = async (id: string) => {
    const own = ++asked.current;
    try {
      const { ways, ids } = await loadPaths(project, id, scene);
      if (own !== asked.current) return;
      if (ids.size > 0) {
        setCanvas({ paths: { target: id, ids } });
        announce(t("pathsTo", { hazard: name(id) }));
        return;
      }
      setCanvas({ paths: undefined });
      toast({ text: t(ways ? "pathsElsewhere" : "pathsEmpty", { hazard: name(id) }) });
    } catch (e) {
      toast({ kind: "error", title: t("pathsFailed"), text: e instanceof Error ? e.message : String(e) });
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ways rest on the findings
  useEffect(() => {
    const shown = canvas().paths;
    if (shown) void show(shown.target);
  }, [findings]);
  // Another view or project has other things.
  useEffect(() => () => setCanvas({ paths: undefined }), []);
  const hide = () => {
    asked.current++;
    setCanvas({ paths: undefined });
  };
  if (hazards.length === 0) return null;
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant={paths ? "light" : "subtle"}
          color={paths ? undefined : "gray"}
          leftSection={<Icon name="paths" size={16} />}
          className="cv-paths-button"
        >
          {paths ? t("pathsTo", { hazard: name(paths.target) }) : t("pathsMenu")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        {paths ? <Menu.Item onClick={hide}>{t("pathsNone")}</Menu.Item> : null}
        {hazards.map((h) => (
          <Menu.Item key={h.id} onClick={() => void show(h.id)}>
            {name(h.id)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
