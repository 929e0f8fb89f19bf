// Which things of the diagram lie on the ways to a hazard, from the answer of the server.
import { request } from "@/api/client";
import type { Scene } from "./scene";

interface Answer {
  paths: { steps: { kind: string; holds?: string; finding?: string; flow?: string }[] }[];
}

/** The ids of elements, flows and zones on the ways to a target. */
export async function loadPaths(project: string, target: string, scene: Scene): Promise<Set<string>> {
  const answer = await request<Answer>(
    "GET",
    `/projects/${encodeURIComponent(project)}/paths?target=${encodeURIComponent(target)}&k=5`,
  );
  const ids = new Set<string>();
  for (const path of answer.paths) {
    for (const step of path.steps) {
      // What a step reaches or stands on is written after the @: code@pump, threat@flow, hands@pump.
      for (const word of [step.holds, step.finding]) {
        const id = word?.split("@")[1]?.split(".")[0];
        if (id && (scene.element.has(id) || scene.flow.has(id))) ids.add(id);
      }
    }
  }
  for (const id of [...ids]) {
    const f = scene.flow.get(id);
    if (f) ids.add(f.from).add(f.to);
  }
  for (const id of [...ids]) for (let z = scene.element.get(id)?.zone; z; z = scene.zone.get(z)?.in) ids.add(z);
  return ids;
}
