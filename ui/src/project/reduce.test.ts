import { describe, expect, it } from "vitest";
import type { Command, Entry, State } from "@/api/types";
import { applyCommand, applyDelta, applyEdits, byRank, touched, touchedBy } from "./reduce";
import { delta, finding, sample } from "./sample";

const ids = (list: { id: string }[] | undefined) => (list ?? []).map((x) => x.id).join(" ");
const freeze = <T>(o: T): T => {
  if (o && typeof o === "object") {
    for (const v of Object.values(o)) freeze(v);
    Object.freeze(o);
  }
  return o;
};

describe("a delta", () => {
  it("says anew how flows are protected, and leaves what is as it was", () => {
    const known = applyDelta(freeze(sample()), delta(3, { protection: { f1: "none", f2: "unknown" } }));
    expect(known.protection).toEqual({ f1: "none" });
    const same = applyDelta(freeze(known), delta(4, { protection: { f1: "none" } }));
    expect(same.protection).toBe(known.protection);
    expect(applyDelta(freeze(same), delta(5, { protection: { f1: "unknown" } })).protection).toEqual({});
  });

  it("follows its base and no other revision", () => {
    expect(() => applyDelta(sample(), delta(2))).toThrow();
    expect(() => applyDelta(sample(), delta(4))).toThrow();
    const next = applyDelta(freeze(sample()), delta(3));
    expect([next.revision, next.hash]).toEqual([4, "h4"]);
  });

  it("changes, adds, removes and orders entries, and leaves others the very same", () => {
    const old = freeze(sample());
    const next = applyDelta(
      old,
      delta(3, {
        entries: { elements: { pcu: { id: "pcu", name: "New" }, server: null, nurse: { id: "nurse" } } },
        order: { elements: ["nurse", "pcu"] },
      }),
    );
    expect(ids(next.model.sections.elements)).toBe("nurse pcu");
    expect(next.model.sections.elements?.[1]?.name).toBe("New");
    expect(next.model.sections.flows).toBe(old.model.sections.flows);
    expect(next.findings).toBe(old.findings);
    expect(next.files).toBe(old.files);
    expect(next.diagnostics).toBe(old.diagnostics);
  });

  it("moves problems that it does not name again with the text", () => {
    const at = (start: number, end: number, line: number, column: number) => ({
      ...{ code: "x", file: "theriac.yaml", message: "m", severity: "warning" as const, start, end, line, column },
      fixes: [{ title: "f", edits: [{ start, end, text: "y" }] }],
    });
    const files = [{ name: "theriac.yaml", text: "id: é\nname: pump\n", hash: "h" }];
    const old = freeze({ ...sample(), files, diagnostics: [at(13, 17, 2, 7)] });
    const next = applyDelta(
      old,
      delta(3, { files: { "theriac.yaml": { edits: [{ start: 4, end: 6, text: "ö\n# ü\n" }], hash: "i" } } }),
    );
    expect(next.files[0]?.text).toBe("id: ö\n# ü\n\nname: pump\n");
    expect(next.diagnostics).toEqual([at(19, 23, 4, 7)]);
  });

  it("keeps findings in rank order", () => {
    const next = applyDelta(
      freeze(sample()),
      delta(3, {
        findings: {
          upsert: [finding("c@pcu", 15), finding("b@f1", 30), finding("d@pcu", 20), finding("0@pcu", 20)],
          gone: [],
        },
      }),
    );
    expect(ids(next.findings)).toBe("b@f1 0@pcu a@pcu d@pcu c@pcu");
    expect(ids(applyDelta(sample(), delta(3, { findings: { upsert: [], gone: ["a@pcu"] } })).findings)).toBe("b@f1");
  });

  it("keeps findings in rank order whatever comes and goes", () => {
    let seed = 3;
    const next = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    let state: State = { ...sample(), findings: [] };
    const truth = new Map<string, ReturnType<typeof finding>>();
    for (let round = 0; round < 300; round++) {
      const upsert = [...new Set(Array.from({ length: next(6) }, () => `t${next(40)}@x`))].map((id) =>
        finding(id, next(12)),
      );
      const gone = [...truth.keys()].filter((id) => next(8) === 0 && !upsert.some((f) => f.id === id));
      for (const f of upsert) truth.set(f.id, f);
      for (const id of gone) truth.delete(id);
      state = applyDelta(state, delta(state.revision, { findings: { upsert, gone } }));
      expect(state.findings).toEqual([...truth.values()].sort(byRank));
    }
  });

  it("moves boxes, leads flows and forgets them", () => {
    const next = applyDelta(
      freeze(sample()),
      delta(3, { layout: { default: { pcu: null }, update: { server: { x: 3, y: 4 } } } }),
    );
    expect(next.model.layout).toEqual({ update: { server: { x: 3, y: 4 }, f1: { via: [[5, 6]] } } });
    const straight = applyDelta(next, delta(4, { layout: { update: { f1: null }, v: { f1: { via: [[7, 8]] } } } }));
    expect(straight.model.layout).toEqual({ update: { server: { x: 3, y: 4 } }, v: { f1: { via: [[7, 8]] } } });
  });

  it("edits files by bytes, and follows files that come and go", () => {
    const next = applyDelta(
      freeze(sample()),
      delta(3, {
        files: {
          "theriac.yaml": { edits: [{ start: 8, end: 9, text: "M" }], hash: "t4" },
          "layout.yaml": { created: true, edits: [{ start: 0, end: 0, text: "x: 1\n" }], hash: "l" },
        },
      }),
    );
    // ü takes two bytes: byte 9 is the m after it.
    expect(next.files.map((f) => f.text)).toEqual([
      applyEdits("name: Pümpe\n", [{ start: 8, end: 9, text: "M" }]),
      "x: 1\n",
    ]);
    const gone = applyDelta(next, delta(4, { files: { "layout.yaml": { removed: true } } }));
    expect(gone.files.map((f) => f.name)).toEqual(["theriac.yaml"]);
  });

  it("takes a new head, name and scales", () => {
    const next = applyDelta(freeze(sample()), delta(3, { head: { id: "pump", name: "Better pump" } }));
    expect(next.project.name).toBe("Better pump");
    expect(next.model.head.device).toBeUndefined();
  });
});

describe("edits of text", () => {
  it("count bytes of UTF-8", () => {
    expect(
      applyEdits("aü€😀b", [
        { start: 1, end: 3, text: "u" },
        { start: 6, end: 10, text: "" },
      ]),
    ).toBe("au€b");
    expect(applyEdits("", [{ start: 0, end: 0, text: "neu\n" }])).toBe("neu\n");
    expect(applyEdits("abc", [])).toBe("abc");
    // A byte order mark is three bytes of the text: without it, every edit that follows would land three bytes off.
    expect(applyEdits("\ufeffabc", [{ start: 4, end: 5, text: "!" }])).toBe("\ufeffa!c");
  });

  it("are what cutting the bytes gives", () => {
    const text = "zö: {a: 1} # ✓ 😀\nend\n";
    const bytes = new TextEncoder().encode(text);
    const cuts = [0];
    for (const c of text) cuts.push((cuts.at(-1) ?? 0) + new TextEncoder().encode(c).length);
    for (const a of cuts) {
      for (const b of cuts.filter((x) => x >= a)) {
        const want = new TextDecoder().decode(new Uint8Array([...bytes.slice(0, a), 33, ...bytes.slice(b)]));
        expect(applyEdits(text, [{ start: a, end: b, text: "!" }])).toBe(want);
      }
    }
  });
});

describe("a command shows at once", () => {
  const after = (c: Command) => applyCommand(freeze(sample()), c);
  const element = (s: State, id: string) => s.model.sections.elements?.find((e) => e.id === id) as Entry;

  it.each<[string, Command, (s: State) => unknown, unknown]>([
    ["set", { verb: "set", path: "elements/pcu/zone", value: "z1" }, (s) => element(s, "pcu").zone, "z1"],
    [
      "set below",
      { verb: "set", path: "elements/pcu/attributes/secure-boot", value: "yes" },
      (s) => element(s, "pcu").attributes,
      { "secure-boot": "yes" },
    ],
    [
      "set of an interface",
      { verb: "set", path: "elements/pcu/interfaces/usb/state", value: "closed" },
      (s) => element(s, "pcu").interfaces,
      [{ id: "usb", state: "closed" }],
    ],
    [
      "set of the head",
      { verb: "set", path: "device/traits/legacy", value: "no" },
      (s) => s.model.head.device,
      { type: "infusion-pump", traits: { legacy: "no" } },
    ],
    ["unset", { verb: "unset", path: "elements/pcu/zone" }, (s) => "zone" in element(s, "pcu"), false],
    [
      "attribute",
      { verb: "attribute", target: "f1", key: "mtls", value: "no" },
      (s) => s.model.sections.flows?.[0]?.attributes,
      { mtls: "no" },
    ],
    [
      "attribute of an interface",
      { verb: "attribute", target: "pcu.usb", key: "lock", value: "yes" },
      (s) => element(s, "pcu").interfaces,
      [{ id: "usb", state: "open", attributes: { lock: "yes" } }],
    ],
    [
      "append",
      { verb: "append", path: "elements/server/runs", value: "java" },
      (s) => element(s, "server").runs,
      ["windows", "java"],
    ],
    [
      "drop",
      { verb: "drop", path: "flows/f1/carries", value: "lib" },
      (s) => "carries" in (s.model.sections.flows?.[0] ?? {}),
      false,
    ],
    [
      "add",
      { verb: "add", section: "elements", id: "nurse", fields: { name: "Nurse" } },
      (s) => ids(s.model.sections.elements),
      "pcu server nurse",
    ],
    [
      "add to a new section",
      { verb: "add", section: "hazards", id: "H1", fields: {} },
      (s) => ids(s.model.sections.hazards),
      "H1",
    ],
    ["remove", { verb: "remove", section: "elements", id: "pcu" }, (s) => ids(s.model.sections.elements), "server"],
    [
      "rename",
      { verb: "rename", section: "elements", id: "pcu", to: "core" },
      (s) => [ids(s.model.sections.elements), s.model.sections.flows?.[0]?.to],
      ["core server", "core"],
    ],
    ["move an element", { verb: "move", id: "pcu", zone: "" }, (s) => "zone" in element(s, "pcu"), false],
    ["move a zone", { verb: "move", id: "z2", zone: "" }, (s) => "in" in (s.model.sections.zones?.[1] ?? {}), false],
    [
      "order",
      { verb: "order", section: "elements", id: "server", before: "pcu" },
      (s) => ids(s.model.sections.elements),
      "server pcu",
    ],
    [
      "connect",
      { verb: "connect", id: "f2", from: "pcu", to: "server", fields: {} },
      (s) => ids(s.model.sections.flows),
      "f1 f2",
    ],
    [
      "reconnect",
      { verb: "reconnect", flow: "f1", end: "from", to: "pcu" },
      (s) => s.model.sections.flows?.[0]?.from,
      "pcu",
    ],
    [
      "place keeps the size",
      { verb: "place", view: "default", target: "pcu", x: 7, y: 8 },
      (s) => s.model.layout.default?.pcu,
      { x: 7, y: 8, w: 10, h: 5 },
    ],
    [
      "place keeps a lock",
      { verb: "place", view: "update", target: "server", x: 7, y: 8 },
      (s) => s.model.layout.update?.server,
      { x: 7, y: 8, locked: true },
    ],
    [
      "place leads a flow through points",
      { verb: "place", view: "default", target: "f1", via: [[1, 2]] },
      (s) => s.model.layout.default,
      { pcu: { x: 0, y: 0, w: 10, h: 5 }, f1: { via: [[1, 2]] } },
    ],
    [
      "place without points lets a flow find its way",
      { verb: "place", view: "update", target: "f1", via: [] },
      (s) => s.model.layout.update,
      { server: { x: 1, y: 2, locked: true } },
    ],
    [
      "decide",
      { verb: "decide", findings: ["a@pcu"], fields: { decision: "accept" } },
      (s) => s.findings.map((f) => f.decision),
      ["accept", undefined],
    ],
    [
      "text",
      { verb: "text", file: "theriac.yaml", edits: [{ start: 0, end: 4, text: "id" }] },
      (s) => s.files[0]?.text,
      "id: Pümpe\n",
    ],
  ])("%s", (_, c, read, want) => expect(read(after(c))).toEqual(want));

  it("does nothing to what is not there", () => {
    const s = freeze(sample());
    expect(applyCommand(s, { verb: "set", path: "elements/nobody/zone", value: "z1" })).toBe(s);
  });
});

describe("places that are written", () => {
  it("meet those of a delta", () => {
    const meets = (c: Command, d: ReturnType<typeof delta>) => [...touched([c])].some((p) => touchedBy(d).has(p));
    const d = delta(3, { entries: { elements: { pcu: { id: "pcu" } } }, layout: { default: { server: null } } });
    expect(meets({ verb: "set", path: "elements/pcu/name", value: "x" }, d)).toBe(true);
    expect(meets({ verb: "set", path: "elements/server/name", value: "x" }, d)).toBe(false);
    expect(meets({ verb: "move", id: "pcu", zone: "z1" }, d)).toBe(true);
    expect(meets({ verb: "place", view: "default", target: "server", x: 0, y: 0 }, d)).toBe(true);
    expect(meets({ verb: "place", view: "default", target: "pcu", x: 0, y: 0 }, d)).toBe(false);
  });
});
