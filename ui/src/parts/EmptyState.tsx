import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "@/shell/icons";

/** Where there is nothing to show: one sentence, one primary action, one example. */
export function EmptyState({
  icon,
  title,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <div className="t-empty">
      <Icon name={icon} size={32} />
      <Title order={2}>{title}</Title>
      {text ? (
        <Text c="dimmed" maw={460}>
          {text}
        </Text>
      ) : null}
      {children ? <div className="t-empty-actions">{children}</div> : null}
    </div>
  );
}
