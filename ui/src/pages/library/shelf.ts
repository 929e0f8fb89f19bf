// The whole library as one list of things, so that one search looks into all of it.
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import {
  type LibraryAttribute,
  type LibraryControl,
  type LibraryDevice,
  type LibraryTerm,
  type LibraryThreat,
  type LibraryWord,
  listAttributes,
  listControls,
  listDevices,
  listGlossary,
  listThreats,
  listVocabulary,
} from "@/api/schema";

export const kinds = ["threat", "control", "component", "device", "attribute", "word", "glossary"] as const;
export type Kind = (typeof kinds)[number];

interface Common {
  key: string; // kind/id, with the vocabulary for words
  id: string;
  title: string;
  text: string;
  pack: string;
  sub: string; // what it is of: subject, type, vocabulary
  hay: string;
}
export type Thing = Common &
  (
    | { kind: "threat"; of: LibraryThreat }
    | { kind: "control"; of: LibraryControl }
    | { kind: "component" | "word"; of: LibraryTerm }
    | { kind: "device"; of: LibraryDevice }
    | { kind: "attribute"; of: LibraryAttribute }
    | { kind: "glossary"; of: LibraryWord }
  );

const names: Record<string, string> = {
  element: "an element",
  target: "the target",
  source: "the sender",
  data: "the data",
  device: "the device",
  flow: "a flow",
  interface: "an interface",
  protocol: "the protocol",
  zone: "the zone",
  name: "it",
};

/** A text of the library without its variables: a thing is "an element" where it is first named, "the element" later. */
export const plain = (text: string) => {
  const seen = new Set<string>();
  const out = text.replace(/\{([\w.-]+)\}/g, (_, v: string) => {
    const name = names[v] ?? v;
    const again = seen.has(v);
    seen.add(v);
    return again ? name.replace(/^an? /, "the ") : name;
  });
  return out.replace(/(^|[.?!:] )([a-z])/g, (all, before: string, c: string) =>
    before === ": " ? all : before + c.toUpperCase(),
  );
};

/** A question of the library: the thing is known to the one who is asked. */
export const question = (text: string) =>
  plain(text.replace(/\{(element|flow|interface)\}/g, "the $1").replace(/\{name\}/g, "it"));

function hayOf(...parts: (string | string[])[]): string {
  return parts.flat().join(" ").toLowerCase();
}

const once = { staleTime: Number.POSITIVE_INFINITY };

export function useShelf(): { things: Thing[]; byKey: Map<string, Thing>; failed: boolean; ready: boolean } {
  const [threats, controls, terms, devices, attributes, glossary] = useQueries({
    queries: [
      { queryKey: ["library", "threats"], queryFn: () => listThreats(), ...once },
      { queryKey: ["library", "controls"], queryFn: () => listControls(), ...once },
      { queryKey: ["library", "vocabulary"], queryFn: () => listVocabulary(), ...once },
      { queryKey: ["library", "devices"], queryFn: () => listDevices(), ...once },
      { queryKey: ["library", "attributes"], queryFn: () => listAttributes(), ...once },
      { queryKey: ["library", "glossary"], queryFn: () => listGlossary(), ...once },
    ],
  });
  const all = [threats, controls, terms, devices, attributes, glossary];
  const things = useMemo(
    () => [
      ...(threats.data ?? []).map(threat),
      ...(controls.data ?? []).map(control),
      ...(terms.data ?? []).filter((t) => !["control", "device"].includes(t.vocabulary)).map(term),
      ...(devices.data ?? []).map(device),
      ...(attributes.data ?? []).map(attribute),
      ...(glossary.data ?? []).map(word),
    ],
    [threats.data, controls.data, terms.data, devices.data, attributes.data, glossary.data],
  );
  const byKey = useMemo(() => new Map(things.map((x) => [x.key, x])), [things]);
  return { things, byKey, failed: all.some((q) => q.isError), ready: all.every((q) => q.data !== undefined) };
}

function threat(t: LibraryThreat): Thing {
  const title = plain(t.title);
  const ids = [t.categories, t.weakness, t.patterns, t.techniques, t.emb3d, t.evidence].flat();
  const hay = hayOf(t.id, title, t.text, t.clinical, t.pack, ids);
  return { kind: "threat", key: `threat/${t.id}`, id: t.id, title, text: t.text, pack: t.pack, sub: t.for, hay, of: t };
}

function control(c: LibraryControl): Thing {
  const hay = hayOf(c.id, c.title, c.text, c.pack, c.fda, c.iec62443, c.nist);
  return {
    kind: "control",
    key: `control/${c.id}`,
    id: c.id,
    title: c.title,
    text: c.text,
    pack: c.pack,
    sub: c.type,
    hay,
    of: c,
  };
}

function term(t: LibraryTerm): Thing {
  const kind = t.vocabulary === "component" ? "component" : "word";
  const hay = hayOf(t.id, t.title, t.text, t.pack, t.vocabulary, t.is);
  const key = kind === "word" ? `word/${t.vocabulary}.${t.id}` : `component/${t.id}`;
  return { kind, key, id: t.id, title: t.title, text: t.text, pack: t.pack, sub: t.vocabulary, hay, of: t };
}

function device(d: LibraryDevice): Thing {
  const hay = hayOf(d.id, d.title, d.text, d.pack, d.is, d.parts);
  return {
    kind: "device",
    key: `device/${d.id}`,
    id: d.id,
    title: d.title,
    text: d.text,
    pack: d.pack,
    sub: "device",
    hay,
    of: d,
  };
}

function attribute(a: LibraryAttribute): Thing {
  const title = question(a.ask);
  const sub = a.of.join(", ");
  const hay = hayOf(a.id, title, a.text, a.pack, a.of);
  return { kind: "attribute", key: `attribute/${a.id}`, id: a.id, title, text: a.text, pack: a.pack, sub, hay, of: a };
}

function word(w: LibraryWord): Thing {
  const hay = hayOf(w.id, w.title, w.text, w.pack, w.also);
  return {
    kind: "glossary",
    key: `glossary/${w.id}`,
    id: w.id,
    title: w.title,
    text: w.text,
    pack: w.pack,
    sub: "glossary",
    hay,
    of: w,
  };
}

/** Where an id of a public catalogue is explained; undefined where it has no address of its own. */
export function sourceOf(id: string): string | undefined {
  const n = id.replace(/^[A-Z]+-/, "");
  if (/^CWE-\d+$/.test(id)) return `https://cwe.mitre.org/data/definitions/${n}.html`;
  if (/^CAPEC-\d+$/.test(id)) return `https://capec.mitre.org/data/definitions/${n}.html`;
  if (/^T\d{4}(\.\d{3})?$/.test(id)) return `https://attack.mitre.org/techniques/${id.replace(".", "/")}/`;
  if (/^AML\.T\d+/.test(id)) return `https://atlas.mitre.org/techniques/${id}`;
  if (/^TID-\d+$/.test(id)) return `https://emb3d.mitre.org/threats/${id}.html`;
  if (/^MID-\d+$/.test(id)) return `https://emb3d.mitre.org/mitigations/${id}.html`;
  if (/^CVE-\d{4}-\d+$/.test(id)) return `https://www.cve.org/CVERecord?id=${id}`;
  if (/^ICSMA-/.test(id)) return `https://www.cisa.gov/news-events/ics-medical-advisories/${id.toLowerCase()}`;
  if (/^ICSA-/.test(id)) return `https://www.cisa.gov/news-events/ics-advisories/${id.toLowerCase()}`;
  return undefined;
}
