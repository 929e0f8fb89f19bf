// The answer of /findings/{id}/why, as far as it is shown.
import { useQuery } from "@tanstack/react-query";
import { request } from "@/api/client";
import { useProject, useView } from "@/project/use";

export interface Fact {
  subject: string;
  field: string;
  value: string;
  origin: "stated" | "inherent" | "usual" | "unknown";
  guard?: boolean;
  from?: string;
  at?: string;
}

export interface Explained {
  text: string;
  clinical: string;
  weaknesses: string[];
  known: { patterns: string[]; techniques: string[]; emb3d: string[]; evidence: string[]; check: string };
  risk: {
    from: string;
    points: number;
    assumed: string[];
    before: string;
    planned: string;
    implemented: string;
    verified: string;
    residual: string;
  };
  decision?: {
    decision: string;
    because: string;
    owner: string;
    authority: string;
    date: string;
    until: string;
    to: string;
    text: string;
    document: string;
    changed: string[];
  };
  controls: { id: string; title: string; status: string }[];
  reason: { because: string; facts: Fact[]; missing: Fact[] };
  ways: { position: string; by: string; flow?: string; zone?: string; carrier?: string; usual?: boolean }[];
  leadsTo: { hazard: string; text: string; severity: string; function: string; path: string[] }[];
}

export function useExplained(id: string) {
  const project = useProject((p) => p.id);
  const revision = useView((s) => s.revision);
  return useQuery({
    queryKey: [project, "why", id, revision],
    queryFn: ({ signal }) =>
      request<Explained>("GET", `/projects/${project}/findings/${encodeURIComponent(id)}/why`, undefined, { signal }),
    // The same finding at an older revision stays in sight while the new answer loads.
    placeholderData: (old, query) => (query?.queryKey[2] === id ? old : undefined),
    retry: 1,
  });
}
