// The text of the project, file by file. What is typed here is an edit like any other; what others do, and what is done on
// the canvas, arrives while one types. The selection is that of the whole studio.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import {
  forceLinting,
  linter,
  lintGutter,
  type Diagnostic as Mark,
  nextDiagnostic,
  previousDiagnostic,
} from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Finding } from "@/api/types";
import { Severity } from "@/parts/Badges";
import { ProblemList } from "@/parts/ProblemList";
import { redo as redoStep, undo as undoStep } from "@/project/back";
import { select, useProject } from "@/project/store";
import { useMayEdit, useSelection, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { nonce } from "@/shell/nonce";
import { toast } from "@/shell/toast";
import { useLanguage, useWords } from "@/words/catalogue";
import { completer, type Help, helpAt } from "./ask";
import { hanging } from "./hanging";
import { look } from "./look";
import { entryAt, placeOf } from "./outline";
import { typedOver } from "./over";
import { type Problem, type Session, session } from "./session";
import { german, words } from "./words";
import "./editor.css";

/** A place in a file, counted from 1 as problems count it: columns in code points. */
export interface Place {
  line: number;
  column: number;
}

/**
 * All files of the project with the editor of one. Without a file of its own it begins with the root file; with a place it
 * goes there.
 */
export function YamlEditor({
  file,
  at,
  onFile,
}: {
  file?: string;
  at?: Place | undefined;
  onFile?: (name: string) => void;
}) {
  const t = useWords(words);
  const files = useView((s) => s.files);
  const [own, setOwn] = useState<string | undefined>(undefined);
  const names = useMemo(() => files?.map((f) => f.name) ?? [], [files]);
  const wanted = file || own;
  const name = wanted && names.includes(wanted) ? wanted : names[0];
  const choose = useCallback(
    (next: string) => {
      setOwn(next);
      onFile?.(next);
    },
    [onFile],
  );
  useOtherFile(name, choose);
  if (!name) return <p className="yaml-none">{t("noFiles")}</p>;
  return (
    <div className="yaml">
      {names.length > 1 ? <Tabs names={names} name={name} onName={choose} /> : null}
      <OneFile key={name} file={name} at={name === (file || name) ? at : undefined} />
    </div>
  );
}

// What is selected elsewhere may stand in another file; the editor follows unless somebody is typing in it.
function useOtherFile(name: string | undefined, choose: (n: string) => void) {
  const selection = useSelection();
  const latest = useRef({ name, choose });
  latest.current = { name, choose };
  useEffect(() => {
    const one = selection.at(-1);
    const { name: now, choose: go } = latest.current;
    if (!one || !now || document.activeElement?.closest(".yaml")) return;
    if (findSelected(now, one.kind, one.id)) return;
    const files = useProject.getState().view?.files ?? [];
    const other = files.find((f) => f.name !== now && findSelected(f.name, one.kind, one.id));
    if (other) go(other.name);
  }, [selection]);
}

function findSelected(file: string, kind: string, id: string) {
  const doc = session(file)?.doc;
  if (!doc) return undefined;
  if (kind === "interfaces") {
    const [element = "", inner] = id.split(".");
    return placeOf(doc, "elements", element, inner);
  }
  return placeOf(doc, kind === "findings" ? "threats" : kind, id);
}

function Tabs({ names, name, onName }: { names: string[]; name: string; onName: (n: string) => void }) {
  const t = useWords(words);
  const problems = useView((s) => s.diagnostics);
  const row = useRef<HTMLDivElement>(null);
  const move = (by: number) => {
    const next = names[(names.indexOf(name) + by + names.length) % names.length];
    if (!next) return;
    onName(next);
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };
  return (
    <div className="yaml-tabs" role="tablist" aria-label={t("files")} ref={row}>
      {names.map((n) => {
        const errors = problems?.filter((d) => d.file === n && d.severity === "error").length ?? 0;
        return (
          <button
            key={n}
            type="button"
            role="tab"
            id={`yaml-tab-${n}`}
            aria-selected={n === name}
            aria-controls="yaml-panel"
            tabIndex={n === name ? 0 : -1}
            onClick={() => onName(n)}
            onKeyDown={(e) => {
              if (e.key === "ArrowRight") move(1);
              else if (e.key === "ArrowLeft") move(-1);
            }}
          >
            <Icon name="file" size={14} />
            {n}
            {errors > 0 ? <span className="yaml-errors">{t("errors", { n: errors })}</span> : null}
          </button>
        );
      })}
    </div>
  );
}

const language = new Compartment();
const editable = new Compartment();
const again = StateEffect.define<null>(); // problems were told anew
const choose = StateEffect.define<{ from: number; to: number } | undefined>();

// The entry that is selected elsewhere.
const chosen = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, tr) {
    let next = old.map(tr.changes);
    for (const e of tr.effects) {
      if (!e.is(choose)) continue;
      const line = e.value && tr.state.doc.lineAt(Math.min(e.value.from, tr.state.doc.length));
      next = line
        ? Decoration.set(Decoration.line({ class: "cm-chosen cm-chosen-head" }).range(line.from))
        : Decoration.none;
    }
    return next;
  },
  provide: (f) => EditorView.decorations.from(f),
});

function step(take: () => Promise<unknown>, s?: Session): boolean {
  s?.takenBack();
  void take();
  return true;
}

const kinds = { error: "error", warning: "warning", note: "info" } as const;

function marksOf(s: Session, mend: (p: Problem, i: number) => void): Mark[] {
  const length = s.doc.length;
  return s.problems.map((p) => ({
    from: Math.min(p.from, length),
    to: Math.min(Math.max(p.to, p.from), length),
    severity: kinds[p.diagnostic.severity],
    message: p.diagnostic.hint ? `${p.diagnostic.message}\n→ ${p.diagnostic.hint}` : p.diagnostic.message,
    actions: p.fixes.map((f, i) => ({ name: f.fix.title, apply: () => mend(p, i) })),
  }));
}

interface Hooks {
  t: ReturnType<typeof useWords<typeof words.en>>;
  cursor: (view: EditorView, moved: boolean) => void;
  mend: (p: Problem, i: number) => void;
  lost: (text: string) => void;
}

function extensions(s: Session, hooks: { current: Hooks }): Extension {
  return [
    EditorView.cspNonce.of(nonce),
    lineNumbers(),
    codeFolding(),
    foldGutter(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history({ minDepth: 1000 }),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches({ minSelectionLength: 3 }),
    search({ top: true }),
    yaml(),
    look,
    EditorView.lineWrapping,
    hanging,
    typedOver,
    chosen,
    autocompletion({ override: [completer(s.project)], icons: false, closeOnBlur: true, maxRenderedOptions: 12 }),
    linter(() => marksOf(s, (p, i) => hooks.current.mend(p, i)), {
      delay: 0,
      needsRefresh: (u) => u.transactions.some((tr) => tr.effects.some((e) => e.is(again))),
    }),
    hoverTooltip((view, at) => hoverAt(s, view, at, hooks), { hoverTime: 350 }),
    keymap.of([
      { key: "F8", run: nextDiagnostic },
      { key: "Shift-F8", run: previousDiagnostic },
      // First what was typed here, then the steps of this person anywhere in the project.
      { key: "Mod-z", run: (v) => undo(v) || step(undoStep, s), preventDefault: true },
      { key: "Mod-Shift-z", run: (v) => redo(v) || step(redoStep), preventDefault: true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
    ]),
    EditorView.updateListener.of((u) => {
      for (const tr of u.transactions) s.typed(tr);
      if (u.selectionSet || u.docChanged) hooks.current.cursor(u.view, u.selectionSet);
    }),
    EditorView.domEventHandlers({
      blur: () => {
        s.flush();
      },
    }),
  ];
}

async function hoverAt(s: Session, view: EditorView, at: number, hooks: { current: Hooks }) {
  const help = await helpAt(s.project, view.state.doc, at);
  if (!help || (!help.title && !help.text && !help.entry)) return null;
  return { pos: help.from, end: help.to, above: true, create: () => ({ dom: card(help, hooks.current.t) }) };
}

// The card of a hover is made of plain nodes: it may be gone before React would draw it.
function card(help: Help, t: Hooks["t"]): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "yaml-card";
  const put = (text: string, css: string, lang = "") => {
    const e = dom.appendChild(document.createElement("div"));
    e.className = css;
    e.textContent = text;
    if (lang) e.lang = lang;
  };
  // Help of the language of models and of the library is in English.
  put(help.title ? `${help.word} · ${help.title}` : help.word, "yaml-card-title", "en");
  if (help.text) put(help.text, "yaml-card-text", "en");
  const list = findingsOf(help.entry);
  if (list.length > 0) {
    put(t("findings", { n: list.length }), "yaml-card-count");
    for (const f of list.slice(0, 4)) put(f.title, "yaml-card-finding", "en");
    if (list.length > 4) put(t("more", { n: list.length - 4 }), "yaml-card-text");
  }
  return dom;
}

/** The findings of an entry, told as section/id; of an element those of its interfaces too. */
function findingsOf(entry: string | undefined): Finding[] {
  const [section, id] = entry?.split(/\/(.*)/s) ?? [];
  if (!section || !id) return [];
  const all = useProject.getState().view?.findings ?? [];
  if (section === "threats") return all.filter((f) => f.id === id);
  return all.filter((f) => f.target === id || (section === "elements" && f.target.startsWith(`${id}.`)));
}

/** Where a place is in a text; the end of the line, or of the text, where it lies beyond. */
function offsetOf(doc: EditorState["doc"], { line, column }: Place): number {
  const l = doc.line(Math.min(line, doc.lines));
  return l.from + [...l.text].slice(0, column - 1).join("").length;
}

function OneFile({ file, at }: { file: string; at?: Place | undefined }) {
  const t = useWords(words);
  const lang = useLanguage();
  const may = useMayEdit();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const [place, setPlace] = useState<{ line: number; column: number; at: number }>({ line: 1, column: 1, at: 0 });
  const [problems, setProblems] = useState<Problem[]>([]);
  const [open, setOpen] = useState(false);
  const own = useRef<string | undefined>(undefined); // what this editor has selected itself

  const mend = useCallback(
    (p: Problem, i: number) => {
      const v = view.current;
      const s = session(file);
      const now = s?.problems.find((x) => x.diagnostic === p.diagnostic)?.fixes[i];
      if (!v || !s || !now || v.state.readOnly) return;
      v.dispatch({ changes: now.changes, userEvent: "input.fix" });
      s.flush();
      v.focus();
      toast({ text: t("fixed", { title: now.fix.title }) });
    },
    [file, t],
  );

  const hooks = useRef<Hooks>({ t, cursor: () => {}, mend, lost: () => {} });
  hooks.current = {
    t,
    mend,
    lost: (text) =>
      toast({
        text: t("lost", { text: text.trim() }),
        action: { text: t("copy"), run: () => void navigator.clipboard.writeText(text) },
      }),
    cursor: (v, moved) => {
      const at = v.state.selection.main.head;
      const line = v.state.doc.lineAt(at);
      setPlace({ line: line.number, column: at - line.from + 1, at });
      if (!moved || !v.hasFocus) return;
      const e = entryAt(v.state.doc, at);
      const next = e && selectedOf(e);
      const key = next ? `${next.kind}/${next.id}` : undefined;
      if (!next || key === own.current) return;
      own.current = key;
      v.dispatch({ effects: choose.of(undefined) });
      select([next]);
    },
  };

  useEffect(() => {
    const s = session(file);
    if (!s || !host.current) return;
    const state = s.open([extensions(s, live), language.of([]), editable.of([])]);
    live.current = hooks.current;
    const v = new EditorView({ state, parent: host.current });
    view.current = v;
    s.attach(v);
    const tell = () => {
      setProblems(s.problems);
      v.dispatch({ effects: again.of(null) });
      forceLinting(v);
    };
    s.onProblems = tell;
    s.onLost = (text) => live.current.lost(text);
    tell();
    return () => {
      s.onProblems = s.onLost = undefined;
      s.detach();
      v.destroy();
      view.current = undefined;
    };
  }, [file]);
  live.current = hooks.current;

  useEffect(() => {
    view.current?.dispatch({
      effects: language.reconfigure([
        EditorState.phrases.of(lang === "de" ? german : {}),
        EditorView.contentAttributes.of({
          "aria-label": t("editor", { file }),
          lang: "en",
          spellcheck: "false",
          tabindex: "0",
        }),
      ]),
    });
  }, [lang, t, file]);
  useEffect(() => {
    view.current?.dispatch({ effects: editable.reconfigure(EditorState.readOnly.of(!may)) });
  }, [may]);

  // What is selected elsewhere comes into sight, without taking the focus.
  const selection = useSelection();
  useEffect(() => {
    const one = selection.at(-1);
    const v = view.current;
    if (!v) return;
    const key = one ? `${one.kind}/${one.id}` : undefined;
    if (key === own.current) return;
    own.current = undefined;
    const found = one && findSelected(file, one.kind, one.id);
    v.dispatch({
      effects: found
        ? [choose.of(found), EditorView.scrollIntoView(found.from, { y: "center" })]
        : [choose.of(undefined)],
    });
  }, [selection, file]);

  // A link to a place: the cursor goes there, and what stands there is selected.
  const goAt = useCallback((offset: number) => {
    const v = view.current;
    if (!v) return;
    v.focus();
    v.dispatch({ selection: { anchor: offset }, effects: EditorView.scrollIntoView(offset, { y: "center" }) });
  }, []);
  useEffect(() => {
    const v = view.current;
    if (at && v) goAt(offsetOf(v.state.doc, at));
  }, [at, goAt]);

  const goTo = (p: Problem) => goAt(Math.min(p.from, view.current?.state.doc.length ?? 0));
  const of = (d: Problem["diagnostic"]) => problems.find((p) => p.diagnostic === d);

  return (
    <div className="yaml-file" role="tabpanel" id="yaml-panel" aria-label={t("editor", { file })}>
      <div className="yaml-host" ref={host} />
      <Here file={file} at={place.at} view={view} />
      {open && problems.length > 0 ? (
        <section className="yaml-problems" aria-label={t("problemsTitle")}>
          <ProblemList
            problems={problems.map((p) => p.diagnostic)}
            onOpen={(d) => {
              const p = of(d);
              if (p) goTo(p);
            }}
            {...(may
              ? {
                  onFix: (d, fix) => {
                    const p = of(d);
                    if (p)
                      mend(
                        p,
                        p.fixes.findIndex((f) => f.fix === fix),
                      );
                  },
                }
              : {})}
          />
        </section>
      ) : null}
      <div className="yaml-foot">
        <Saved file={file} may={may} />
        {problems.length > 0 ? (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={problems.some((p) => p.diagnostic.severity === "error") ? "error" : "warning"} size={14} />
            {t("problems", { n: problems.length })}
            <Icon name={open ? "down" : "up"} size={12} />
          </button>
        ) : (
          <span>{t("noProblems")}</span>
        )}
        <span className="yaml-hint">{t("hint")}</span>
        <span className="yaml-place">{t("line", { line: place.line, column: place.column })}</span>
      </div>
    </div>
  );
}

// The hooks of the editor that is shown. The extensions of a session live longer than a component.
const live: { current: Hooks } = {
  current: { t: ((key: string) => key) as unknown as Hooks["t"], cursor: () => {}, mend: () => {}, lost: () => {} },
};

function selectedOf(e: NonNullable<ReturnType<typeof entryAt>>) {
  if (e.section === "threats") return { kind: "findings", id: e.id };
  if (e.inner) return { kind: "interfaces", id: `${e.id}.${e.inner}` };
  const known = useProject.getState().view?.model.sections[e.section as "elements"];
  return known?.some((x) => x.id === e.id) ? { kind: e.section, id: e.id } : undefined;
}

function Saved({ file, may }: { file: string; may: boolean }) {
  const t = useWords(words);
  const pending = useProject((p) => p.pending.length > 0);
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    const look = () => setWaiting(session(file)?.waiting ?? false);
    const beat = setInterval(look, 300);
    return () => clearInterval(beat);
  }, [file]);
  if (!may)
    return (
      <span>
        <Icon name="lock" size={13} /> {t("readOnly")}
      </span>
    );
  return <span>{pending ? t("saving") : waiting ? t("unsaved") : t("saved")}</span>;
}

// What the word at the cursor means and what is found on its entry: what a mouse gets by hovering, for the keyboard.
function Here({ file, at, view }: { file: string; at: number; view: { current: EditorView | undefined } }) {
  const t = useWords(words);
  const project = useProject((p) => p.id);
  const findings = useView((s) => s.findings);
  const [help, setHelp] = useState<Help | undefined>(undefined);
  const [entry, setEntry] = useState<string | undefined>(undefined);
  useEffect(() => {
    const stop = new AbortController();
    const later = setTimeout(() => {
      const doc = view.current?.state.doc ?? session(file)?.doc;
      if (!doc || !project || at > doc.length) return;
      const e = entryAt(doc, at);
      setEntry(e ? (e.inner ? `interfaces/${e.id}.${e.inner}` : `${e.section}/${e.id}`) : undefined);
      void helpAt(project, doc, at, stop.signal).then((h) => {
        if (!stop.signal.aborted) setHelp(h);
      });
    }, 200);
    return () => {
      clearTimeout(later);
      stop.abort();
    };
  }, [at, file, project, view]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the findings are read from the store
  const list = useMemo(() => findingsOf(entry), [entry, findings]);
  const left = list.filter((f) => f.state === "open" || f.state === "review");
  const first = left[0] ?? list[0];
  return (
    <section className="yaml-here" aria-label={t("here")}>
      <p>
        {help && (help.title || help.text) ? (
          <>
            <code>{help.word}</code> <span lang="en">{[help.title, help.text].filter(Boolean).join(" · ")}</span>
          </>
        ) : (
          <span className="t-dim">{entry ? <code>{entry}</code> : null}</span>
        )}
      </p>
      {first ? (
        <p className="yaml-here-findings">
          <span>{left.length > 0 ? t("openFindings", { n: left.length }) : t("findings", { n: list.length })}</span>
          <button
            type="button"
            className="t-link-button"
            title={t("showFinding", { title: first.title })}
            onClick={() => select([{ kind: "findings", id: first.id }])}
          >
            {first.title}
          </button>
          <Severity level={first.severity} short />
        </p>
      ) : null}
    </section>
  );
}
