// The tree twin of the canvas: the same things, the same selection, every edit. It takes the keyboard where the canvas
// is too far away to be read.
import "./outline.css";
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import * as commit from "@/canvas/commit";
import { describe } from "@/canvas/flowgraph";
import { choose } from "@/canvas/keyboard";
import { MarkChip } from "@/canvas/parts";
import { usePaste } from "@/canvas/paste";
import type { Scene } from "@/canvas/scene";
import { words as canvasWords } from "@/canvas/words";
import { useMayEdit } from "@/project/use";
import { Icon, type IconName } from "@/shell/icons";
import { useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { type Acts, actByKey, actsOf, walkByKey } from "./acts";
import { type Form, OutlineForm } from "./OutlineForm";
import type { Row } from "./tree";
import { useWalk, type Walk } from "./walk";
import { words } from "./words";

export function Outline({ scene }: { scene: Scene }) {
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const [form, setForm] = useState<Form>();
  const tree = useRef<HTMLDivElement>(null);
  const base = useId();
  const letters = useSettings((s) => s.singleKeys);
  const walk = useWalk(scene, tree);
  const { rows, row, index, virtual } = walk;
  const acts = actsOf(scene, walk, setForm);
  usePaste(tree, mayEdit ? (text) => choose(commit.pasteText(scene, text)) : undefined);

  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target !== tree.current || e.altKey) return;
    if (walkByKey(e, walk) || (mayEdit && actByKey(e, acts, letters))) {
      e.preventDefault();
      e.stopPropagation();
    }
  };
  const shut = () => {
    setForm(undefined);
    tree.current?.focus();
  };
  const here = row && virtual.getVirtualItems().some((v) => v.index === index) ? `${base}-${index}` : undefined;

  return (
    <div className="ol">
      <div className="ol-head">
        <TextInput
          size="xs"
          type="search"
          aria-label={t("filter")}
          placeholder={t("filter")}
          leftSection={<Icon name="search" size={14} />}
          value={walk.filter}
          onChange={(e) => walk.setFilter(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "ArrowDown") {
              e.preventDefault();
              tree.current?.focus();
              walk.go(0);
            }
          }}
        />
        {mayEdit ? <More walk={walk} acts={acts} /> : null}
      </div>
      {form ? <OutlineForm key={JSON.stringify(form)} scene={scene} form={form} onClose={shut} /> : null}
      <div
        ref={tree}
        className="ol-tree"
        role="tree"
        aria-label={t("outline")}
        aria-multiselectable
        aria-activedescendant={here}
        tabIndex={0}
        data-keys
        data-region-focus
        onKeyDown={onKeyDown}
        title={t("keys")}
      >
        <Rows scene={scene} walk={walk} base={base} onOpen={(thing) => mayEdit && setForm({ is: "rename", thing })} />
        {rows.length === 0 ? <p className="ol-none">{walk.filter ? t("nothing") : t("empty")}</p> : null}
      </div>
    </div>
  );
}

function More({ walk, acts }: { walk: Walk; acts: Acts }) {
  const t = useWords(words);
  const thing = walk.row?.thing;
  const none = walk.things.length === 0;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("more")}>
          <Icon name="plus" size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection="P" onClick={acts.element}>
          {t("addElement")}
        </Menu.Item>
        <Menu.Item rightSection="B" onClick={acts.zone}>
          {t("addZone")}
        </Menu.Item>
        <Menu.Item rightSection="F" disabled={thing?.kind !== "elements"} onClick={acts.connect}>
          {t("connect")}
        </Menu.Item>
        <Menu.Item rightSection="N" onClick={acts.note}>
          {t("addNote")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item rightSection="F2" disabled={!thing} onClick={acts.rename}>
          {t("rename")}
        </Menu.Item>
        <Menu.Item rightSection="M" disabled={none} onClick={acts.move}>
          {t("move")}
        </Menu.Item>
        <Menu.Item rightSection="Del" disabled={none} onClick={acts.remove}>
          {t("remove")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => walk.foldAll(false)}>{t("openAll")}</Menu.Item>
        <Menu.Item onClick={() => walk.foldAll(true)}>{t("shutAll")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

// Only the rows that are seen.
function Rows(props: { scene: Scene; walk: Walk; base: string; onOpen: (thing: NonNullable<Row["thing"]>) => void }) {
  const { scene, walk, base, onOpen } = props;
  const t = useWords(words);
  const ct = useWords(canvasWords);
  const { rows, virtual, chosen } = walk;
  const ids = useMemo(() => new Set(chosen.map((x) => `${x.kind}/${x.id}`)), [chosen]);
  return (
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
            here={v.index === walk.index}
            selected={r.thing !== undefined && ids.has(`${r.thing.kind}/${r.thing.id}`)}
            label={r.thing ? describe(scene, r.thing, ct) : t("notes", { n: r.below ?? 0 })}
            onFold={() => walk.fold(r.key)}
            onPick={(add) => walk.go(v.index, add)}
            onOpen={() => r.thing && onOpen(r.thing)}
          />
        );
      })}
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
