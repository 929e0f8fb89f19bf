// The keys of the language, from the server: what each says, how it is written and which words it takes. The fields of the
// inspector are made from them, so a key that the language gains tomorrow is here without a change.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/api/client";

export interface Key {
  path: string; // section/* for the keys of its entries
  key: string;
  doc: string;
  kind:
    | "text"
    | "number"
    | "words"
    | "layers"
    | "attributes"
    | "quantity"
    | "group"
    | "section"
    | "extends"
    | "layout"
    | "points";
  required?: boolean;
  enum?: string[];
  vocabulary?: string;
  refs?: string[];
  target?: boolean;
  finding?: boolean;
}

/** The keys by the path that they stand in. */
export function useLanguageKeys(): Map<string, Key[]> {
  const { data } = useQuery({
    queryKey: ["library", "language"],
    queryFn: () => request<Key[]>("GET", "/library/language"),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
  return useMemo(() => {
    const out = new Map<string, Key[]>();
    for (const k of data ?? []) {
      const list = out.get(k.path);
      if (list) list.push(k);
      else out.set(k.path, [k]);
    }
    return out;
  }, [data]);
}

/** Where the keys of a selected thing are described. */
export const pathOfKind = (kind: string) => (kind === "interfaces" ? "elements/*/interfaces/*" : `${kind}/*`);

/** Where a key of a selected thing stands in the model. */
export function writePath(kind: string, id: string, key: string): string {
  if (kind !== "interfaces") return `${kind}/${id}/${key}`;
  const dot = id.indexOf(".");
  return `elements/${id.slice(0, dot)}/interfaces/${id.slice(dot + 1)}/${key}`;
}
