// The outline of a tree: its twin in words, in which everything can be done by keyboard. It is one stop of Tab.
import { Button, Select } from "@mantine/core";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Command, Did, Entry } from "@/api/types";
import { did, named, send, useIndex, useMayEdit } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import type { TreeAnswer } from "../risk/api";
import { Part, wordOf, wordsOf } from "../risk/common";
import { shared } from "../risk/words";
import { NodeForm } from "./NodeForm";
import {
  addCounter,
  addUnder,
  isDefence,
  linkUnder,
  moveRow,
  nextGate,
  nodesOf,
  type Row,
  removeRow,
  rowsOf,
  setNode,
} from "./tree";
import { words } from "./words";

export function Outline({ tree, answer }: { tree: Entry; answer: TreeAnswer | undefined }) {
  const t = useWords(words);
  const may = useMayEdit();
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const [key, setKey] = useState<string>();
  const rows = useMemo(() => rowsOf(tree, shut), [tree, shut]);
  const row = rows.find((r) => r.key === key) ?? rows[0];
  const box = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const name = useNodeName(answer);
  // A node that was just made is where the person goes on, in its text.
  const fresh = useRef<{ id: string; edit: boolean } | undefined>(undefined);
  useEffect(() => {
    const want = fresh.current;
    const made = want && rows.find((r) => r.id === want.id);
    if (!want || !made) return;
    fresh.current = undefined;
    setKey(made.key);
    if (want.edit) setTimeout(() => form.current?.querySelector<HTMLElement>("textarea, input")?.focus(), 30);
  }, [rows]);
  const act = (commands: Command[] | undefined, step: Did) => {
    if (!commands || commands.length === 0 || !may) return;
    void send(commands, step);
    announce(named({ did: step }));
  };
  const fold = (r: Row, open: boolean) => {
    const next = new Set(shut);
    if (open) next.delete(r.key);
    else next.add(r.key);
    setShut(next);
  };
  const add = (counter: boolean) => {
    if (!row || !may) return;
    const text = counter ? (isDefence(row.node) ? t("newAttack") : t("newDefence")) : t("newStep");
    const made = counter ? addCounter(tree, row.id, text) : addUnder(tree, row.id, text);
    fresh.current = { id: made.id, edit: true };
    if (!row.open) fold(row, true);
    act(made.commands, did(counter ? "addCounter" : "addStep"));
  };
  const remove = () => {
    if (!row || row.as === "root" || !may) return;
    const step = did("removed", { name: name(row.node) });
    const next =
      rows[rows.indexOf(row) + 1]?.depth === row.depth ? rows[rows.indexOf(row) + 1] : rows[rows.indexOf(row) - 1];
    setKey(next?.key);
    void send(removeRow(tree, row), step).then((d) => d && toast({ text: named({ did: step }), undo: true }));
  };
  const move = (by: -1 | 1) => {
    if (row) act(moveRow(tree, row, by), did(by < 0 ? "moveUp" : "moveDown", { name: name(row.node) }));
  };
  const gate = () => {
    if (row && wordsOf(row.node.of).length > 0)
      act(setNode(tree, row.id, "gate", nextGate(row.node)), did("gate", { name: name(row.node) }));
  };
  const edit = () => form.current?.querySelector<HTMLElement>("textarea, input, select")?.focus();
  const onKey = (e: KeyboardEvent) => {
    if (!row || e.ctrlKey || e.metaKey) return;
    const i = rows.indexOf(row);
    const go = (r: Row | undefined) => r && setKey(r.key);
    const moves: Record<string, () => void> = {
      ArrowDown: () => (e.altKey ? move(1) : go(rows[i + 1])),
      ArrowUp: () => (e.altKey ? move(-1) : go(rows[i - 1])),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: () => (row.children > 0 && !row.open ? fold(row, true) : row.open ? go(rows[i + 1]) : undefined),
      ArrowLeft: () => (row.open ? fold(row, false) : go(rows.find((r) => r.key === row.parentKey))),
      Enter: edit,
      F2: edit,
      Delete: remove,
    };
    if (useSettings.getState().singleKeys && !e.altKey) {
      moves.a = () => add(false);
      moves.d = () => add(true);
      moves.g = gate;
      moves.j = () => go(rows[i + 1]);
      moves.k = () => go(rows[i - 1]);
    }
    const run = moves[e.key];
    if (!run) return;
    run();
    e.preventDefault();
    e.stopPropagation();
  };
  useEffect(() => {
    if (row && box.current?.contains(document.activeElement))
      document.getElementById(`node-${row.key}`)?.scrollIntoView({ block: "nearest" });
  }, [row]);
  return (
    <div className="pa-editor">
      <Part title={t("outline")}>
        {may && row ? (
          <Tools row={row} tree={tree} onAdd={add} onMove={move} onRemove={remove} onAct={act} name={name} />
        ) : null}
        <div
          ref={box}
          className="pa-outline"
          role="tree"
          tabIndex={0}
          aria-label={t("outline")}
          aria-describedby="pa-keys"
          aria-activedescendant={row ? `node-${row.key}` : undefined}
          data-keys
          data-region-focus
          onKeyDown={onKey}
        >
          {rows.map((r) => (
            <NodeRow
              key={r.key}
              row={r}
              current={r === row}
              name={name(r.node)}
              answer={answer}
              onPick={() => setKey(r.key)}
              onFold={() => fold(r, !r.open)}
            />
          ))}
        </div>
        <p className="pa-keys" id="pa-keys">
          {t("outlineHelp")}
        </p>
      </Part>
      <div
        ref={form}
        role="group"
        aria-label={t("nodeForm")}
        className="pa-form"
        onKeyDown={(e) => {
          if (e.key !== "Escape" || e.defaultPrevented) return;
          box.current?.focus();
          e.stopPropagation();
        }}
      >
        {row ? (
          <NodeForm
            key={`${tree.id}/${row.id}`}
            tree={tree}
            node={row.node}
            fallback={name({ ...row.node, text: undefined })}
          />
        ) : (
          <p className="t-dim">{t("nodeNone")}</p>
        )}
      </div>
    </div>
  );
}

/** What a node is called: its text, else what the server says of it, else what it refers to. */
function useNodeName(answer: TreeAnswer | undefined): (n: Entry) => string {
  const controls = useIndex("controls");
  const known = useMemo(() => new Map(answer?.nodes.map((n) => [n.id, n.text])), [answer]);
  return (n) => {
    if (typeof n.text === "string" && n.text) return n.text;
    const control = controls.get(wordOf(n.control));
    return known.get(n.id) || wordOf(control?.name) || wordOf(n.finding) || n.id;
  };
}

function NodeRow({
  row,
  current,
  name,
  answer,
  onPick,
  onFold,
}: {
  row: Row;
  current: boolean;
  name: string;
  answer: TreeAnswer | undefined;
  onPick: () => void;
  onFold: () => void;
}) {
  const t = useWords(words);
  const s = useWords(shared);
  const n = row.node;
  const info = answer?.nodes.find((x) => x.id === row.id);
  const steps = wordsOf(n.of).length;
  const gate =
    steps > 0
      ? n.gate === "at-least"
        ? t("gate.at-least", { n: wordOf(n["at-least"]) })
        : t(`gate.${wordOf(n.gate) || "or"}` as "gate.or")
      : "";
  const defence = isDefence(n);
  const figures = [
    n.hours === undefined ? "" : `${wordOf(n.hours)} h`,
    n.cost === undefined ? "" : `${t("cost")} ${wordOf(n.cost)}`,
  ].filter(Boolean);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its row
    <div
      role="treeitem"
      id={`node-${row.key}`}
      aria-level={row.depth + 1}
      aria-posinset={row.at}
      aria-setsize={row.size}
      aria-expanded={row.children > 0 ? row.open : undefined}
      aria-selected={current}
      data-side={defence ? "defence" : "attack"}
      className="pa-node"
      style={{ paddingLeft: 6 + row.depth * 20 }}
      onClick={onPick}
    >
      {row.children > 0 ? (
        <span
          className="pa-fold"
          aria-hidden="true"
          onClick={(e) => {
            e.stopPropagation();
            onFold();
          }}
        >
          <Icon name={row.open ? "down" : "right"} size={13} />
        </span>
      ) : (
        <span className="pa-fold" />
      )}
      <span className="pa-kind">
        {row.as === "loose" ? `${t("loose")} · ` : ""}
        {row.as === "counter" ? `${t("counter")} · ` : ""}
        {gate || (defence ? t("defence") : t("leaf"))}
      </span>
      <span className="pa-node-text">{name}</span>
      {row.again ? <span className="t-dim">{t("sharedNode")}</span> : null}
      {info?.status ? <span className="t-dim">{s(info.status as "planned")}</span> : null}
      {figures.length > 0 ? <span className="t-dim pa-figures">{figures.join(" · ")}</span> : null}
    </div>
  );
}

interface ToolsProps {
  row: Row;
  tree: Entry;
  name: (n: Entry) => string;
  onAdd: (counter: boolean) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onAct: (commands: Command[] | undefined, step: Did) => void;
}

function Tools({ row, tree, name, onAdd, onMove, onRemove, onAct }: ToolsProps) {
  const t = useWords(words);
  const others = nodesOf(tree).filter((n) => n.id !== row.id && linkUnder(tree, row.id, n.id) !== undefined);
  const linked = new Set(wordsOf(row.node.of));
  return (
    <div className="pa-tools r-noprint">
      <Button variant="default" size="compact-sm" onClick={() => onAdd(false)}>
        {t("addStep")}
      </Button>
      <Button variant="default" size="compact-sm" onClick={() => onAdd(true)}>
        {t("addCounter")}
      </Button>
      <Button variant="default" size="compact-sm" disabled={row.as !== "of"} onClick={() => onMove(-1)}>
        {t("moveUp")}
      </Button>
      <Button variant="default" size="compact-sm" disabled={row.as !== "of"} onClick={() => onMove(1)}>
        {t("moveDown")}
      </Button>
      <Button variant="default" size="compact-sm" disabled={row.as === "root"} onClick={onRemove}>
        {t("delete")}
      </Button>
      <Select
        size="xs"
        className="pa-link"
        aria-label={t("linkNode")}
        placeholder={t("linkNode")}
        searchable
        limit={50}
        value={null}
        data={others.filter((n) => !linked.has(n.id)).map((n) => ({ value: n.id, label: `${name(n)} (${n.id})` }))}
        onChange={(id) => id && onAct(linkUnder(tree, row.id, id), did("linkNode", { name: name(row.node) }))}
      />
    </div>
  );
}
