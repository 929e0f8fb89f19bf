// The small panels that the canvas opens beside what they are about: a new element with its type from the library, the
// name of a zone, a new name, the target of a flow. Each is a form: Enter does it, Esc lets it be.
import { Button, TextInput } from "@mantine/core";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { searchTerms, type Term, useLibrary } from "@/inspector/library";
import { select } from "@/project/store";
import { useWords } from "@/words/catalogue";
import * as commit from "./commit";
import { kindOf } from "./graph";
import { focusOn, type Hands } from "./keyboard";
import { NoteText } from "./NoteText";
import { kindWords } from "./parts";
import { bounds, type Rect } from "./place";
import { nearest, type Side } from "./route";
import type { Scene } from "./scene";
import { canvas, setCanvas, type Task, type Thing, useCanvas } from "./state";
import { words } from "./words";
import "./panels.css";

interface Props {
  scene: Scene;
  hands: () => Hands;
  focusCanvas: () => void;
}

export function Asides(props: Props) {
  const t = useWords(words);
  const task = useCanvas((c) => c.task);
  const overview = useCanvas((c) => c.overview);
  const tool = useCanvas((c) => c.tool);
  switch (task?.is) {
    case "quick-add":
      return <QuickAdd key={`${task.at.x}/${task.at.y}`} {...props} task={task} />;
    case "name-zone":
      return <NameZone {...props} task={task} />;
    case "write-note":
    case "rename":
      if (task.is === "write-note" || task.thing.kind === "notes") return <WriteNote {...props} task={task} />;
      return <Rename key={task.thing.id} {...props} thing={task.thing} />;
    case "connect":
      return <Connect {...props} task={task} />;
    case "ghost":
      return (
        <p className="cv-hint cv-aside">
          {task.about ? `${commit.aboutWords(props.scene, task.about)}. ` : ""}
          {t("ghostHint")}
        </p>
      );
    case "move":
      return <p className="cv-hint cv-aside">{t("moveHint")}</p>;
    case "size":
      return <p className="cv-hint cv-aside">{t("sizeHint")}</p>;
    default:
      if (tool === "flow") return <p className="cv-hint cv-aside">{t("flowHint")}</p>;
      return overview ? <p className="cv-hint cv-aside">{t("overviewOn")}</p> : null;
  }
}

// Stands below a box of the diagram, or above it where there is no room.
function Panel({
  hands,
  near,
  label,
  children,
  onDone,
  onCancel,
}: {
  hands: () => Hands;
  near: Rect;
  label: string;
  children: React.ReactNode;
  onDone: () => void;
  onCancel: () => void;
}) {
  const ref = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is placed when it opens
  useLayoutEffect(() => {
    const el = ref.current;
    if (!el) return;
    const v = hands().camera.viewport();
    const x = near.x * v.zoom + v.x;
    const y = near.y * v.zoom + v.y;
    const below = y + near.h * v.zoom + 10;
    const top = below + el.offsetHeight < v.h ? below : Math.max(8, y - el.offsetHeight - 10);
    el.style.left = `${Math.max(8, Math.min(v.w - el.offsetWidth - 8, x))}px`;
    el.style.top = `${Math.max(8, Math.min(v.h - el.offsetHeight - 8, top))}px`;
  }, []);
  return (
    <form
      ref={ref}
      className="cv-panel cv-aside"
      aria-label={label}
      onSubmit={(e) => {
        e.preventDefault();
        onDone();
      }}
      onKeyDown={(e) => {
        if (e.key !== "Escape") return;
        e.preventDefault();
        e.stopPropagation();
        onCancel();
      }}
    >
      {children}
    </form>
  );
}

// Takes the focus when it opens and selects what is written, so that typing replaces it.
function useFirst() {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
    ref.current?.select();
  }, []);
  return ref;
}

function leave(focusCanvas: () => void, then?: () => void) {
  setCanvas({ task: undefined, tool: "select" });
  focusCanvas();
  then?.();
}

// The canvas shows what was made as soon as it is there, which is with the next scene.
function soon(hands: () => Hands, x: Thing) {
  select([x]);
  setCanvas({ focus: x });
  setTimeout(() => {
    const h = hands();
    if (h.scene.places.has(x.id)) focusOn(h, x);
  }, 60);
}

function QuickAdd({ scene, hands, focusCanvas, task }: Props & { task: Extract<Task, { is: "quick-add" }> }) {
  const t = useWords(words);
  const lib = useLibrary();
  const first = useFirst();
  const list = useId();
  const [name, setName] = useState("");
  const [row, setRow] = useState<number>();
  const all = lib.vocabulary.component ?? [];
  const wanted = task.kind;
  const found = useMemo(() => {
    const kindOfTerm = (x: Term) => kindOf({ id: x.id, type: [x.id] }, lib.isA);
    const fits = (x: Term) => {
      const k = kindOfTerm(x);
      return wanted === "store"
        ? k === "store"
        : wanted === "external"
          ? k === "external" || k === "human"
          : k !== "store";
    };
    const hits = searchTerms(all, name, 400);
    return [...hits.filter(fits), ...hits.filter((x) => !fits(x))]
      .slice(0, 8)
      .map((x) => ({ ...x, kind: kindOfTerm(x) }));
  }, [all, name, lib.isA, wanted]);
  const done = (type?: Term) => {
    const own = name.trim();
    const final =
      type && (!own || type.title.toLowerCase().includes(own.toLowerCase()) || type.id.includes(own.toLowerCase()))
        ? type.title
        : own || t(kindWords[wanted]);
    leave(focusCanvas);
    const id = commit.addElement(scene, final, {
      at: task.at,
      kind: wanted,
      ...(type ? { type: type.id } : {}),
      ...(task.zone !== undefined ? { zone: task.zone } : {}),
      ...(task.from ? { from: task.from } : {}),
    });
    soon(hands, { kind: "elements", id });
  };
  // A name that the library knows is what it is, until another row is chosen.
  const known = found.findIndex((x) => x.title.toLowerCase() === name.trim().toLowerCase());
  const at = row ?? known;
  const chosen = found[at];
  return (
    <Panel
      hands={hands}
      near={{ ...task.at, w: 140, h: 64 }}
      label={t("quickAdd")}
      onDone={() => done(chosen)}
      onCancel={() => leave(focusCanvas)}
    >
      <TextInput
        ref={first}
        size="sm"
        label={t("quickName")}
        placeholder={all.length ? t("quickTypeHint") : undefined}
        value={name}
        role={all.length ? "combobox" : undefined}
        aria-expanded={all.length ? found.length > 0 : undefined}
        aria-controls={all.length ? list : undefined}
        aria-activedescendant={chosen ? `${list}-${at}` : undefined}
        autoComplete="off"
        onChange={(e) => {
          setName(e.currentTarget.value);
          setRow(undefined);
        }}
        onKeyDown={(e) => {
          if (e.key === "ArrowDown") setRow(Math.min(found.length - 1, at + 1));
          else if (e.key === "ArrowUp") setRow(Math.max(-1, at - 1));
          else return;
          e.preventDefault();
        }}
      />
      {found.length > 0 ? (
        <div className="cv-list" id={list} role="listbox" aria-label={t("quickType")}>
          {found.map((x, i) => (
            <div
              key={x.id}
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === at}
              tabIndex={-1}
              className="cv-option"
              title={x.text}
              onPointerDown={(e) => e.preventDefault()}
              onClick={() => done(x)}
              onKeyDown={undefined}
            >
              <span>{x.title}</span>
              <small>{t(kindWords[x.kind])}</small>
            </div>
          ))}
        </div>
      ) : null}
      <div className="cv-panel-foot">
        <Button size="compact-sm" variant="subtle" onClick={() => leave(focusCanvas)}>
          {t("cancel")}
        </Button>
        <Button size="compact-sm" type="submit">
          {t("quickAddNow")}
        </Button>
      </div>
    </Panel>
  );
}

function NameZone({ scene, hands, focusCanvas, task }: Props & { task: Extract<Task, { is: "name-zone" }> }) {
  const t = useWords(words);
  const first = useFirst();
  const [name, setName] = useState("");
  return (
    <Panel
      hands={hands}
      near={{ ...task.box, h: 34 }}
      label={t("nameZone")}
      onCancel={() => leave(focusCanvas)}
      onDone={() => {
        leave(focusCanvas);
        const id = commit.addZone(scene, name.trim() || t("newZone"), task.box, task.around);
        soon(hands, { kind: "zones", id });
      }}
    >
      <TextInput
        ref={first}
        size="sm"
        label={t("nameZone")}
        value={name}
        autoComplete="off"
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Foot cancel={() => leave(focusCanvas)} />
    </Panel>
  );
}

/** A new note, or another text on one. */
function WriteNote({
  scene,
  hands,
  focusCanvas,
  task,
}: Props & { task: Extract<Task, { is: "write-note" | "rename" }> }) {
  const note = task.is === "rename" ? scene.note.get(task.thing.id) : undefined;
  const done = (text: string | undefined, back: boolean) => {
    leave(back ? focusCanvas : () => {});
    if (!text) return;
    if (task.is === "rename") commit.writeNote(hands().scene, task.thing.id, text);
    else {
      const id = commit.addNote(scene, text, task.box, task.about);
      if (back) soon(hands, { kind: "notes", id });
    }
  };
  const box = task.is === "rename" ? boxOf(scene, task.thing) : task.box;
  return (
    <NoteText
      key={task.is === "rename" ? task.thing.id : ""}
      hands={hands}
      box={box}
      text={note?.text ?? ""}
      onDone={done}
    />
  );
}

function Foot({ cancel }: { cancel: () => void }) {
  const t = useWords(words);
  return (
    <div className="cv-panel-foot">
      <Button size="compact-sm" variant="subtle" onClick={cancel}>
        {t("cancel")}
      </Button>
      <Button size="compact-sm" type="submit">
        {t("ok")}
      </Button>
    </div>
  );
}

function boxOf(s: Scene, x: Thing): Rect {
  const f = s.flow.get(x.id);
  const ends = f ? [s.places.get(f.from), s.places.get(f.to)].filter((r): r is Rect => r !== undefined) : [];
  if (ends.length) {
    const b = bounds(ends.map((r) => ({ x: r.x + r.w / 2, y: r.y + r.h / 2, w: 0, h: 0 })));
    return { x: b.x + b.w / 2 - 60, y: b.y + b.h / 2 - 10, w: 120, h: 20 };
  }
  const r = s.places.get(x.id) ?? { x: 0, y: 0, w: 0, h: 0 };
  return x.kind === "zones" ? { ...r, h: 30 } : r;
}

function Rename({ scene, hands, focusCanvas, thing }: Props & { thing: Thing }) {
  const t = useWords(words);
  const first = useFirst();
  const was = commit.nameIn(scene, thing);
  const [name, setName] = useState(was === thing.id ? "" : was);
  const label = thing.kind === "flows" ? t("nameFlow") : thing.kind === "zones" ? t("nameZone") : t("nameNew");
  return (
    <Panel
      hands={hands}
      near={boxOf(scene, thing)}
      label={label}
      onCancel={() => leave(focusCanvas)}
      onDone={() => {
        leave(focusCanvas);
        commit.rename(hands().scene, thing, name.trim());
      }}
    >
      <TextInput
        ref={first}
        size="sm"
        label={label}
        value={name}
        autoComplete="off"
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Foot cancel={() => leave(focusCanvas)} />
    </Panel>
  );
}

const arrows: Record<string, Side> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "top", ArrowDown: "bottom" };

const showRow = (el: HTMLDivElement | null) => el?.scrollIntoView({ block: "nearest" });

/** Chooses where a flow leads: by typing a part of a name, or with the arrows over the diagram. */
function Connect({ scene, hands, focusCanvas, task }: Props & { task: Extract<Task, { is: "connect" }> }) {
  const t = useWords(words);
  const first = useFirst();
  const list = useId();
  const from = commit.nameIn(scene, { kind: "elements", id: task.from });
  const q = task.typed.trim().toLowerCase();
  const again = task.again;
  const flow = again && commit.nameIn(scene, { kind: "flows", id: again.flow });
  const title = again
    ? t(again.end === "to" ? "reconnectTo" : "reconnectFrom", { flow: flow ?? "" })
    : t("connectTitle", { from });
  const others = scene.graph.elements.filter((e) => e.id !== task.from);
  const found = q ? others.filter((e) => `${e.name} ${e.id}`.toLowerCase().includes(q)) : others;
  const to = task.to && found.some((e) => e.id === task.to) ? task.to : found[0]?.id;
  const choose = (id: string | undefined) => {
    setCanvas({ task: { ...task, ...(id ? { to: id } : {}) } });
    const r = id && scene.places.get(id);
    if (r) hands().camera.reveal(r);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first proposal, once
  useEffect(() => {
    const r = scene.places.get(task.from);
    const near =
      r &&
      [...scene.places]
        .filter(([id]) => scene.element.has(id) && id !== task.from)
        .sort((a, b) => Math.hypot(a[1].x - r.x, a[1].y - r.y) - Math.hypot(b[1].x - r.x, b[1].y - r.y))[0];
    if (near && !task.to) choose(near[0]);
  }, []);
  const done = (id = to) => {
    if (!id) return;
    leave(focusCanvas);
    if (again) return commit.reconnect(scene, again.flow, again.end, id);
    const made: Thing = { kind: "flows", id: commit.connect(scene, task.from, id) };
    select([made]);
    setCanvas({ focus: made });
    setTimeout(() => canvas().focus?.id === made.id && setCanvas({ task: { is: "rename", thing: made } }), 80);
  };
  const box = scene.places.get(task.from) ?? { x: 0, y: 0, w: 0, h: 0 };
  return (
    <Panel hands={hands} near={box} label={title} onCancel={() => leave(focusCanvas)} onDone={() => done()}>
      <TextInput
        ref={first}
        size="sm"
        label={title}
        description={t("connectHint")}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={to ? `${list}-${to}` : undefined}
        autoComplete="off"
        value={task.typed}
        onChange={(e) => {
          const { to: _, ...rest } = task;
          setCanvas({ task: { ...rest, typed: e.currentTarget.value } });
        }}
        onKeyDown={(e) => {
          const side = arrows[e.key];
          if (!side) return;
          e.preventDefault();
          const at = scene.places.get(to ?? task.from);
          const boxes = found.flatMap((x): [string, Rect][] => {
            const r = scene.places.get(x.id);
            return r && x.id !== to ? [[x.id, r]] : [];
          });
          const next = at && nearest(at, side, boxes);
          if (next) choose(next);
          else if (side === "bottom" || side === "top")
            choose(
              found[(found.findIndex((x) => x.id === to) + (side === "bottom" ? 1 : found.length - 1)) % found.length]
                ?.id,
            );
        }}
      />
      <div className="cv-list" id={list} role="listbox" aria-label={title}>
        {found.slice(0, 60).map((e) => (
          <div
            key={e.id}
            id={`${list}-${e.id}`}
            role="option"
            aria-selected={e.id === to}
            tabIndex={-1}
            className="cv-option"
            ref={e.id === to ? showRow : undefined}
            onPointerDown={(x) => x.preventDefault()}
            onClick={() => done(e.id)}
            onKeyDown={undefined}
          >
            <span>{e.name}</span>
            <small>{e.zone ? scene.zone.get(e.zone)?.name : ""}</small>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="cv-none">{t("connectNothing")}</p> : null}
      <Foot cancel={() => leave(focusCanvas)} />
    </Panel>
  );
}
