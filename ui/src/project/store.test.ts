import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, Offline } from "@/api/client";
import type { Session } from "@/api/schema";
import type { Command, Delta, State } from "@/api/types";
import { answerDoubt, redo, undo } from "./back";
import { did } from "./did";
import { keptText } from "./kept";
import { browserKeep, type Keep, type Pending } from "./queue";
import { applyCommand, applyDelta } from "./reduce";
import { delta, sample } from "./sample";
import type { Steps, Trail } from "./steps";
import {
  answerConflict,
  catchUp,
  closeProject,
  flush,
  given,
  ground,
  letGo,
  onNewcomer,
  openProject,
  receive,
  select,
  send,
  signedIn,
  useProject,
} from "./store";

const get = useProject.getState;
const name = (s: State | undefined) => s?.model.sections.elements?.[0]?.name;
const setName = (value: string): Command => ({ verb: "set", path: "elements/pcu/name", value });

/** A server that knows commands by the same pure functions, answers twice to the same key, and can be cut off. */
class Server {
  state = sample();
  log: Delta[] = [];
  posts: { base: number; key: string }[] = [];
  cut = false;
  lose = 0; // answers that get lost after the work is done
  refuse?: ApiError;

  person = ""; // who is signed in; empty: nobody needs to

  full = false; // takes no edit for want of room
  archived = false;
  gone = false;

  reach() {
    if (this.cut) throw new Offline();
    if (this.gone) throw new ApiError({ title: "Not Found", status: 404, code: "missing" });
  }
  do(key: string, commands: Command[], author = "me"): Delta {
    const now = commands.reduce(applyCommand, this.state);
    const entries: Delta["entries"] = {
      elements: Object.fromEntries((now.model.sections.elements ?? []).map((e) => [e.id, e])),
    };
    const d = delta(this.state.revision, { key, author, entries, title: `Set ${name(now)}` });
    this.state = applyDelta(this.state, d);
    this.log.push(d);
    return d;
  }
  /** The owner archives the project, or takes it back. */
  turn(archived: boolean): Delta {
    const d = delta(this.state.revision, { key: "", author: "owner", archived });
    this.state = applyDelta(this.state, d);
    this.log.push(d);
    return d;
  }
  api = {
    session: async () => {
      if (this.cut) throw new Offline();
      const user = { admin: false, name: this.person || "folder", shown: "" };
      return { accounts: this.person !== "", mode: "database", needsSignIn: false, user, version: "" } as Session;
    },
    state: async () => {
      this.reach();
      return this.state;
    },
    deltas: async (_: string, since: number) => {
      this.reach();
      return this.log.filter((d) => d.base >= since);
    },
    commands: async (_: string, p: { base: number; key: string; commands: Command[] }) => {
      this.reach();
      this.posts.push(p);
      const done = this.log.find((d) => d.key === p.key);
      if (done) return done;
      if (this.archived) throw new ApiError({ title: "Conflict", status: 409, code: "archived" });
      if (this.full) throw new ApiError({ title: "Full", status: 507, code: "full", detail: "the disk is full" });
      const no = this.refuse;
      if (no) {
        this.refuse = undefined;
        throw no;
      }
      const d = this.do(p.key, p.commands);
      if (this.lose > 0) {
        this.lose--;
        throw new Offline();
      }
      return d;
    },
    undo: async (_: string, w: { key: string; force?: boolean }) => {
      const no = this.refuse;
      if (no && !w.force) throw no;
      return this.do(w.key, [setName("undone")]);
    },
    redo: async (_: string, w: { key: string }) => this.do(w.key, [setName("redone")]),
    contentOf: async (_: string, revision: number) => this.log.find((d) => d.revision === revision)?.hash,
  };
}

let server: Server;
let kept: Map<string, Pending>;
let trail: Map<string, Steps>;
const keep: Keep = {
  load: () => [...kept.values()].sort((a, b) => a.made - b.made),
  put: (_, p) => void kept.set(p.key, p),
  drop: (_, key) => void kept.delete(key),
};

beforeEach(async () => {
  vi.useFakeTimers();
  closeProject();
  server = new Server();
  kept = new Map();
  trail = new Map();
  let n = 0;
  const steps: Trail = {
    load: (id, person) => trail.get(id + person) ?? { undo: [], redo: [] },
    put: (id, person, s) => void trail.set(id + person, s),
  };
  Object.assign(ground, { api: server.api, keep, trail: steps, uuid: () => `key-${++n}`, now: () => Date.now() });
  await openProject("pump");
});

const settle = async (ms = 0) => {
  await vi.advanceTimersByTimeAsync(ms);
};

describe("sending", () => {
  it("shows at once, then has the server's answer", async () => {
    const done = send([setName("New")]);
    expect(name(get().view)).toBe("New");
    expect(name(get().state)).toBe("Control unit");
    expect(get().pending.length).toBe(1);
    const d = await done;
    expect(d?.revision).toBe(4);
    expect([name(get().state), get().pending.length, get().undo.length, kept.size]).toEqual(["New", 0, 1, 0]);
  });

  it("keeps the order of many and never sends two at once", async () => {
    await Promise.all(["a", "b", "c"].map((x) => send([setName(x)])));
    expect(server.log.map((d) => d.title)).toEqual(["Set a", "Set b", "Set c"]);
    expect(name(get().view)).toBe("c");
    // Each knows the revision of the one before: one's own edits never clash.
    expect(server.posts.map((p) => p.base)).toEqual([3, 4, 5]);
  });

  it("keeps edits while offline and sends them when the line is back, each once", async () => {
    server.cut = true;
    void send([setName("a")]);
    void send([setName("b")]);
    await settle();
    expect([get().offline, get().pending.length, kept.size, name(get().view)]).toEqual([true, 2, 2, "b"]);
    server.cut = false;
    await settle(20_000);
    expect([get().offline, get().pending.length, kept.size]).toEqual([false, 0, 0]);
    expect(server.log.map((d) => d.title)).toEqual(["Set a", "Set b"]);
  });

  it("sends again with the same key where the answer was lost, and it is done once", async () => {
    server.lose = 1;
    const done = send([setName("once")]);
    await settle(2000);
    await done;
    expect(server.log.length).toBe(1);
    expect(server.posts.length).toBe(2);
    expect(get().pending).toEqual([]);
  });

  it("sends after a reload what was kept", async () => {
    server.cut = true;
    void send([setName("kept")]);
    await settle();
    closeProject();
    expect(get().view).toBeUndefined();
    server.cut = false;
    await openProject("pump");
    await settle(100);
    expect(server.log.map((d) => d.title)).toEqual(["Set kept"]);
    expect(kept.size).toBe(0);
  });

  it("keeps what was typed when the session is over, and sends it after signing in", async () => {
    server.refuse = new ApiError({ title: "Unauthorized", status: 401, code: "sign-in", detail: "sign in first" });
    void send([setName("a")]);
    void send([setName("b")]);
    await settle();
    expect([get().status, get().pending.length, kept.size, server.log.length]).toEqual(["failed", 2, 2, 0]);
    await openProject("pump");
    await settle();
    expect([get().status, get().pending.length, kept.size]).toEqual(["ready", 0, 0]);
    expect(server.log.map((d) => d.title)).toEqual(["Set a", "Set b"]);
  });

  it("keeps what meets an archived project unsent, also over a reload, and sends it when it is taken back", async () => {
    await send([setName("before")]);
    server.archived = true;
    void send([setName("after")]);
    await settle();
    // It is not shown as if it were there: others see the project without it.
    expect([name(get().view), get().pending.length, get().refused, get().held]).toEqual([
      "before",
      1,
      undefined,
      "archived",
    ]);
    expect(get().view?.project.archived).toBe(true);
    expect(await undo()).toBeUndefined();
    closeProject();
    server.state = { ...server.state, project: { ...server.state.project, archived: true } };
    await openProject("pump");
    await settle(60_000);
    expect([get().pending.length, kept.size, get().held, server.log.length]).toEqual([1, 1, "archived", 1]);
    server.archived = false;
    receive(server.turn(false));
    await settle();
    expect([name(get().view), get().pending.length, kept.size, get().held]).toEqual(["after", 0, 0, undefined]);
    expect(get().archiving).toEqual({ archived: false, by: "owner" });
    expect(server.posts.filter((p) => p.key === "key-2").length).toBeGreaterThan(1); // the same edit, once done
    expect(await undo()).toBe("Set after");
  });

  it("keeps what a person wrote whose role was taken away, until it is given back", async () => {
    const no = new ApiError({
      title: "Forbidden",
      status: 403,
      code: "forbidden",
      detail: "this needs the role editor",
    });
    server.refuse = no;
    server.state = { ...server.state, project: { ...server.state.project, role: "reviewer" } };
    void send([setName("mine")]);
    void send([setName("mine too")]);
    await settle(60_000);
    expect([get().held, get().pending.length, kept.size, get().view?.project.role]).toEqual(["role", 2, 2, "reviewer"]);
    expect([server.posts.length, get().refused, name(get().view)]).toEqual([1, undefined, "Control unit"]);
    given("reader");
    await settle();
    expect([get().held, get().pending.length]).toEqual(["role", 2]);
    given("editor");
    await settle();
    expect([get().held, get().pending.length, name(get().state)]).toEqual([undefined, 0, "mine too"]);
  });

  it("believes no answer that is older than what was told meanwhile", async () => {
    const old = { ...server.state, project: { ...server.state.project, role: "reader" as const } };
    const answer = server.api.state;
    let late = (_: State) => {};
    server.api.state = () => new Promise((resolve) => (late = resolve));
    server.refuse = new ApiError({ title: "Forbidden", status: 403, code: "forbidden" });
    void send([setName("mine")]);
    await settle();
    expect(get().held).toBe("role");
    server.api.state = answer;
    given("owner"); // the live line is faster than the answer
    await settle();
    late(old);
    await settle();
    expect([get().view?.project.role, get().held, name(get().state)]).toEqual(["owner", undefined, "mine"]);
  });

  it("keeps what was written to a project that is gone, and sends it where it comes back", async () => {
    server.gone = true;
    void send([setName("kept")]);
    await settle(60_000);
    expect([get().status, get().pending.length, kept.size]).toEqual(["missing", 1, 1]);
    closeProject();
    await openProject("pump");
    await settle(60_000);
    expect([get().status, get().pending.length, kept.size]).toEqual(["missing", 1, 1]);
    server.gone = false;
    await openProject("pump");
    await settle();
    expect([get().status, get().pending.length, name(get().state)]).toEqual(["ready", 0, "kept"]);
  });

  it("lets go what is held when its author says so, and goes on", async () => {
    server.archived = true;
    const sent = send([setName("dropped")]);
    await settle();
    expect(keptText(get().pending)).toContain("elements/pcu/name: dropped");
    letGo();
    expect(await sent).toBeUndefined();
    expect([get().pending.length, kept.size, get().held]).toEqual([0, 0, undefined]);
    server.archived = false;
    receive(server.turn(true));
    receive(server.turn(false));
    await send([setName("next")]);
    expect(name(get().state)).toBe("next");
  });

  it("hands back what it has to give up long after it was written", async () => {
    server.cut = true;
    void send([setName("long")]);
    await settle(60_000);
    server.cut = false;
    server.refuse = new ApiError({ title: "No", status: 422, code: "refused", detail: "that is no name" });
    await flush();
    expect([get().pending.length, get().refused?.yours]).toEqual([0, expect.stringContaining("name: long")]);
  });

  it("takes back what is refused and says why", async () => {
    server.refuse = new ApiError({
      title: "No",
      status: 422,
      code: "needs",
      detail: "needs a reason",
      needs: [{ field: "because", message: "say why" }],
    });
    expect(await send([setName("x")], did("rename", { name: "x" }))).toBeUndefined();
    expect([name(get().view), get().pending.length, kept.size]).toEqual(["Control unit", 0, 0]);
    expect(get().refused).toMatchObject({
      title: "Rename to x",
      detail: "needs a reason",
      code: "needs",
      needs: [{ field: "because" }],
    });
  });

  it("says that the server has no room, keeps the edit and sends it once there is", async () => {
    server.full = true;
    void send([setName("kept")]);
    await settle(5000);
    expect([get().stuck, get().pending.length, kept.size, get().refused]).toEqual(["full", 1, 1, undefined]);
    server.full = false;
    await settle(20_000);
    expect([get().stuck, get().offline, get().pending.length]).toEqual([undefined, false, 0]);
    expect(server.log.map((d) => d.title)).toEqual(["Set kept"]);
  });

  it("is quiet where nothing changes", async () => {
    server.refuse = new ApiError({ title: "No", status: 422, code: "nothing" });
    await send([setName("Control unit")]);
    expect(get().refused).toBeUndefined();
    expect(get().pending).toEqual([]);
  });
});

describe("deltas of others", () => {
  it("are taken in order, twice or early", async () => {
    const [a, b, c] = ["a", "b", "c"].map((x) => server.do(`other-${x}`, [setName(x)], "Ann")) as [Delta, Delta, Delta];
    receive(a);
    receive(a);
    expect(get().state?.revision).toBe(4);
    receive(c);
    await settle();
    expect([get().state?.revision, name(get().view)]).toEqual([6, "c"]);
    receive(b);
    expect(get().state?.revision).toBe(6);
  });

  it("tell what the server has to say besides", () => {
    receive(delta(3, { notice: { kind: "overtaken", changes: ["Set a (3, Ann)"] } }));
    expect(get().notice).toMatchObject({ kind: "overtaken", changes: ["Set a (3, Ann)"] });
  });

  it("of any order and repetition end at the server's state", async () => {
    let seed = 11;
    const next = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    for (let i = 0; i < 30; i++) server.do(`o${i}`, [setName(`n${i}`)], "Ann");
    for (let i = 0; i < 80; i++) {
      const d = server.log[next(server.log.length)];
      if (d) receive(d);
      if (next(10) === 0) await settle();
    }
    await catchUp();
    expect(get().state?.model).toEqual(server.state.model);
    expect(get().state?.revision).toBe(server.state.revision);
  });

  it("leave edits on their way on top", async () => {
    server.cut = true;
    void send([setName("mine")]);
    await settle();
    receive(server.do("ann", [{ verb: "set", path: "elements/server/name", value: "Other" }], "Ann"));
    expect(name(get().view)).toBe("mine");
    expect(get().view?.model.sections.elements?.[1]?.name).toBe("Other");
  });

  it("move the base of an edit only where they do not touch it", async () => {
    server.cut = true;
    void send([{ verb: "set", path: "flows/f1/to", value: "server" }]);
    await settle();
    receive(server.do("ann", [setName("x")], "Ann"));
    expect(get().pending[0]?.base).toBe(4);
    void send([setName("mine")]);
    receive(server.do("bob", [setName("y")], "Bob"));
    expect(get().pending.map((p) => p.base)).toEqual([5, 4]);
  });

  it("rename what an edit on its way writes to", async () => {
    server.cut = true;
    void send([setName("mine"), { verb: "attribute", target: "pcu.net", key: "open", value: "no" }]);
    await settle();
    receive(delta(3, { renamed: [{ section: "elements", from: "pcu", to: "core" }] }));
    expect(get().pending[0]?.commands).toEqual([
      { verb: "set", path: "elements/core/name", value: "mine" },
      { verb: "attribute", target: "core.net", key: "open", value: "no" },
    ]);
  });

  it("rename what is selected", () => {
    select([{ kind: "elements", id: "pcu" }]);
    receive(delta(3, { renamed: [{ section: "elements", from: "pcu", to: "core" }] }));
    expect(get().selection).toEqual([{ kind: "elements", id: "core" }]);
  });

  it("that are too far back make the state load anew", async () => {
    server.do("o", [setName("far")], "Ann");
    server.api.deltas = async () => {
      throw new ApiError({ title: "Gone", status: 410, code: "gone" });
    };
    await catchUp();
    expect(name(get().view)).toBe("far");
  });
});

describe("a conflict", () => {
  const clash = () =>
    new ApiError({
      title: "Conflict",
      status: 409,
      code: "clash",
      head: 4,
      clashes: [{ path: "elements/pcu/name", theirs: "Ann's", yours: "mine", by: "Ann" }],
    });

  it("stops the queue until it is answered; mine writes over theirs with a new key", async () => {
    server.do("ann", [setName("Ann's")], "Ann");
    server.refuse = clash();
    const done = send([setName("mine")]);
    const next = send([{ verb: "set", path: "elements/server/name", value: "later" }]);
    await settle(30_000);
    expect(get().conflict?.clashes[0]?.by).toBe("Ann");
    expect(server.posts.length).toBe(1);
    await answerConflict("mine");
    await Promise.all([done, next]);
    expect(name(get().state)).toBe("mine");
    expect(server.posts[1]).toMatchObject({ base: 4 });
    expect(server.posts[1]?.key).not.toBe(server.posts[0]?.key);
    expect([get().conflict, get().pending.length, kept.size]).toEqual([undefined, 0, 0]);
  });

  for (const [choice, stands, revision] of [
    ["mine", "second", 6],
    ["theirs", "Ann's", 4],
  ] as const) {
    it(`is asked once about a field that was written twice: ${choice}`, async () => {
      server.cut = true;
      const all = [send([setName("first")]), send([setName("second")])];
      await settle();
      server.cut = false;
      receive(server.do("ann", [setName("Ann's")], "Ann"));
      server.refuse = clash();
      await settle(30_000);
      expect(get().conflict?.clashes).toMatchObject([{ theirs: "Ann's", yours: "second" }]);
      await answerConflict(choice);
      await Promise.all(all);
      expect([name(get().view), get().state?.revision, get().conflict]).toEqual([stands, revision, undefined]);
      expect([get().pending.length, kept.size]).toEqual([0, 0]);
    });
  }

  it("says nothing of a later edit that writes more than the field in question", async () => {
    server.cut = true;
    void send([setName("mine")]);
    void send([setName("mine too"), { verb: "set", path: "elements/pcu/zone", value: "z1" }]);
    await settle();
    receive(server.do("ann", [setName("Ann's")], "Ann"));
    server.cut = false;
    server.refuse = clash();
    await settle(30_000);
    expect(get().conflict?.clashes[0]?.yours).toBe("mine");
    server.refuse = clash();
    await answerConflict("theirs");
    expect(get().conflict?.pending.commands.length).toBe(2);
  });

  it("leaves theirs and goes on", async () => {
    server.do("ann", [setName("Ann's")], "Ann");
    server.refuse = clash();
    const done = send([setName("mine")]);
    const next = send([{ verb: "set", path: "elements/server/name", value: "later" }]);
    await settle();
    await answerConflict("theirs");
    expect(await done).toBeUndefined();
    expect((await next)?.revision).toBe(5);
    expect(name(get().view)).toBe("Ann's");
  });
});

describe("undo", () => {
  it("waits for the answer to an edit that the live line told first", async () => {
    await send([setName("a")]);
    let answer = () => {};
    const open = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { commands } = server.api;
    ground.api.commands = async (id, p) => {
      const d = await commands(id, p);
      receive(d);
      await open;
      return d;
    };
    const sent = send([setName("b")]);
    await vi.waitFor(() => expect(get().pending).toEqual([]));
    const back = undo();
    await settle();
    answer();
    await sent;
    expect(await back).toBe("Set b");
  });

  it("has names, and redo brings back", async () => {
    await send([setName("a")]);
    expect(get().undo.at(-1)?.title).toBe("Set a");
    expect(await undo()).toBe("Set a");
    expect([name(get().view), get().undo.length, get().redo.length]).toEqual(["undone", 0, 1]);
    expect(await redo()).toBe("Set a");
    expect([name(get().view), get().undo.length, get().redo.length]).toEqual(["redone", 1, 0]);
    expect(await redo()).toBeUndefined();
  });

  it("asks where something later rests on it", async () => {
    await send([setName("a")]);
    server.refuse = new ApiError({ title: "Conflict", status: 409, code: "clash", detail: "something rests on it" });
    expect(await undo()).toBeUndefined();
    expect(get().doubt).toMatchObject({ from: "undo" });
    expect(await answerDoubt(false)).toBeUndefined();
    expect([name(get().view), get().doubt]).toEqual(["a", undefined]);
    await undo();
    expect(await answerDoubt(true)).toBe("Set a");
    expect([name(get().view), get().redo.length]).toEqual(["undone", 1]);
  });

  it("survives loading the page anew, in order and with what was made meanwhile", async () => {
    await send([setName("a")]);
    await send([setName("b")]);
    await undo();
    closeProject(); // the page goes, its storage stays
    await openProject("pump");
    expect([get().undo.map((s) => s.title), get().redo.map((s) => s.title)]).toEqual([["Set a"], ["Set b"]]);
    expect(await redo()).toBe("Set b");
    expect(await undo()).toBe("Set b");
    closeProject();
    const opened = openProject("pump");
    await settle();
    await opened;
    await send([setName("c")]);
    expect([get().undo.map((s) => s.title), get().redo]).toEqual([["Set a", "Set c"], []]);
  });

  it("offers nothing of another history under the same name", async () => {
    await send([setName("a")]);
    trail.set("pump", { undo: get().undo.map((s) => ({ ...s, hash: "of another folder" })), redo: [] });
    closeProject();
    await openProject("pump");
    expect([get().undo, trail.get("pump")?.undo]).toEqual([[], []]);
  });

  it("is forgotten forward by a new edit", async () => {
    await send([setName("a")]);
    await undo();
    await send([setName("b")]);
    expect(get().redo).toEqual([]);
  });
});

describe("another person who signs in", () => {
  const enter = async (person: string) => {
    server.person = person;
    signedIn(person);
    await openProject("pump");
    await settle(100);
  };

  it("neither sees nor sends the edits of the one before, who sends them later", async () => {
    await enter("anna");
    server.cut = true;
    void send([setName("Anna's")]);
    await settle();
    server.cut = false;
    await enter("bea");
    expect([name(get().view), get().pending, get().unsentOf]).toEqual(["Control unit", [], ["anna"]]);
    await send([{ verb: "set", path: "elements/server/name", value: "Bea's" }]);
    await settle(30_000);
    expect([server.log.length, kept.size]).toEqual([1, 1]);
    await enter("anna");
    expect([name(server.state), get().unsentOf, kept.size]).toEqual(["Anna's", [], 0]);
  });

  it("takes back only what is their own", async () => {
    await enter("anna");
    await send([setName("Anna's")]);
    await enter("bea");
    expect(get().undo).toEqual([]);
    await enter("anna");
    expect(get().undo.map((s) => s.title)).toEqual(["Set Anna's"]);
  });

  it("gets no answer that was meant for the one before", async () => {
    await enter("anna");
    const sent = send([setName("Anna's")]);
    server.person = "bea";
    signedIn("bea");
    await openProject("pump");
    await sent;
    expect(get().undo).toEqual([]);
  });

  it("takes the place of the one before in other tabs, too", async () => {
    await enter("anna");
    await send([setName("Anna's")]);
    server.person = "bea";
    const told = vi.fn();
    const off = onNewcomer(told);
    window.dispatchEvent(new StorageEvent("storage", { key: "theriac.person", newValue: "bea" }));
    await settle(100);
    off();
    expect([get().status, get().person, get().undo.length, told.mock.calls.length]).toEqual(["ready", "bea", 0, 1]);
  });

  it("does not send edits that nobody put a name to", async () => {
    server.cut = true;
    void send([setName("whose")]);
    await settle();
    server.cut = false;
    await enter("bea");
    expect([get().pending, get().unsentOf, server.log.length, kept.size]).toEqual([[], [], 0, 1]);
  });
});

describe("selection", () => {
  it("adds and lets go", () => {
    const a = { kind: "elements", id: "pcu" };
    const b = { kind: "flows", id: "f1" };
    select([a]);
    select([b], true);
    expect(get().selection).toEqual([a, b]);
    select([a], true);
    expect(get().selection).toEqual([b]);
    select([]);
    expect(get().selection).toEqual([]);
  });
});

describe("what the browser keeps", () => {
  it("survives, in order, one item for each edit", () => {
    localStorage.clear();
    const p = (key: string, made: number): Pending => ({ key, base: 1, commands: [setName(key)], made });
    browserKeep.put("pump", p("b", 2));
    browserKeep.put("pump", p("a", 1));
    browserKeep.put("other", p("c", 3));
    localStorage.setItem("theriac.pending.pump/broken", "{");
    expect(browserKeep.load("pump").map((x) => x.key)).toEqual(["a", "b"]);
    browserKeep.drop("pump", "a");
    expect(browserKeep.load("pump").map((x) => x.key)).toEqual(["b"]);
  });
});

it("flush without a project does nothing", async () => {
  closeProject();
  await flush();
  expect(server.posts).toEqual([]);
});
