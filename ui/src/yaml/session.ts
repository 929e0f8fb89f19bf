// One open file of the project. It outlives the editor that shows it, so that nothing typed is lost when the page changes:
// edits go to the store a moment after the last key, one lot at a time, and what others write comes in.
import { Annotation, ChangeSet, EditorState, type Extension, type Text, Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Command, Diagnostic, Fix, State } from "@/api/types";
import { forgetSteps } from "@/project/back";
import { did } from "@/project/did";
import { type ProjectStore, send, typedOn, useProject } from "@/project/store";
import { Bytes } from "./bytes";
import { entryAt } from "./outline";
import { changesOf, difference, linesOf, Shadow } from "./shadow";
import { dropTyped, holdName, keepTyped, newName, type Typed, typedBefore } from "./typed";

/** An edit that came from the server. */
export const fromServer = Annotation.define<boolean>();

const idle = 250; // ms after the last key

/** A problem at its place in the text that is shown. */
export interface Problem {
  from: number;
  to: number;
  diagnostic: Diagnostic;
  fixes: { fix: Fix; changes: ChangeSet }[];
}

export class Session {
  readonly shadow: Shadow;
  state: EditorState | undefined;
  private view: EditorView | undefined;
  private mine: Command[] | undefined; // on its way
  private asked = false; // a person is asked about what is on its way
  private tries = 0;
  private readonly steps = new Set<number>(); // revisions with what was typed here
  private timer: ReturnType<typeof setTimeout> | undefined;
  private typedName: string | undefined; // under which what was typed is kept
  private release: (() => void) | undefined;
  private readonly stop: () => void;
  problems: Problem[] = [];
  /** Called after problems were told anew. */
  onProblems: (() => void) | undefined;
  /** Called with what was typed in lines that another took away meanwhile. */
  onLost: ((text: string) => void) | undefined;

  constructor(
    readonly project: string,
    readonly file: string,
    now: ProjectStore,
  ) {
    const raw = textOf(now.state, file) ?? "";
    const base = linesOf(raw);
    const waiting = now.pending.find((p) => p.commands.some((c) => c.verb === "text" && c.file === file));
    const edits = waiting?.commands[0];
    this.mine = waiting?.commands;
    const fits = waiting && edits?.verb === "text" && waiting.base === now.state?.revision;
    this.shadow = new Shadow(base, fits ? changesOf(base, edits.edits, new Bytes(raw)) : undefined, raw);
    this.takeProblems(now.state?.diagnostics ?? []);
    this.stop = useProject.subscribe((next, prev) => this.follow(next, prev));
    window.addEventListener("pagehide", this.flush);
  }

  get doc(): Text {
    return this.state ? this.state.doc : this.shadow.doc;
  }

  /** Is there something that the server does not have? */
  get waiting(): boolean {
    return this.shadow.dirty || this.mine !== undefined;
  }

  /** The state of an editor on this file. It keeps what can be taken back from one editor to the next. */
  open(extensions: Extension): EditorState {
    this.state ??= EditorState.create({ doc: this.shadow.doc, extensions });
    return this.state;
  }

  attach(view: EditorView) {
    this.view = view;
  }

  detach() {
    if (this.view) this.state = this.view.state;
    this.view = undefined;
    this.flush();
  }

  /** To be called with each transaction of the editor. */
  typed(tr: Transaction) {
    if (!tr.docChanged) return;
    this.state = tr.state;
    this.moveProblems(tr.changes);
    if (tr.annotation(fromServer)) return;
    this.shadow.local(tr.changes);
    this.tries = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.flush, idle);
  }

  /** Sends what has been typed, unless something is on its way already; then it follows that. */
  readonly flush = () => {
    clearTimeout(this.timer);
    const now = useProject.getState();
    // An edit counts bytes of the text that the server has, so nothing of this page may come before it.
    if (now.id !== this.project || !now.state) return;
    if (this.mine || (now.pending.length > 0 && !now.held)) return this.keep(now.person);
    const place = this.shadow.dirty ? this.placeName() : "";
    if (!this.shadow.take()) return;
    const commands: Command[] = [];
    this.mine = commands;
    this.tell(commands, now.state);
    void send(commands, did("edit", { place })).then((delta) => {
      if (delta) this.steps.add(delta.revision);
      if (!delta && this.mine === commands) this.refused();
    });
    this.forget(); // it is kept as an edit from now on
  };

  // What follows an edit that is on its way waits here, and outlives the page.
  private keep(by: string) {
    if (!this.shadow.dirty) return this.forget();
    if (!this.typedName) {
      this.typedName = newName(this.project);
      void holdName(this.typedName).then((release) => {
        this.release = release;
      });
    }
    const { sent, unsent } = this.shadow;
    keepTyped({ name: this.typedName, file: this.file, by, on: sent.toString(), changes: unsent.toJSON() });
  }

  /** All that was typed here has been taken back here: what it left among the steps of the project says nothing more. */
  takenBack() {
    this.flush();
    forgetSteps(() => this.steps);
  }

  private forget() {
    if (this.typedName) dropTyped(this.typedName);
    this.release?.();
    this.typedName = this.release = undefined;
  }

  /** Takes up what was typed on a page that closed before it could be sent. */
  take(t: Typed) {
    const since = difference(linesOf(t.on), this.shadow.sent);
    const changes = ChangeSet.fromJSON(t.changes).map(since).map(this.shadow.unsent);
    this.shadow.local(changes);
    this.show(changes);
    this.flush();
  }

  // The first entry that is edited names the change.
  private placeName(): string {
    let at = -1;
    this.shadow.unsent.iterChanges((_a, _b, from) => {
      if (at < 0) at = from;
    });
    const e = entryAt(this.doc, Math.max(at, 0));
    return e ? e.id : this.file;
  }

  private tell(commands: Command[], state: State) {
    const hash = state.files.find((f) => f.name === this.file)?.hash;
    commands[0] = { verb: "text", file: this.file, edits: this.shadow.edits(), ...(hash ? { hash } : {}) };
  }

  private refused() {
    this.mine = undefined;
    if (this.asked) {
      this.asked = false;
      this.show(this.shadow.drop()); // the person left theirs
      return;
    }
    this.shadow.again();
    if (this.tries++ < 1) this.flush();
  }

  private follow(next: ProjectStore, prev: ProjectStore) {
    if (next.id !== this.project) {
      this.close();
      return;
    }
    const [is, was] = [textOf(next.state, this.file), textOf(prev.state, this.file)];
    const left = this.mine !== undefined && !next.pending.some((p) => p.commands === this.mine);
    if (next.state !== prev.state && next.state) {
      const arrived = left;
      if (is !== undefined && (is !== was || arrived)) {
        if (arrived) {
          this.mine = undefined;
          this.asked = false;
        }
        this.show(this.shadow.server(linesOf(is), arrived, is));
        for (const text of this.shadow.lost.splice(0)) this.onLost?.(text);
      }
      if (next.state.diagnostics !== prev.state?.diagnostics) this.takeProblems(next.state.diagnostics);
    }
    if (was === undefined && is !== undefined) this.flush(); // it came back: what was typed meanwhile goes along
    this.conflict(next);
    if (next.held && !prev.held) this.hold(next.state);
    if (next.pending.length === 0 && this.shadow.dirty && !this.mine && prev.pending.length > 0) this.flush();
  }

  // Where a person is asked, "mine" means these edits on the newest text: the command is told anew.
  private conflict(next: ProjectStore) {
    if (!this.mine) return;
    if (next.conflict?.pending.commands === this.mine) {
      this.asked = true;
      if (next.state && next.state.revision >= next.conflict.head) this.tell(this.mine, next.state);
    } else if (this.asked && !next.held && next.pending.some((p) => p.commands === this.mine)) {
      this.asked = false; // answered with "mine", or sent after all
    }
  }

  // Nothing can be sent now: all that was typed waits as one edit, which its author may take along or let go.
  private hold(state: State | undefined) {
    if (!this.mine) return this.flush();
    this.asked = true;
    if (!this.shadow.dirty || !state) return;
    this.shadow.again();
    if (!this.shadow.take()) return;
    this.tell(this.mine, state);
    typedOn(this.mine);
    this.forget();
  }

  private show(changes: ChangeSet) {
    if (changes.empty) return;
    const spec = { changes, annotations: [fromServer.of(true), Transaction.addToHistory.of(false)] };
    if (this.view) this.view.dispatch(spec);
    else if (this.state) {
      this.moveProblems(changes);
      this.state = this.state.update(spec).state;
    }
  }

  private takeProblems(all: Diagnostic[]) {
    const bytes = this.shadow.bytes();
    this.problems = all
      .filter((d) => d.file === this.file)
      .map((d) => ({
        from: this.shadow.place(bytes.at(d.start), -1),
        to: this.shadow.place(bytes.at(d.end)),
        diagnostic: d,
        fixes: (d.fixes ?? []).map((fix) => ({
          fix,
          changes: this.shadow.shown(changesOf(this.shadow.base, fix.edits, bytes)),
        })),
      }));
    this.onProblems?.();
  }

  private moveProblems(changes: ChangeSet) {
    this.problems = this.problems.map((p) => ({
      ...p,
      from: changes.mapPos(p.from, -1),
      to: changes.mapPos(p.to, 1),
      fixes: p.fixes.map((f) => ({ ...f, changes: f.changes.map(changes) })),
    }));
  }

  close() {
    clearTimeout(this.timer);
    this.release?.();
    this.stop();
    window.removeEventListener("pagehide", this.flush);
    sessions.delete(this.file);
  }
}

const textOf = (s: State | undefined, file: string) => s?.files.find((f) => f.name === file)?.text;

const sessions = new Map<string, Session>();

/** The open file with a name; undefined where the project has none. */
export function session(file: string): Session | undefined {
  const now = useProject.getState();
  if (!now.id || textOf(now.state, file) === undefined) return undefined;
  const old = sessions.get(file);
  if (old && old.project === now.id) return old;
  old?.close();
  const made = new Session(now.id, file, now);
  sessions.set(file, made);
  return made;
}

/** Takes up what this person typed in the project on pages that closed before they could send it. */
export async function takeUp(project: string) {
  for (const t of typedBefore(project, useProject.getState().person)) {
    const release = await holdName(t.name);
    if (!release) continue; // another page has it open
    const s = useProject.getState().id === project ? session(t.file) : undefined;
    s?.take(t);
    if (s) dropTyped(t.name);
    release();
  }
}

/** Sends what has been typed in any file. */
export function flushAll() {
  for (const s of sessions.values()) s.flush();
}
