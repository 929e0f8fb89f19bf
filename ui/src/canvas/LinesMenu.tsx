// How flows run: at right angles or as curves. Each person chooses for this browser.
import { Button, Menu } from "@mantine/core";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { change, useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { manyFlows, maySquare } from "./lines";
import type { Scene } from "./scene";
import { fewElements } from "./state";
import { words } from "./words";

const kinds = [
  ["square", "linesSquare"],
  ["curve", "linesCurve"],
] as const;

export function LinesMenu({ scene }: { scene: Scene }) {
  const t = useWords(words);
  const lines = useSettings((s) => s.lines);
  const may = maySquare(scene.graph);
  const shown = may ? lines : "curve";
  const choose = (next: string) => {
    const kind = kinds.find(([k]) => k === next);
    if (!kind) return;
    change({ lines: kind[0] });
    announce(t(kind[1]));
  };
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="flow" size={16} />}>
          {t("lines")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={shown} onChange={choose}>
          {kinds.map(([kind, word]) => (
            <Menu.RadioItem key={kind} value={kind} closeMenuOnClick disabled={kind === "square" && !may}>
              {t(word)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {may ? null : <Menu.Label>{t("linesMany", { n: fewElements, flows: manyFlows })}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
