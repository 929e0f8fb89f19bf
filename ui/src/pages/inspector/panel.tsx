// A thin inspector: the keys of what is selected as they stand in the text.
import { Text } from "@mantine/core";
import type { Entry, Section } from "@/api/types";
import { nameOf, useSelection, useView } from "@/project/use";
import { words } from "@/shell/words";
import { useWords } from "@/words/catalogue";

export default function Panel() {
  const t = useWords(words);
  const selection = useSelection();
  const one = selection.length === 1 ? selection[0] : undefined;
  const entry = useView((s) =>
    one?.kind === "findings"
      ? (s.findings.find((f) => f.id === one.id) as unknown as Entry | undefined)
      : one && s.model.sections[one.kind as Section]?.find((e) => e.id === one.id),
  );
  if (selection.length === 0)
    return (
      <Text className="t-dock-body" c="dimmed">
        {t("inspectorEmpty")}
      </Text>
    );
  if (!entry)
    return (
      <Text className="t-dock-body" c="dimmed">
        {t("inspectorMany", { n: selection.length })}
      </Text>
    );
  return (
    <div className="t-dock-body">
      <Text fw={600}>{nameOf(entry)}</Text>
      <Text size="xs" c="dimmed" mb="sm">
        {entry.id}
      </Text>
      <dl className="t-fields">
        {Object.entries(entry)
          .filter(([k]) => k !== "id" && k !== "_" && k !== "name")
          .map(([k, v]) => (
            <div key={k}>
              <dt>{k}</dt>
              <dd>{Array.isArray(v) ? v.join(", ") : typeof v === "object" ? JSON.stringify(v) : String(v)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
