// Which notes a view shows, where they stand, and what copies of them say.
import { describe, expect, test } from "vitest";
import type { Box, Entry, Model } from "@/api/types";
import * as clip from "./clip";
import { graphOf } from "./graph";
import { homeOf, notesAlong, notesOf, placedNotes, shortOf, tieOf, withNotes, zoneAround } from "./notes";
import { inside, overlaps, placeAll } from "./place";
import type { Scene } from "./scene";

const model = (notes: Entry[]): Model => ({
  head: { id: "m" },
  layout: {},
  sections: {
    zones: [{ id: "ward" }, { id: "cloud" }],
    elements: [
      { id: "pump", zone: "ward", interfaces: [{ id: "usb" }] },
      { id: "nurse", zone: "ward" },
      { id: "records", zone: "cloud" },
    ],
    flows: [{ id: "f1", from: "pump", to: "records" }],
    views: [
      { id: "bedside", shows: ["nurse"] },
      { id: "all", shows: [] },
    ],
    notes,
  },
});

const shown = (notes: Entry[], view: string) => {
  const m = model(notes);
  return notesOf(m, view, graphOf(m, view, new Map(), {})).map((n) => n.id);
};

describe("a view shows", () => {
  test("in the whole model every note that names no views", () => {
    const notes = [{ id: "free" }, { id: "tied", about: ["pump"] }, { id: "away", views: ["bedside"] }];
    expect(shown(notes, "")).toEqual(["free", "tied"]);
    expect(shown(notes, "default")).toEqual(["free", "tied"]);
  });

  test("in a view what is about something there, and what names it", () => {
    const notes = [
      { id: "free" },
      { id: "far", about: ["records"] },
      { id: "near", about: ["nurse"] },
      { id: "around", about: "ward" },
      { id: "named", views: "bedside" },
      { id: "other", views: ["all"], about: ["nurse"] },
    ];
    expect(shown(notes, "bedside")).toEqual(["near", "around", "named"]);
  });

  test("for a zone what is about what it shows", () => {
    expect(shown([{ id: "free" }, { id: "tied", about: ["f1"] }], "cloud")).toEqual(["tied"]);
  });
});

describe("a new note is seen where it is made", () => {
  const m = model([]);
  test.each([
    ["default", ["pump"], { about: ["pump"] }],
    ["default", [], {}],
    ["bedside", [], { views: ["bedside"] }],
    ["bedside", ["nurse"], { about: ["nurse"] }],
    ["bedside", ["records"], { about: ["records"], views: ["bedside"] }],
    ["cloud", [], { about: ["cloud"] }],
  ])("in %s about %j", (view, about, fields) => {
    const g = graphOf(m, view, new Map(), {});
    const there = new Set([...g.elements, ...g.flows, ...g.zones].map((x) => x.id));
    const made = homeOf(m, view, about, (id) => there.has(id));
    expect(made).toEqual(fields);
    const again = model([{ id: "n", text: "x", ...made }]);
    expect(notesOf(again, view, graphOf(again, view, new Map(), {}))).toHaveLength(1);
  });
});

describe("a note stands", () => {
  const m = model([
    { id: "put", text: "here" },
    { id: "tied", text: "Who charges it?", about: ["pump"] },
    { id: "free", text: "below" },
  ]);
  const g = graphOf(m, "", new Map(), {});
  const boxes = placeAll(g, {});
  const stored = { put: { x: -400, y: 20, w: 120, h: 60 } };
  const standing = (of: Model, put: Record<string, Box>) => {
    const list = notesOf(of, "", g);
    return withNotes(list, g, boxes, placedNotes(list, put), () => []);
  };
  const places = standing(m, stored);

  test("where it was put, as large as it was made", () => {
    expect(places.get("put")).toEqual({ x: -400, y: 20, w: 120, h: 60 });
  });

  test("else beside what it is about, and on no element", () => {
    const note = places.get("tied")!;
    const pump = places.get("pump")!;
    expect(Math.hypot(note.x - pump.x, note.y - pump.y)).toBeLessThan(400);
    for (const e of g.elements) expect(overlaps(note, places.get(e.id)!)).toBe(false);
  });

  test("else below everything", () => {
    for (const [id, r] of boxes) expect(places.get("free")!.y, id).toBeGreaterThan(r.y + r.h - 1);
  });

  test("and moves nothing", () => {
    for (const [id, r] of boxes) expect(places.get(id)).toEqual(r);
  });

  test("never smaller than its text", () => {
    const long = "a sentence that needs many lines ".repeat(12);
    const many = model([{ id: "n", text: long }]);
    const r = standing(many, { n: { x: 0, y: 0, w: 100, h: 40 } }).get("n")!;
    expect(r.w).toBe(100);
    expect(r.h).toBeGreaterThan(300);
  });
});

describe.each(Array.from({ length: 12 }, (_, i) => i))("beside anything in a made-up view, number %i", (seed) => {
  const roll = (n: number, k: number) => ((seed + 3) * (k + 7) * 7919) % n;
  const id = (i: number) => `e${i}`;
  const sections = {
    zones: [{ id: "z0" }, { id: "z1", in: "z0" }, { id: "z2" }],
    elements: Array.from({ length: 12 }, (_, i) => ({ id: id(i), zone: ["z0", "z1", "z2", ""][roll(4, i)] ?? "" })),
    flows: Array.from({ length: 14 }, (_, i) => ({ id: `f${i}`, from: id(roll(12, i)), to: id(roll(12, i * 3 + 1)) })),
    views: [],
    notes: ["z0", "z1", "z2", "e1", "e5", "e9", "f2", "f7"].map((about, i) => ({ id: `n${i}`, text: about, about })),
  };
  const m: Model = { head: { id: "m" }, layout: {}, sections };
  const g = graphOf(m, "", new Map(), {});
  const boxes = placeAll(g, {});
  const list = notesOf(m, "", g);
  const line = { x: boxes.get("e1")!.x - 400, y: boxes.get("e1")!.y + 120, w: 900, h: 0 };
  const places = withNotes(list, g, boxes, new Map(), () => [line]);
  const all = list.map((n) => ({ n, r: places.get(n.id)! }));

  test("lies on no box, no border, no other note and no flow", () => {
    for (const { n, r } of all) {
      for (const e of g.elements) expect(overlaps(r, boxes.get(e.id)!), `${n.id} on ${e.id}`).toBe(false);
      for (const o of all) if (o.n !== n) expect(overlaps(r, o.r), `${n.id} on ${o.n.id}`).toBe(false);
      for (const z of g.zones) {
        const b = boxes.get(z.id)!;
        expect(overlaps(r, b) && !inside(r, b), `${n.id} across ${z.id}`).toBe(false);
      }
      expect(overlaps(r, line), `${n.id} on the flow`).toBe(false);
    }
  });
});

describe("what moves takes along", () => {
  const m = model([
    { id: "tied", text: "Who charges it?", about: ["pump"] },
    { id: "free", text: "Anything" },
  ]);
  const graph = graphOf(m, "", new Map(), {});
  const boxes = placeAll(graph, {});
  const ward = boxes.get("ward")!;
  const stored = {
    tied: { x: ward.x + 10, y: ward.y + 10, w: 80, h: 40 },
    free: { x: ward.x - 300, y: ward.y },
  };
  const list = notesOf(m, "", graph);
  const scene = {
    graph,
    places: withNotes(list, graph, boxes, placedNotes(list, stored), () => []),
    stored,
    note: new Map(list.map((n) => [n.id, n])),
  } as unknown as Scene;

  test("a zone the notes that lie in it", () => {
    expect(zoneAround(scene, "tied")).toBe("ward");
    expect(zoneAround(scene, "free")).toBeUndefined();
  });

  test("arranging the notes about what it moves, and no others", () => {
    const pump = boxes.get("pump")!;
    const moved = notesAlong(scene, [["pump", { ...pump, x: pump.x + 5000, y: pump.y - 3000 }]]);
    expect(moved.map(([id]) => id)).toEqual(["tied"]);
    const r = moved[0]?.[1];
    expect(Math.hypot(r!.x - pump.x - 5000, r!.y - pump.y + 3000)).toBeLessThan(400);
  });
});

test("a line leads from edge to edge, and none to what lies under it", () => {
  const note = { x: 0, y: 0, w: 200, h: 50 };
  expect(tieOf(note, { x: 300, y: 0, w: 100, h: 50 })).toEqual([200, 25, 300, 25]);
  expect(tieOf(note, { x: 100, y: 200, w: 0, h: 0 })).toEqual([100, 50, 100, 200]);
  expect(tieOf(note, { x: -50, y: -50, w: 500, h: 500 })).toBeUndefined();
});

test("a note in few words", () => {
  expect(shortOf("Short")).toBe("Short");
  expect(shortOf("One\nTwo")).toBe("One …");
  expect(shortOf("Compounding happens here, outside of the hospital network.")).toBe(
    "Compounding happens here, outside of …",
  );
});

describe("copies", () => {
  const all = () => true;
  const m = model([{ id: "why", text: "Why?", about: ["pump", "f1", "records"] }]);
  const places = new Map([["why", { x: 0, y: 0, w: 200, h: 40 }]]);

  test("are about the copies of what came along, and else about the same", () => {
    const made = clip.copy(
      m,
      [
        { kind: "elements", id: "pump" },
        { kind: "notes", id: "why" },
      ],
      places,
    );
    const { things, commands } = clip.paste(m, made, {
      view: "default",
      own: true,
      shift: { x: 40, y: 40 },
      shown: all,
    });
    expect(things.map((x) => x.kind)).toEqual(["elements", "notes"]);
    expect(commands.find((c) => c.verb === "add" && c.section === "notes")).toEqual({
      verb: "add",
      section: "notes",
      id: "why-2",
      fields: { text: "Why?", about: ["pump-2", "f1", "records"] },
    });
    expect(commands.at(-1)).toMatchObject({ verb: "place", target: "why-2", x: 40, y: 40 });
  });

  test("in another model leave out what is not there", () => {
    const made = clip.readClip(JSON.stringify(clip.copy(m, [{ kind: "notes", id: "why" }], places)))!;
    const other: Model = { head: {}, layout: {}, sections: { views: [{ id: "v", shows: ["x"] }] } };
    const { commands } = clip.paste(other, made, { view: "v", own: false, shift: { x: 0, y: 0 }, shown: () => false });
    expect(commands[0]).toMatchObject({ id: "why", fields: { text: "Why?", views: ["v"] } });
  });

  test("of older pages, which knew no notes, can be read", () => {
    const to = { view: "default", own: true, shift: { x: 0, y: 0 }, shown: all };
    const { notes: _, ...old } = clip.copy(m, [{ kind: "elements", id: "pump" }], places);
    expect(clip.paste(m, clip.readClip(JSON.stringify(old))!, to).things).toHaveLength(1);
  });
});
