// How flows run: at right angles or as curves. Each person chooses for this browser.
import { Button, Menu } from "@mantine/core";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { change, useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { maySquare } from "./lines";
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
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="flow" size={16} />}>
          {t("lines")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(([kind, word]) => (
          <Menu.Item
            key={kind}
            role="menuitemradio"
            aria-checked={shown === kind}
            disabled={kind === "square" && !may}
            leftSection={shown === kind ? <Icon name="check" size={15} /> : <span className="cv-unchecked" />}
            onClick={() => {
              change({ lines: kind });
              announce(t(word));
            }}
          >
            {t(word)}
          </Menu.Item>
        ))}
        {may ? null : <Menu.Label>{t("linesMany", { n: fewElements })}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
