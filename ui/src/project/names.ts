// Who could answer for something: owners are free text, and whoever is known by name is offered.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import { listMembers } from "@/api/schema";
import { useSettings } from "@/shell/settings";
import { useProject } from "./store";

/** Names of people: one's own first, then those of the project and those whom decisions name already. */
export function useNames(): string[] {
  const project = useProject((p) => p.id) ?? "";
  const findings = useProject((p) => p.view?.findings);
  const chosen = useSettings((s) => s.name);
  const session = useQuery({ queryKey: ["session"], queryFn: api.session, staleTime: Number.POSITIVE_INFINITY });
  const members = useQuery({
    queryKey: ["members", project],
    queryFn: () => listMembers({ project }),
    enabled: project !== "",
  });
  return useMemo(() => {
    const people = (members.data ?? []).map((m) => m.shown || m.name);
    const owners = (findings ?? []).flatMap((f) => f.owner ?? []);
    const rest = [...new Set([...people, ...owners])].sort((a, b) => a.localeCompare(b));
    return [...new Set([chosen || session.data?.user?.shown || "", ...rest])].filter(Boolean);
  }, [chosen, session.data, members.data, findings]);
}
