// The tree twin of the canvas: the same things, the same selection, every edit. It takes the keyboard where the canvas
// is too far away to be read.
import "./outline.css";
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import * as commit from "@/canvas/commit";
import { describe } from "@/canvas/flowgraph";
import { choose } from "@/canvas/keyboard";
import { MarkChip } from "@/canvas/parts";
import { usePaste } from "@/canvas/paste";
import type { Scene } from "@/canvas/scene";
import { setCanvas } from "@/canvas/state";
import { onCanvas } from "@/canvas/things";
import { words as canvasWords } from "@/canvas/words";
import { select, useMayEdit, useSelection } from "@/project/use";
import { Icon, type IconName } from "@/shell/icons";
import { useTextScale } from "@/shell/scale";
import { change, useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { type Form, OutlineForm } from "./OutlineForm";
import { above, allZones, type Row, rowsOf } from "./tree";
import { words } from "./words";

export function Outline({ scene }: { scene: Scene }) {
  const t = useWords(words);
  const ct = useWords(canvasWords);
  const mayEdit = useMayEdit();
  const selection = useSelection();
  const chosen = useMemo(() => onCanvas(selection), [selection]);
  const ids = useMemo(() => new Set(chosen.map((x) => `${x.kind}/${x.id}`)), [chosen]);
  const [open, setOpen] = useState(() => allZones(scene));
  const [filter, setFilter] = useState("");
  const [at, setAt] = useState("");
  const [form, setForm] = useState<Form>();
  const rows = useMemo(() => rowsOf(scene, open, filter), [scene, open, filter]);
  const tree = useRef<HTMLDivElement>(null);
  const base = useId();
  const single = useSettings((s) => s.singleKeys);
  const scale = useTextScale();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => tree.current,
    estimateSize: () => 30 * scale,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows change their height together
  useEffect(() => virtual.measure(), [scale]);
  const index = Math.max(
    0,
    rows.findIndex((r) => r.key === at),
  );
  const row = rows[index];

  // New zones are open; a selection made elsewhere is brought into view.
  const seen = useRef(new Set<string>());
  useEffect(() => {
    const fresh = [...allZones(scene)].filter((k) => !seen.current.has(k));
    if (fresh.length === 0) return;
    for (const k of fresh) seen.current.add(k);
    setOpen((old) => new Set([...old, ...fresh]));
  }, [scene]);
  const last = chosen.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the view
  useEffect(() => {
    if (!last || row?.thing?.id === last.id) return;
    const need = above(scene, last).filter((k) => !open.has(k) && (last.kind !== "flows" || k.startsWith("z/")));
    if (need.length) setOpen((old) => new Set([...old, ...need]));
    setTimeout(() => {
      const list = rowsOf(scene, new Set([...open, ...need]), filter);
      const i = list.findIndex((r) => r.thing?.id === last.id && r.thing.kind === last.kind);
      const found = list[i];
      if (!found) return;
      setAt(found.key);
      virtual.scrollToIndex(i, { align: "auto" });
    });
  }, [last?.id, last?.kind]);

  const go = (i: number, add = false) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, i))];
    if (!next) return;
    setAt(next.key);
    select(next.thing ? [next.thing] : [], add);
    setCanvas({ focus: next.thing });
    virtual.scrollToIndex(rows.indexOf(next), { align: "auto" });
  };
  const fold = (key: string, next?: boolean) =>
    setOpen((old) => {
      const out = new Set(old);
      if (next ?? !out.has(key)) out.add(key);
      else out.delete(key);
      return out;
    });
  const things = chosen.length ? chosen : row?.thing ? [row.thing] : [];
  const zoneOfRow = (): string => {
    const x = row?.thing;
    if (!x) return "";
    return x.kind === "zones" ? x.id : (scene.element.get(x.id)?.zone ?? "");
  };

  usePaste(tree, mayEdit ? (text) => choose(commit.pasteText(scene, text)) : undefined);

  const onKeyDown = (e: React.KeyboardEvent) => {
    if (e.target !== tree.current || e.altKey) return;
    if (onTreeKey(e)) {
      e.preventDefault();
      e.stopPropagation();
    }
  };
  const onTreeKey = (e: React.KeyboardEvent): boolean => {
    const ctrl = e.ctrlKey || e.metaKey;
    switch (e.key) {
      case "ArrowDown":
        go(at === "" ? 0 : index + 1, e.shiftKey);
        return true;
      case "ArrowUp":
        go(index - 1, e.shiftKey);
        return true;
      case "Home":
        go(0);
        return true;
      case "End":
        go(rows.length - 1);
        return true;
      case "PageDown":
        go(index + 15);
        return true;
      case "PageUp":
        go(index - 15);
        return true;
      case "ArrowRight":
        if (row?.open === false) fold(row.key, true);
        else if (row?.open) go(index + 1);
        return true;
      case "ArrowLeft":
        if (row?.open) fold(row.key, false);
        else if (row?.parent) go(rows.findIndex((r) => r.key === row.parent));
        return true;
      case " ":
        if (row?.thing) select([row.thing], true);
        else if (row) fold(row.key);
        return true;
      case "Enter":
        if (row && things.length === 0) fold(row.key);
        else if (row) {
          select(things);
          change({ inspectorOpen: true });
          requestAnimationFrame(() =>
            (
              document.querySelector<HTMLElement>(".t-dock [data-region-focus]") ??
              document.querySelector<HTMLElement>(".t-dock")
            )?.focus(),
          );
        }
        return true;
    }
    if (!mayEdit) return false;
    if (ctrl && e.key.toLowerCase() === "d") {
      choose(commit.duplicate(scene, things));
      return true;
    }
    if (ctrl && e.key.toLowerCase() === "c") {
      if (things.length) void commit.copy(scene, things);
      return true;
    }
    if (ctrl) return false;
    switch (e.key) {
      case "F2":
        if (row?.thing) setForm({ is: "rename", thing: row.thing });
        return true;
      case "Delete":
        remove();
        return true;
      case "Insert":
        setForm({ is: "element", zone: zoneOfRow() });
        return true;
    }
    if (!single) return false;
    switch (e.key.toLowerCase()) {
      case "p":
        setForm({ is: "element", zone: zoneOfRow() });
        return true;
      case "b":
        setForm({ is: "zone", zone: zoneOfRow() });
        return true;
      case "m":
        setForm({ is: "move", things });
        return true;
      case "f":
        if (row?.thing?.kind === "elements") setForm({ is: "connect", from: row.thing.id });
        return true;
      case "n":
        startNote();
        return true;
    }
    return false;
  };
  const remove = () => {
    if (things.length === 0) return;
    const next = rows[index + 1] ?? rows[index - 1];
    commit.remove(scene, things);
    if (next) setAt(next.key);
    select([]);
  };
  const startNote = () => setForm({ is: "note", about: things.filter((x) => x.kind !== "notes").map((x) => x.id) });
  const shut = () => {
    setForm(undefined);
    tree.current?.focus();
  };

  return (
    <div className="ol">
      <div className="ol-head">
        <TextInput
          size="xs"
          type="search"
          aria-label={t("filter")}
          placeholder={t("filter")}
          leftSection={<Icon name="search" size={14} />}
          value={filter}
          onChange={(e) => setFilter(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "ArrowDown") {
              e.preventDefault();
              tree.current?.focus();
              go(0);
            }
          }}
        />
        {mayEdit ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t("more")}>
                <Icon name="plus" size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item rightSection="P" onClick={() => setForm({ is: "element", zone: zoneOfRow() })}>
                {t("addElement")}
              </Menu.Item>
              <Menu.Item rightSection="B" onClick={() => setForm({ is: "zone", zone: zoneOfRow() })}>
                {t("addZone")}
              </Menu.Item>
              <Menu.Item
                rightSection="F"
                disabled={row?.thing?.kind !== "elements"}
                onClick={() => row?.thing && setForm({ is: "connect", from: row.thing.id })}
              >
                {t("connect")}
              </Menu.Item>
              <Menu.Item rightSection="N" onClick={startNote}>
                {t("addNote")}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                rightSection="F2"
                disabled={!row?.thing}
                onClick={() => row?.thing && setForm({ is: "rename", thing: row.thing })}
              >
                {t("rename")}
              </Menu.Item>
              <Menu.Item
                rightSection="M"
                disabled={things.length === 0}
                onClick={() => setForm({ is: "move", things })}
              >
                {t("move")}
              </Menu.Item>
              <Menu.Item rightSection="Del" disabled={things.length === 0} onClick={remove}>
                {t("remove")}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item onClick={() => setOpen(allZones(scene))}>{t("openAll")}</Menu.Item>
              <Menu.Item onClick={() => setOpen(new Set())}>{t("shutAll")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {form ? <OutlineForm key={JSON.stringify(form)} scene={scene} form={form} onClose={shut} /> : null}
      <div
        ref={tree}
        className="ol-tree"
        role="tree"
        aria-label={t("outline")}
        aria-multiselectable
        aria-activedescendant={
          row && virtual.getVirtualItems().some((v) => v.index === index) ? `${base}-${index}` : undefined
        }
        tabIndex={0}
        data-keys
        data-region-focus
        onKeyDown={onKeyDown}
        title={t("keys")}
      >
        <div className="ol-all" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((v) => {
            const r = rows[v.index];
            if (!r) return null;
            return (
              <OutlineRow
                key={r.key}
                id={`${base}-${v.index}`}
                row={r}
                scene={scene}
                top={v.start}
                here={v.index === index}
                selected={r.thing !== undefined && ids.has(`${r.thing.kind}/${r.thing.id}`)}
                label={r.thing ? describe(scene, r.thing, ct) : t("notes", { n: r.below ?? 0 })}
                onFold={() => fold(r.key)}
                onPick={(add) => go(v.index, add)}
                onOpen={() => mayEdit && r.thing && setForm({ is: "rename", thing: r.thing })}
              />
            );
          })}
        </div>
        {rows.length === 0 ? <p className="ol-none">{filter ? t("nothing") : t("empty")}</p> : null}
      </div>
    </div>
  );
}

function iconOf(scene: Scene, { thing, way }: Row): IconName {
  if (!thing || thing.kind === "notes") return "note";
  if (thing.kind === "zones") return "zone";
  if (thing.kind === "flows") return wayIcon[way ?? "out"];
  const kind = scene.element.get(thing.id)?.kind;
  return kind === "store" ? "store" : kind === "human" ? "person" : kind === "external" ? "actor" : "process";
}

const wayIcon = { in: "left", out: "right", both: "flow" } as const satisfies Record<string, IconName>;

function OutlineRow({
  id,
  row,
  scene,
  top,
  here,
  selected,
  label,
  onFold,
  onPick,
  onOpen,
}: {
  id: string;
  row: Row;
  scene: Scene;
  top: number;
  here: boolean;
  selected: boolean;
  label: string;
  onFold: () => void;
  onPick: (add: boolean) => void;
  onOpen: () => void;
}) {
  const t = useWords(words);
  const { thing } = row;
  const mark = thing && (scene.element.get(thing.id)?.mark ?? scene.flow.get(thing.id)?.mark);
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level}
      aria-setsize={row.size}
      aria-posinset={row.at}
      aria-expanded={row.open}
      aria-selected={selected}
      aria-label={label}
      className="ol-row"
      data-kind={thing?.kind}
      data-at={here || undefined}
      style={{ top, paddingLeft: 6 + (row.level - 1) * 16 }}
      onClick={(e) => onPick(e.ctrlKey || e.metaKey || e.shiftKey)}
      onDoubleClick={onOpen}
      onKeyDown={undefined}
    >
      {row.open === undefined ? (
        <span className="ol-fold" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className="ol-fold"
          onClick={(e) => {
            e.stopPropagation();
            onFold();
          }}
        >
          <Icon name={row.open ? "down" : "right"} size={13} />
        </button>
      )}
      <Icon name={iconOf(scene, row)} size={15} className="ol-icon" />
      <span className="ol-name">{thing ? row.name : label}</span>
      {row.other ? (
        <span className="ol-other">
          {t(row.way === "both" ? "with" : row.way === "in" ? "from" : "to", { name: row.other })}
        </span>
      ) : null}
      {mark && mark.confirmed > 0 ? (
        <span className="ol-mark">
          <MarkChip mark={mark} levels={scene.levels} />
        </span>
      ) : null}
    </div>
  );
}
