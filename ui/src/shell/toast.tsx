// Short notes at the foot of the page. What can be taken back offers it there instead of asking before.
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { undo } from "@/project/back";
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
  const act = action ?? (canUndo ? { text: t("undo"), run: () => void undo() } : undefined);
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
          <Button
            size="compact-sm"
            variant="default"
            flex="none"
            onClick={() => {
              act.run();
              notifications.hide(id);
            }}
          >
            {act.text}
          </Button>
        ) : null}
      </Group>
    ),
  });
}
