// What stands above the table: views, groups, the words of the ward, counts by state, and the acts for marked rows.
import { ActionIcon, Button, Menu, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Finding } from "@/api/types";
import { toggleToken } from "@/parts";
import { parseFilter } from "@/parts/filter";
import { words as partWords } from "@/parts/words";
import { useMayEdit, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { change, useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { number, useWords } from "@/words/catalogue";
import { type Act, decisions, keyOfAct } from "./decide";
import { type GroupBy, groupings } from "./rows";
import { dropView, readyMade, saveView, useSaved, type View } from "./saved";
import { words } from "./words";

export function GroupBySelect({
  value,
  onChange,
}: {
  value: GroupBy | undefined;
  onChange: (v: string | undefined) => void;
}) {
  const t = useWords(words);
  return (
    <Select
      size="sm"
      w={150}
      aria-label={t("group")}
      data={[{ value: "none", label: t("groupNone") }, ...groupings.map((g) => ({ value: g, label: t(`group.${g}`) }))]}
      value={value ?? "none"}
      onChange={(v) => onChange(v === "none" || v === null ? undefined : v)}
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  );
}

export function Clinical() {
  const t = useWords(words);
  const on = useSettings((s) => s.clinical);
  return (
    <Switch
      size="sm"
      label={t("clinical")}
      checked={on}
      onChange={(e) => change({ clinical: e.currentTarget.checked })}
    />
  );
}

export function Views({ now, onOpen }: { now: Omit<View, "name">; onOpen: (v: View) => void }) {
  const t = useWords(words);
  const own = useSaved((s) => s.views);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = () => {
    const n = name.trim();
    if (!n) return;
    saveView({ ...now, name: n });
    setName("");
    setOpen(false);
    onOpen({ ...now, name: n });
    toast({ kind: "ok", text: t("viewSaved", { name: n }) });
  };
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end" width={300} closeOnItemClick>
      <Menu.Target>
        <Button variant="default" size="sm" rightSection={<Icon name="down" size={14} />}>
          {t("views")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("viewsReady")}</Menu.Label>
        {readyMade.map((v) => (
          <Menu.Item key={v.name} onClick={() => onOpen({ name: t(`view.${v.name}`), q: v.q })}>
            {t(`view.${v.name}`)}
          </Menu.Item>
        ))}
        {own.length > 0 ? <Menu.Label>{t("viewsOwn")}</Menu.Label> : null}
        {own.map((v) => (
          <div key={v.name} className="threats-view">
            <Menu.Item onClick={() => onOpen(v)}>{v.name}</Menu.Item>
            <ActionIcon aria-label={t("viewRemove", { name: v.name })} onClick={() => dropView(v.name)}>
              <Icon name="trash" size={15} />
            </ActionIcon>
          </div>
        ))}
        <Menu.Divider />
        <form
          className="threats-view-save"
          onSubmit={(e) => {
            e.preventDefault();
            save();
          }}
        >
          <TextInput
            size="sm"
            aria-label={t("viewName")}
            placeholder={t("viewName")}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            onKeyDown={(e) => e.key !== "Escape" && e.stopPropagation()}
          />
          <Button size="sm" type="submit" variant="default" disabled={!name.trim()}>
            {t("save")}
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}

const order: Finding["state"][] = [
  "open",
  "review",
  "planned",
  "controlled",
  "accepted",
  "transferred",
  "eliminated",
  "not-applicable",
];

/** The findings counted by state. Pressing one filters by it; together they are all findings. */
export function States({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const t = useWords(words);
  const p = useWords(partWords);
  const counts = useView((s) => s.counts);
  const chosen = new Set(parseFilter(q).flatMap((x) => (x.key === "state" && !x.not ? [x.value] : [])));
  const clear = () => onChange([...chosen].reduce((text, s) => toggleToken(text, "state", s), q));
  return (
    <div className="threats-states" role="group" aria-label={t("states")}>
      <button type="button" aria-pressed={chosen.size === 0} onClick={clear}>
        {t("all")} <b>{number(counts?.findings ?? 0)}</b>
      </button>
      {order
        .filter((s) => (counts?.byState[s] ?? 0) > 0 || chosen.has(s))
        .map((s) => (
          <button
            key={s}
            type="button"
            aria-pressed={chosen.has(s)}
            data-state={s}
            onClick={() => onChange(toggleToken(q, "state", s))}
          >
            {p(`state.${s}`)} <b>{number(counts?.byState[s] ?? 0)}</b>
          </button>
        ))}
    </div>
  );
}

export function BulkBar({ n, onAct, onClear }: { n: number; onAct: (act: Act) => void; onClear: () => void }) {
  const t = useWords(words);
  const may = useMayEdit();
  return (
    <div className="threats-bulk" role="toolbar" aria-label={t("marked", { n })}>
      <b>{t("marked", { n })}</b>
      {may
        ? [...decisions, "when" as const].map((act) => (
            <Button
              key={act}
              size="compact-sm"
              variant="default"
              onClick={() => onAct(act)}
              rightSection={<kbd>{keyOfAct[act].toUpperCase()}</kbd>}
            >
              {t(`do.${act}`)}
            </Button>
          ))
        : null}
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        {t("clear")}
      </Button>
    </div>
  );
}
