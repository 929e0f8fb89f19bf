// Which things of the diagram lie on the ways to a hazard, from the answer of the server.
import { type AttackStep, getPaths } from "@/api/schema";
import type { Scene } from "./scene";

/** How many ways there are to a target, and the ids of the elements, flows and zones of the scene that they lead through. */
export async function loadPaths(
  project: string,
  target: string,
  scene: Scene,
): Promise<{ ways: number; ids: Set<string> }> {
  const ways = (await getPaths({ project, target, k: 5 })).flatMap((x) => x.paths);
  const ids = new Set<string>();
  for (const id of ways.flatMap((w) => w.steps).flatMap(passes))
    if (scene.element.has(id) || scene.flow.has(id)) ids.add(id);
  for (const id of [...ids]) for (const end of endsOf(scene, id)) if (scene.element.has(end)) ids.add(end);
  for (const id of [...ids]) for (let z = scene.element.get(id)?.zone; z; z = scene.zone.get(z)?.in) ids.add(z);
  return { ways: ways.length, ids };
}

// What a step reaches or stands on is written after the @: code@pump, threat@flow, hands@pump. The last one says along
// what the harm follows.
function passes(step: AttackStep): string[] {
  const at = [step.holds, step.finding].flatMap((word) => word?.split("@")[1] ?? []);
  return [...at, ...(step.follow?.along ?? [])].map((id) => id.split(".")[0] ?? id);
}

const endsOf = (s: Scene, id: string): string[] => {
  const f = s.flow.get(id);
  return f ? [f.from, f.to] : [];
};
