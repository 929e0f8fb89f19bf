// Trees: the list, the drawing that the server makes, the outline in which they are edited, and what they mean.
import { Button, Menu, TextInput, useComputedColorScheme } from "@mantine/core";
import { useState } from "react";
import { request } from "@/api/client";
import type { Command, Did, Entry } from "@/api/types";
import { EmptyState } from "@/parts";
import { did, named, nameOf, send, useEntries, useMayEdit, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useProjectId, useSearchText } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { fileOf, type TreeAnswer, type TreeLine, useAsk } from "../risk/api";
import { EditText, freshId, idOf, Part, Waiting, wordOf } from "../risk/common";
import { shared } from "../risk/words";
import { Meaning } from "./Meaning";
import { Outline } from "./Outline";
import { emptyTree } from "./tree";
import { words } from "./words";

export function Trees() {
  const t = useWords(words);
  const trees = useEntries("trees");
  const [chosen, choose] = useSearchText("tree");
  const may = useMayEdit();
  const tree = trees.find((x) => x.id === chosen) ?? trees[0];
  const { data } = useAsk<TreeLine[]>(trees.length > 0 ? "/trees" : undefined);
  if (!tree)
    return (
      <EmptyState icon="paths" title={t("noTrees")} text={t("noTreesText")}>
        {may ? <Begin onMade={choose} /> : null}
      </EmptyState>
    );
  return (
    <>
      <div className="pa-trees">
        <ul className="pa-hazards" aria-label={t("trees")}>
          {trees.map((x) => {
            const line = data?.find((l) => l.id === x.id);
            return (
              <li key={x.id}>
                <button
                  type="button"
                  aria-current={x.id === tree.id || undefined}
                  onClick={() => choose(x.id === trees[0]?.id ? undefined : x.id)}
                >
                  <span className="pa-hazard-text">{nameOf(x)}</span>
                  <span className="t-dim">{line ? t("nodes", { n: line.nodes }) : ""}</span>
                  <span className="pa-hazard-points">
                    {line ? t("attacksLeft", { before: line.attacks, left: line.left }) : ""}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
        {may ? (
          <div className="pa-begin r-noprint">
            <Begin onMade={choose} />
          </div>
        ) : null}
      </div>
      <Tree key={tree.id} tree={tree} />
    </>
  );
}

interface Grown {
  id: string;
  nodes: number;
  edits: { file: string; hash: string; edits: { start: number; end: number; text: string }[] }[];
  added: string[];
  updated: string[];
  kept: string[];
  gone: string[];
  left: string[];
}

/** Asks the server how a tree would grow, and writes that as one step of the history. */
async function grow(project: string, of: string, id: string | undefined, step: Did): Promise<Grown | undefined> {
  const path = `/projects/${encodeURIComponent(project)}/grow`;
  try {
    const grown = await request<Grown>("POST", path, { of, ...(id ? { id } : {}) });
    const commands: Command[] = grown.edits.map((e) => ({ verb: "text", ...e }));
    if (commands.length > 0 && !(await send(commands, step))) return undefined;
    return grown;
  } catch (e) {
    toast({ text: e instanceof Error ? e.message : String(e), kind: "error" });
    return undefined;
  }
}

function Begin({ onMade }: { onMade: (id: string) => void }) {
  const t = useWords(words);
  const s = useWords(shared);
  const project = useProjectId() ?? "";
  const trees = useEntries("trees");
  const hazards = useEntries("hazards");
  const anti = useEntries("anti-goals");
  const [name, setName] = useState<string>();
  const add = () => {
    const text = (name ?? "").trim();
    if (!text) return;
    const id = freshId(trees, idOf(text));
    setName(undefined);
    void send(
      [{ verb: "add", section: "trees", id, fields: emptyTree(text, t("newStep")) }],
      did("added", { name: text }),
    ).then((d) => d && onMade(id));
  };
  const growFrom = (of: Entry) => {
    const id = freshId(trees, `tree-${of.id.toLowerCase()}`);
    void grow(project, of.id, id, did("grow", { name: nameOf(of) })).then((g) => {
      if (!g) return;
      onMade(id);
      toast({ text: t("grown", { n: g.nodes }), undo: true });
    });
  };
  return (
    <>
      {name === undefined ? (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setName("")}
        >
          {t("newTree")}
        </Button>
      ) : (
        <form
          className="pa-new"
          onSubmit={(e) => {
            e.preventDefault();
            add();
          }}
        >
          <TextInput
            size="xs"
            autoFocus
            aria-label={t("newTreeName")}
            placeholder={t("newTreeName")}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            onKeyDown={(e) => e.key === "Escape" && setName(undefined)}
          />
          <Button size="compact-sm" type="submit" disabled={!name.trim()}>
            {s("add")}
          </Button>
        </form>
      )}
      {hazards.length + anti.length > 0 ? (
        <Menu position="bottom-start" withinPortal={false}>
          <Menu.Target>
            <Button variant="default" size="compact-sm" leftSection={<Icon name="paths" size={14} />}>
              {t("grow")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className="pa-menu">
            {[...hazards, ...anti].map((h) => (
              <Menu.Item key={h.id} onClick={() => growFrom(h)}>
                <b className="r-id">{h.id}</b> {nameOf(h)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  );
}

function Tree({ tree }: { tree: Entry }) {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const may = useMayEdit();
  const revision = useView((x) => x.revision);
  const theme = useComputedColorScheme("light");
  const [full, setFull] = useState(false);
  const { data, error } = useAsk<TreeAnswer>(`/trees/${encodeURIComponent(tree.id)}`);
  const picture = (look: string) =>
    fileOf(project, `/trees/${encodeURIComponent(tree.id)}/picture/svg?theme=${look}&at=${revision}`);
  const attacks = data ? t("attacks", { n: Number(data.count) }) : "";
  const remove = () => {
    const step = did("removed", { name: nameOf(tree) });
    void send([{ verb: "remove", section: "trees", id: tree.id, cascade: true }], step).then(
      (d) => d && toast({ text: named({ did: step }), undo: true }),
    );
  };
  const regrow = () => {
    void grow(project, tree.id, undefined, did("regrow", { name: nameOf(tree) })).then((g) => {
      if (!g) return;
      const text =
        g.edits.length === 0
          ? t("regrownSame")
          : t("regrown", {
              added: g.added.length,
              updated: g.updated.length,
              gone: g.gone.length,
              kept: g.kept.length,
            });
      toast(g.edits.length === 0 ? { text } : { text, undo: true });
    });
  };
  const grownOnce = Array.isArray(tree.nodes) && tree.nodes.some((n) => typeof n === "object" && n.made !== undefined);
  return (
    <>
      <div className="pa-tree-head">
        <h2 className="t-hidden">{nameOf(tree)}</h2>
        <EditText
          long
          label={t("name")}
          value={wordOf(tree.name)}
          disabled={!may}
          onCommit={(v) =>
            void send(
              [
                v
                  ? { verb: "set", path: `trees/${tree.id}/name`, value: v }
                  : { verb: "unset", path: `trees/${tree.id}/name` },
              ],
              did("changed", { name: nameOf(tree) }),
            )
          }
        />
        <span className="pa-acts r-noprint">
          <Button variant="default" size="compact-sm" aria-pressed={full} onClick={() => setFull(!full)}>
            {full ? t("fit") : t("actual")}
          </Button>
          <Button
            component="a"
            href={picture("light")}
            download
            variant="default"
            size="compact-sm"
            leftSection={<Icon name="export" size={14} />}
          >
            {t("download")}
          </Button>
          {may && grownOnce ? (
            <Button variant="default" size="compact-sm" onClick={regrow}>
              {t("regrow")}
            </Button>
          ) : null}
          {may ? (
            <Button variant="default" size="compact-sm" onClick={remove}>
              {t("removeTree")}
            </Button>
          ) : null}
        </span>
      </div>
      <div className="pa-picture" data-full={full || undefined} role="region" aria-label={t("drawing")} tabIndex={0}>
        <img src={picture(theme)} alt={t("drawingOf", { name: nameOf(tree), attacks })} />
      </div>
      <Outline tree={tree} answer={data} />
      {data ? <Meaning tree={tree} answer={data} /> : <Waiting error={error} />}
      {data && data.problems.length > 0 ? <Problems list={data.problems} /> : null}
    </>
  );
}

function Problems({ list }: { list: TreeAnswer["problems"] }) {
  const t = useWords(words);
  const s = useWords(shared);
  const [all, setAll] = useState(false);
  const shown = all ? list : list.slice(0, 3);
  return (
    <Part title={t("problems")}>
      <ul className="pa-reasons">
        {shown.map((p) => (
          <li key={p.message}>
            {p.message}
            {p.hint ? <span className="r-sub">{p.hint}</span> : null}
          </li>
        ))}
      </ul>
      {list.length > shown.length ? (
        <button type="button" className="r-link" onClick={() => setAll(true)}>
          {s("more", { n: list.length - shown.length })}
        </button>
      ) : null}
    </Part>
  );
}
