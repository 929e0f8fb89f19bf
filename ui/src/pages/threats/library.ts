// What these pages read of the library: the words of the ward, the names of controls, the words of the vocabularies.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/api/client";
import type { State } from "@/api/types";
import { nameOf, useView } from "@/project/use";
import type { Names } from "./rows";

interface LibraryThreat {
  id: string;
  clinical: string;
}
interface LibraryControl {
  id: string;
  title: string;
  text: string;
}
export interface Term {
  id: string;
  vocabulary: string;
  title: string;
  text: string;
  is: string[];
}

const shelf = <T extends { id: string }>(what: string, on: boolean) => ({
  queryKey: ["library", what],
  queryFn: () => request<T[] | null>("GET", `/library/${what}`),
  staleTime: Number.POSITIVE_INFINITY,
  enabled: on,
  select: byId<T>,
});

function byId<T extends { id: string }>(list: T[] | null): Map<string, T> {
  return new Map((list ?? []).map((x) => [x.id, x]));
}

export const useLibraryThreats = (on = true) => useQuery(shelf<LibraryThreat>("threats", on)).data;
export const useLibraryControls = (on = true) => useQuery(shelf<LibraryControl>("controls", on)).data;

/** The words of all vocabularies by id. One word may stand in several. */
export function useTerms(on = true): ((vocabulary: string, id: string) => Term | undefined) | undefined {
  const { data } = useQuery({
    queryKey: ["library", "vocabulary"],
    queryFn: () => request<Term[] | null>("GET", "/library/vocabulary"),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: on,
  });
  return useMemo(() => {
    if (!data) return undefined;
    const at = new Map(data.map((x) => [`${x.vocabulary}/${x.id}`, x]));
    return (vocabulary: string, id: string) => at.get(`${vocabulary}/${id}`);
  }, [data]);
}

/** What a person calls a target: element, flow, data, zone, interface of an element, or the device. */
export function targetNames(s: State["model"]): (id: string) => string {
  const at = new Map<string, string>();
  for (const section of ["zones", "data", "flows", "elements"] as const)
    for (const e of s.sections[section] ?? []) {
      at.set(e.id, nameOf(e));
      for (const x of Array.isArray(e.interfaces) ? e.interfaces : [])
        if (typeof x === "object" && typeof x.id === "string") {
          const name = typeof x.name === "string" ? x.name : x.id;
          at.set(`${e.id}.${x.id}`, `${name} · ${nameOf(e)}`);
        }
    }
  at.set("device", s.head.name ?? "device");
  return (id) => at.get(id) ?? id;
}

/** In which section a target stands, for selecting it. */
export function kindOfTarget(s: State["model"], id: string): { kind: string; id: string } | undefined {
  for (const kind of ["elements", "flows", "data", "zones"] as const)
    if (s.sections[kind]?.some((e) => e.id === id)) return { kind, id };
  return id.includes(".") ? { kind: "interfaces", id } : undefined;
}

/** The names that the rows of the table are made with. */
export function useNames(clinical: boolean): Names {
  const model = useView((s) => s.model);
  const scales = useView((s) => s.scales);
  const threats = useLibraryThreats(clinical);
  const { zones, data, flows, elements, hazards } = model?.sections ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: a decision changes the model, but none of the names
  return useMemo(() => {
    const target = model ? targetNames(model) : (id: string) => id;
    const said = new Map(hazards?.map((h) => [h.id, nameOf(h)]));
    return {
      target,
      scales,
      hazard: (id) => said.get(id) ?? "",
      clinical: (threat, at) => (threats?.get(threat)?.clinical ?? "").replace(/\{\w+\}/g, () => target(at)),
    };
  }, [zones, data, flows, elements, hazards, model?.head.name, scales, threats]);
}
