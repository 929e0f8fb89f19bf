// What can be done about a finding.
import { ActionIcon, Button, Menu } from "@mantine/core";
import { type MouseEvent, useState } from "react";
import type { Finding } from "@/api/types";
import { did, useIndex, useMayEdit } from "@/project/use";
import { Icon } from "@/shell/icons";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { type Asked, Decide } from "./Decide";
import { type Act, decisions, keyOfAct, openCommands, sendAndHear } from "./decide";
import { words } from "./words";

const actWords = (act: Act) => `do.${act}` as const;

const firsts = ["mitigate", "accept", "transfer"] as const;

export function Acts({ finding }: { finding: Finding }) {
  const t = useWords(words);
  const may = useMayEdit();
  const threats = useIndex("threats");
  const [asked, setAsked] = useState<Asked>();
  if (!may) return <p className="t-dim">{t("readOnly")}</p>;
  const ask = (act: Act, e: MouseEvent<HTMLElement>) => {
    if (act === "open") {
      void sendAndHear(openCommands([finding], threats), did("open", { n: 1 })).then((o) => {
        if (o.kind === "done") toast({ text: t("decided", { what: t("done.open"), n: 1 }), undo: true });
      });
      return;
    }
    const { left, top, bottom } = e.currentTarget.getBoundingClientRect();
    setAsked({ act, findings: [finding], at: { left, top, bottom } });
  };
  const now = finding.decision && finding.decision !== "open" ? finding.decision : undefined;
  // The same buttons whatever is decided: the focus goes back to the one that was pressed.
  const rest: Act[] = [...decisions.filter((a) => !firsts.includes(a as never) && (a !== "open" || now)), "when"];
  return (
    <div className="threats-acts">
      {firsts.map((act, i) => (
        <Button
          key={act}
          size="compact-sm"
          variant={now === act ? "light" : i === 0 && !now ? "filled" : "default"}
          aria-pressed={now === act}
          onClick={(e) => ask(act, e)}
        >
          {t(actWords(act))}
        </Button>
      ))}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={26} aria-label={t("decision")}>
            <Icon name="more" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((act) => (
            <Menu.Item key={act} onClick={(e) => ask(act, e)} rightSection={<kbd>{keyOfAct[act].toUpperCase()}</kbd>}>
              {t(actWords(act))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked ? <Decide asked={asked} onClose={() => setAsked(undefined)} /> : null}
    </div>
  );
}
