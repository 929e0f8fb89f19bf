// What stands above the table: views, groups, the words of the ward, counts by state, and the acts for marked rows.
import { ActionIcon, Button, Popover, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Finding } from "@/api/types";
import { FilterChips } from "@/parts";
import { words as partWords } from "@/parts/words";
import { useMayEdit, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { change, useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
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
  const choose = (v: View) => {
    setOpen(false);
    onOpen(v);
  };
  const save = () => {
    const n = name.trim();
    if (!n) return;
    saveView({ ...now, name: n });
    setName("");
    choose({ ...now, name: n });
    toast({ kind: "ok", text: t("viewSaved", { name: n }) });
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          rightSection={<Icon name="down" size={14} />}
          onClick={() => setOpen((old) => !old)}
        >
          {t("views")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="threats-views" aria-label={t("views")}>
        <h2>{t("viewsReady")}</h2>
        <ul>
          {readyMade.map((v) => (
            <li key={v.name}>
              <button type="button" onClick={() => choose({ name: t(`view.${v.name}`), q: v.q })}>
                {t(`view.${v.name}`)}
              </button>
            </li>
          ))}
        </ul>
        {own.length > 0 ? <h2>{t("viewsOwn")}</h2> : null}
        <ul>
          {own.map((v) => (
            <li key={v.name}>
              <button type="button" onClick={() => choose(v)}>
                {v.name}
              </button>
              <ActionIcon aria-label={t("viewRemove", { name: v.name })} onClick={() => dropView(v.name)}>
                <Icon name="trash" size={15} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <form
          onSubmit={(e) => {
            e.preventDefault();
            save();
          }}
        >
          <TextInput
            size="sm"
            label={t("viewSave")}
            placeholder={t("viewName")}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <Button size="sm" type="submit" variant="default" disabled={!name.trim()}>
            {t("save")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
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

/** The findings counted by state. */
export function States({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const t = useWords(words);
  const p = useWords(partWords);
  const counts = useView((s) => s.counts);
  return (
    <FilterChips
      label={t("states")}
      all={{ text: t("all"), n: counts?.findings ?? 0 }}
      chips={order.map((s) => ({ id: s, text: p(`state.${s}`), n: counts?.byState[s] ?? 0 }))}
      of="state"
      q={q}
      onChange={onChange}
    />
  );
}

/** What may be done to marked rows; hidden is how many of them the filter does not show. */
export function BulkBar({
  n,
  hidden,
  onAct,
  onClear,
}: {
  n: number;
  hidden: number;
  onAct: (act: Act) => void;
  onClear: () => void;
}) {
  const t = useWords(words);
  const may = useMayEdit();
  return (
    <div className="threats-bulk" role="toolbar" aria-label={t("marked", { n })}>
      <b>{t("marked", { n })}</b>
      {hidden > 0 ? <span className="threats-hidden">{t("markedHidden", { n: hidden })}</span> : null}
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
