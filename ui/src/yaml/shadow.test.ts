import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import type { TextEdit } from "@/api/types";
import { applyEdits } from "@/project/reduce";
import { Bytes } from "./bytes";
import { around, entryAt, placeOf } from "./outline";
import { changesOf, difference, linesOf, Shadow } from "./shadow";

// A small generator of numbers, so that a failure can be had again.
function dice(seed: number) {
  let s = seed;
  return (n: number) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 2 ** 32) * n);
  };
}

const pieces = ["a", "zone: x\n", "ä", "🩺", "", "  pump: {name: P}\n", "\n", "é€"];

function someChange(length: number, roll: (n: number) => number): ChangeSet {
  const from = roll(length + 1);
  const to = Math.min(length, from + roll(4));
  return ChangeSet.of({ from, to, insert: pieces[roll(pieces.length)] }, length);
}

// Halves of a surrogate pair are no text; an edit of a person never makes them.
const whole = (t: Text) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(t.toString());

describe("a file with the line ends of Windows", () => {
  const raw = "a: ä\r\nb: 🩺\r\nc: x\r\n";

  it("counts a line end as one place of the editor and two bytes of the file", () => {
    const doc = linesOf(raw);
    const bytes = new Bytes(raw);
    for (let n = 1; n <= doc.lines; n++) {
      const { from } = doc.line(n);
      const head = raw
        .split("\r\n")
        .slice(0, n - 1)
        .map((l) => `${l}\r\n`)
        .join("");
      expect(bytes.byte(from)).toBe(new TextEncoder().encode(head).length);
      expect(bytes.at(bytes.byte(from))).toBe(from);
    }
  });

  it("gets new lines that end as the others do", () => {
    const s = new Shadow(linesOf(raw), undefined, raw);
    const at = s.doc.line(2).to;
    s.local(ChangeSet.of({ from: at, insert: "!\nnew" }, s.doc.length));
    s.take();
    const after = applyEdits(raw, s.edits());
    expect(after).toBe("a: ä\r\nb: 🩺!\r\nnew\r\nc: x\r\n");
    expect(s.server(linesOf(after), true, after).empty).toBe(true);
  });
});

it("does not put what was typed in a line that is gone into the next", () => {
  const base = Text.of(["a: 1", "b: two", "c: 3"]);
  const s = new Shadow(base);
  const at = base.line(2).to;
  s.local(ChangeSet.of({ from: at, insert: " more" }, base.length));
  s.local(ChangeSet.of({ from: 4, insert: "0" }, s.doc.length));
  const shown = s.doc;
  const next = Text.of(["a: 1", "c: 3"]);
  const change = s.server(next, false);
  expect(change.apply(shown).toString()).toBe("a: 10\nc: 3");
  expect(s.doc.toString()).toBe("a: 10\nc: 3");
  expect(s.lost).toEqual([" more"]);
});

describe("bytes", () => {
  it("agrees with the encoder at every place", () => {
    const text = `${"plain ".repeat(300)}ä€🩺${"ü".repeat(1200)}🩺 end`;
    const bytes = new Bytes(text);
    for (let i = 0; i <= text.length; i += 7) {
      if (/[\udc00-\udfff]/.test(text[i] ?? "")) continue;
      const byte = new TextEncoder().encode(text.slice(0, i)).length;
      expect(bytes.byte(i)).toBe(byte);
      expect(bytes.at(byte)).toBe(i);
    }
  });
});

describe("shadow", () => {
  it("ends with the server's text, whoever edits in whatever order", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const roll = dice(seed);
      let server = Text.of("zones:\n  z: {name: Ward ä}\nelements:\n  pump: {zone: z}\n".split("\n"));
      const s = new Shadow(server);
      let doc = server; // as the editor shows it
      let wire: TextEdit[] | undefined; // sent, over the text of `sentOn`
      let sentOn = server;
      for (let step = 0; step < 30; step++) {
        const act = roll(4);
        if (act <= 1) {
          const c = someChange(doc.length, roll);
          if (!whole(c.apply(doc))) continue;
          doc = c.apply(doc);
          s.local(c);
        } else if (act === 2) {
          const c = someChange(server.length, roll);
          if (!whole(c.apply(server))) continue;
          // While something is on its way, somebody else writes at the head only, as the server can move those.
          if (wire) continue;
          server = c.apply(server);
          doc = s.server(server, false).apply(doc);
        } else if (wire) {
          server = Text.of(applyEdits(sentOn.toString(), wire).split("\n"));
          wire = undefined;
          doc = s.server(server, true).apply(doc);
        } else if (s.take()) {
          wire = s.edits();
          sentOn = server;
        }
        expect(doc.eq(s.doc), `seed ${seed}, step ${step}`).toBe(true);
      }
      if (wire) {
        server = Text.of(applyEdits(sentOn.toString(), wire).split("\n"));
        doc = s.server(server, true).apply(doc);
      }
      if (s.take()) {
        server = Text.of(applyEdits(server.toString(), s.edits()).split("\n"));
        doc = s.server(server, true).apply(doc);
      }
      expect(doc.eq(server), `seed ${seed}`).toBe(true);
    }
  });

  it("moves what is on its way over an edit of somebody else", () => {
    const base = Text.of(["one", "two", "three"]);
    const s = new Shadow(base);
    s.local(ChangeSet.of({ from: 4, to: 7, insert: "TWO" }, base.length));
    s.take();
    s.local(ChangeSet.of({ from: 13, insert: "!" }, 13));
    const theirs = Text.of(["zero", "one", "two", "three"]);
    s.server(theirs, false);
    expect(s.doc.toString()).toBe("zero\none\nTWO\nthree!");
    s.server(Text.of(["zero", "one", "TWO", "three"]), true);
    expect(s.doc.toString()).toBe("zero\none\nTWO\nthree!");
    expect(s.take() && s.edits()).toEqual([{ start: 18, end: 18, text: "!" }]);
  });

  it("knows its own edit in a state that was read whole", () => {
    const s = new Shadow(Text.of(["a"]));
    s.local(ChangeSet.of({ from: 1, insert: "b" }, 1));
    s.take();
    expect(s.server(Text.of(["ab"]), false).empty).toBe(true);
    expect(s.doc.toString()).toBe("ab");
  });

  it("gives up, or sends again, what was refused", () => {
    const make = () => {
      const s = new Shadow(Text.of(["abc"]));
      s.local(ChangeSet.of({ from: 0, to: 1, insert: "X" }, 3));
      s.take();
      s.local(ChangeSet.of({ from: 3, insert: "!" }, 3));
      return s;
    };
    const dropped = make();
    const before = dropped.doc;
    expect(dropped.drop().apply(before).toString()).toBe("abc!");
    expect(dropped.doc.toString()).toBe("abc!");
    const again = make();
    again.again();
    again.take();
    expect(again.edits()).toEqual([
      { start: 0, end: 1, text: "X" },
      { start: 3, end: 3, text: "!" },
    ]);
  });

  it("sends nothing for what was typed and taken back", () => {
    const s = new Shadow(Text.of(["abc"]));
    s.local(ChangeSet.of({ from: 0, insert: "X" }, 3));
    s.local(ChangeSet.of({ from: 0, to: 1 }, 4));
    expect(s.take()).toBeUndefined();
  });

  it("makes the changes between two texts", () => {
    const [a, b] = [Text.of(["a: 1", "b: 2", "c: 3"]), Text.of(["a: 1", "x: 9", "b: 2", "c: 4"])];
    expect(difference(a, b).apply(a).eq(b)).toBe(true);
    const edits = [{ start: 3, end: 4, text: "ü" }];
    expect(changesOf(a, edits).apply(a).toString()).toBe(applyEdits(a.toString(), edits));
  });
});

describe("outline", () => {
  const doc = Text.of(
    `theriac: 1
zones:
  z-a: {name: Ward}
elements:
  # People
  nurse: {name: Nurse}
  wbm:
    name: Module
    interfaces:
      usb: {name: USB}
flows:
  f1: {from: nurse, to: wbm}
threats:
  forged@f1: {decision: open}
`.split("\n"),
  );
  const at = (needle: string, more = 0) => doc.toString().indexOf(needle) + more;

  it("finds the entry of a place", () => {
    expect(entryAt(doc, at("theriac"))).toBeUndefined();
    expect(entryAt(doc, at("Ward"))).toEqual({ section: "zones", id: "z-a" });
    expect(entryAt(doc, at("Module"))).toEqual({ section: "elements", id: "wbm" });
    expect(entryAt(doc, at("USB"))).toEqual({ section: "elements", id: "wbm", inner: "usb" });
    expect(entryAt(doc, at("forged@f1", 3))).toEqual({ section: "threats", id: "forged@f1" });
    expect(entryAt(doc, doc.length)).toBeUndefined();
  });

  it("finds the place of an entry", () => {
    expect(placeOf(doc, "elements", "nurse")?.from).toBe(at("nurse: {"));
    expect(placeOf(doc, "elements", "wbm", "usb")?.from).toBe(at("usb:"));
    expect(placeOf(doc, "threats", "forged@f1")?.from).toBe(at("forged@f1"));
    expect(placeOf(doc, "zones", "nurse")).toBeUndefined();
  });

  it("gives the lines around a place, from the line of their section", () => {
    const a = around(doc, at("USB"));
    expect(a.text.startsWith("elements:")).toBe(true);
    expect(a.text[at("USB") - a.start]).toBe("U");
    expect(a.text).not.toContain("flows:");
    const long = Text.of(["elements:", ...Array.from({ length: 9000 }, (_, i) => `  e${i}: {name: N}`)]);
    const b = around(long, long.length);
    expect(b.text.startsWith("elements:\n  e")).toBe(true);
    expect(b.text.length).toBeLessThan(70_000);
    expect(b.text.slice(long.length - b.start - 3, long.length - b.start)).toBe("N}".padStart(3, " "));
  });
});
