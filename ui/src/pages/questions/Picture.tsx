// A small picture of where a question is: the part in its zone with what it talks to, or the flow between its ends.
import type { Entry, State } from "@/api/types";
import { nameOf, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

const word = (v: unknown) => (typeof v === "string" ? v : "");

interface Scene {
  kind: "kindFlow" | "kindData" | "kindZone" | "kindDevice" | "kindPort" | "kindElement";
  name: string;
  zone?: string;
  from?: string[];
  to?: string[];
  /** Where data are. */
  kept?: string[];
}

function sceneOf(model: State["model"], target: string): Scene {
  const { elements = [], flows = [], data = [], zones = [] } = model.sections;
  const element = (id: string) => elements.find((e) => e.id === id);
  const called = (id: unknown) => nameOf(element(word(id)), word(id));
  const zoneOf = (e: Entry | undefined) => {
    const id = word(e?.zone);
    return id
      ? {
          zone: nameOf(
            zones.find((z) => z.id === id),
            id,
          ),
        }
      : {};
  };
  const flow = flows.find((f) => f.id === target);
  if (flow) return { kind: "kindFlow", name: nameOf(flow), from: [called(flow.from)], to: [called(flow.to)] };
  const piece = data.find((d) => d.id === target);
  if (piece) {
    const holds = (e: Entry) => [e.stores, e.data].flat().includes(target);
    return { kind: "kindData", name: nameOf(piece), kept: elements.filter(holds).map((e) => nameOf(e)) };
  }
  const zone = zones.find((z) => z.id === target);
  if (zone) return { kind: "kindZone", name: nameOf(zone) };
  if (target === "device") return { kind: "kindDevice", name: model.head.name ?? "" };
  const [owner = "", port] = target.split(".");
  const e = element(owner);
  const ends = (mine: "from" | "to", other: "from" | "to") =>
    [...new Set(flows.filter((f) => f[mine] === owner).map((f) => called(f[other])))].slice(0, 3);
  const ports = Array.isArray(e?.interfaces) ? e.interfaces : [];
  const one = ports.find((x) => typeof x === "object" && x.id === port);
  const portName = typeof one === "object" && !Array.isArray(one) && word(one.name) ? word(one.name) : port;
  return {
    kind: port ? "kindPort" : "kindElement",
    name: port ? `${portName} · ${nameOf(e, owner)}` : nameOf(e, owner),
    from: ends("to", "from"),
    to: ends("from", "to"),
    ...zoneOf(e),
  };
}

/** The same in words: what the picture is called, and what the list shows. */
export function usePlace(): (target: string) => string {
  const t = useWords(words);
  const model = useView((s) => s.model);
  return (target) => {
    if (!model) return target;
    const s = sceneOf(model, target);
    if (s.kind === "kindFlow") return t("flowFrom", { name: s.name, from: s.from?.[0] ?? "", to: s.to?.[0] ?? "" });
    return s.zone ? t("inZone", { name: s.name, zone: s.zone }) : s.name;
  };
}

export function Picture({ target }: { target: string }) {
  const t = useWords(words);
  const model = useView((s) => s.model);
  const place = usePlace();
  if (!model) return null;
  const s = sceneOf(model, target);
  const flow = s.kind === "kindFlow";
  return (
    <div className="questions-picture" role="img" aria-label={t("picture", { text: place(target) })}>
      {s.from && s.from.length > 0 ? (
        <>
          <span className="questions-ends">
            {s.from.map((n) => (
              <span key={n} className="questions-box">
                {n}
              </span>
            ))}
          </span>
          <Arrow label={flow ? s.name : ""} />
        </>
      ) : null}
      {flow ? null : (
        <span className="questions-zone" data-plain={s.zone ? undefined : true}>
          {s.zone ? <span className="questions-zone-name">{s.zone}</span> : null}
          <span className="questions-box" data-asked data-kind={s.kind}>
            {s.name}
          </span>
        </span>
      )}
      {s.to && s.to.length > 0 ? (
        <>
          {flow ? null : <Arrow label="" />}
          <span className="questions-ends">
            {s.to.map((n) => (
              <span key={n} className="questions-box">
                {n}
              </span>
            ))}
          </span>
        </>
      ) : null}
      {s.kept && s.kept.length > 0 ? (
        <span className="questions-ends">
          {s.kept.slice(0, 3).map((n) => (
            <span key={n} className="questions-box">
              {n}
            </span>
          ))}
        </span>
      ) : null}
    </div>
  );
}

function Arrow({ label }: { label: string }) {
  return (
    <span className="questions-arrow" data-asked={label ? true : undefined}>
      {label ? <span>{label}</span> : null}
      <i />
      <Icon name="right" size={14} />
    </span>
  );
}
