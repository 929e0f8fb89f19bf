// Short notes at the foot of the page. What can be taken back offers it there instead of asking before.
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { undo } from "@/project/back";
import { type Step, useProject } from "@/project/store";
import { translator } from "@/words/catalogue";
import { Icon } from "./icons";
import { words } from "./words";

export interface Toast {
  text: string;
  title?: string;
  kind?: "info" | "ok" | "error";
  /** Offers to take back the last step. */
  undo?: boolean;
  action?: { text: string; run: () => void };
}

export function toast({ text, title, kind = "info", undo: canUndo, action }: Toast) {
  const t = translator(words);
  const id = `toast-${Date.now()}-${Math.random()}`;
  const step = canUndo ? useProject.getState().undo.at(-1) : undefined;
  const act = action ?? (step ? { text: t("undo"), run: () => void undo() } : undefined);
  notifications.show({
    id,
    title,
    autoClose: kind === "error" ? 12_000 : act ? 8000 : 4000,
    icon: <Icon name={kind === "error" ? "error" : kind === "ok" ? "check" : "info"} />,
    color: kind === "error" ? "red" : "brand",
    closeButtonProps: { "aria-label": t("close") },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{text}</Text>
        {act ? (
          <Act
            text={act.text}
            of={action ? undefined : step}
            run={() => {
              act.run();
              notifications.hide(id);
            }}
          />
        ) : null}
      </Group>
    ),
  });
}

// It takes back the step that the note is about, and goes when that is no longer the last one.
function Act({ text, of, run }: { text: string; of: Step | undefined; run: () => void }) {
  const last = useProject((p) => p.undo.at(-1));
  if (of && of.revision !== last?.revision) return null;
  return (
    <Button size="compact-sm" variant="default" flex="none" onClick={run}>
      {text}
    </Button>
  );
}
