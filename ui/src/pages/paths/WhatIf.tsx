// The cheapest cut with its proof, and a bench to try controls on: switch them on and off and see which hazards close.
import { Button, Checkbox } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { request } from "@/api/client";
import type { Command } from "@/api/types";
import { Severity } from "@/parts";
import { did, named, nameOf, send, useEntries, useFindings, useIndex, useMayEdit, useView } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { useProjectId } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { type Candidate, type Cut, type Plan, useAsk, type WhatIfAnswer } from "../risk/api";
import { freshId, idOf, Part, Rows, Some, Target, useTargetName, Waiting, Wide, wordOf } from "../risk/common";
import { shared } from "../risk/words";
import { AfterChoice, useAfter } from "./Paths";
import { words } from "./words";

export function WhatIf() {
  const [after] = useAfter();
  const [on, setOn] = useState<ReadonlySet<string>>(new Set());
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const cut = useAsk<Cut>(`/cut?after=${after}`);
  return (
    <>
      <div className="r-bar r-noprint">
        <AfterChoice />
      </div>
      {cut.data ? (
        <CutTable
          cut={cut.data}
          onTry={(ids) => {
            setOn(new Set(ids));
            document.getElementById("what-if")?.scrollIntoView({ block: "start" });
          }}
        />
      ) : (
        <Waiting error={cut.error} />
      )}
      <Bench after={after} on={on} setOn={setOn} off={off} setOff={setOff} cut={cut.data?.controls ?? []} />
    </>
  );
}

function CutTable({ cut, onTry }: { cut: Cut; onTry: (ids: string[]) => void }) {
  const t = useWords(words);
  const s = useWords(shared);
  const [all, setAll] = useState(false);
  // Those that answer most come first; the set is the same.
  const rows = useMemo(() => [...cut.controls].sort((a, b) => b.shuts.length - a.shuts.length), [cut]);
  const shown = all ? rows : rows.slice(0, 8);
  if (cut.controls.length === 0 && cut.open.length === 0)
    return (
      <Part title={t("cut")}>
        <p className="r-good">
          <Icon name="check" size={16} />
          {t("cutNone")}
        </p>
      </Part>
    );
  return (
    <Part
      title={t("cut")}
      note={t("cutNote", { targets: cut.targets.join(", ") })}
      side={
        <Button variant="default" size="compact-sm" onClick={() => onTry(cut.controls.map((c) => c.id))}>
          {t("tryCut")}
        </Button>
      }
    >
      <p className="pa-proof">
        <b>{t("costAll", { n: cut.controls.length, cost: cut.cost })}</b>
        <span className={cut.exact ? "r-good" : undefined}>
          {cut.exact ? <Icon name="check" size={15} /> : null}
          {cut.exact ? t("exact") : t("bound", { bound: cut.bound, gap: `${Math.round(cut.gap * 100)} %` })}
        </span>
        {cut.open.length > 0 ? (
          <span className="r-gap">
            <Icon name="warning" size={14} />
            {t("cutOpen", { n: cut.open.length })}: {cut.open.map((p) => p.target).join(", ")}
          </span>
        ) : null}
      </p>
      <Wide label={t("cut")}>
        <table className="t-sheet" data-stack>
          <thead>
            <tr>
              <th scope="col">{t("control")}</th>
              <th scope="col">{t("at")}</th>
              <th scope="col">{t("from")}</th>
              <th scope="col" data-end>
                {t("shuts")}
              </th>
              <th scope="col" data-end>
                {t("cost")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((c) => (
              <tr key={c.id}>
                <th scope="row">{c.title}</th>
                <td data-label={t("at")}>
                  <Some items={c.at.map((x) => <Target key={x} id={x} />)} most={2} />
                </td>
                <td className="t-dim" data-label={t("from")}>
                  {c["in-model"]
                    ? t("inModel", { status: s((c.status || "planned") as "planned").toLowerCase() })
                    : t("library")}
                  {c["rests-on"]?.length ? `; ${t("restsOn", { ids: c["rests-on"].join(", ") })}` : null}
                </td>
                <td data-end data-label={t("shuts")}>
                  <Rows ids={c.shuts} />
                </td>
                <td data-end data-label={t("cost")}>
                  {c.cost}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > shown.length ? (
          <div className="pa-more r-noprint">
            <button type="button" className="r-link" onClick={() => setAll(true)}>
              {s("more", { n: rows.length - shown.length })}
            </button>
          </div>
        ) : null}
      </Wide>
    </Part>
  );
}

interface BenchProps {
  after: string;
  on: ReadonlySet<string>;
  setOn: (next: ReadonlySet<string>) => void;
  off: ReadonlySet<string>;
  setOff: (next: ReadonlySet<string>) => void;
  cut: Candidate[];
}

function Bench({ after, on, setOn, off, setOff, cut }: BenchProps) {
  const t = useWords(words);
  const s = useWords(shared);
  const mine = useEntries("controls");
  const plan = useAsk<Plan>(`/plan?after=${after}`);
  const steps = plan.data?.steps ?? [];
  const answer = useAnswer(after, on, off);
  const proposals = useMemo(() => {
    const known = new Set(steps.map((x) => x.id));
    return [...steps, ...cut.filter((c) => !known.has(c.id))].filter((c) => !c["in-model"]);
  }, [steps, cut]);
  const slide = (n: number) => {
    setOff(new Set());
    setOn(new Set(steps.slice(0, n).map((x) => x.id)));
  };
  // The slider stands at the longest run of best controls that is switched on.
  let at = 0;
  while (at < steps.length && on.has(steps[at]?.id ?? "")) at++;
  const closedBy = (n: number) => steps.slice(0, n).reduce((sum, x) => sum + x.closed.length, 0);
  const toggle = (set: ReadonlySet<string>, put: (next: ReadonlySet<string>) => void, id: string) => {
    const next = new Set(set);
    if (!next.delete(id)) next.add(id);
    put(next);
  };
  const counts = (status: string) =>
    after !== "none" &&
    ["planned", "implemented", "verified", "inherited"].indexOf(status) >=
      ["planned", "implemented", "verified"].indexOf(after);
  return (
    <div id="what-if">
      <Part
        title={t("try")}
        note={t("tryNote")}
        side={
          on.size + off.size > 0 ? (
            <span className="pa-acts">
              <PlanButton on={on} all={[...steps, ...cut]} />
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => {
                  setOn(new Set());
                  setOff(new Set());
                }}
              >
                {t("reset")}
              </Button>
            </span>
          ) : null
        }
      >
        {plan.data ? (
          <div className="pa-slide">
            <label htmlFor="pa-best">{t("best")}</label>
            <input
              id="pa-best"
              type="range"
              min={0}
              max={steps.length}
              value={at}
              aria-valuetext={t("bestSaid", { n: at, all: steps.length, closed: closedBy(at) })}
              onChange={(e) => slide(Number(e.currentTarget.value))}
            />
            <output htmlFor="pa-best">{t("bestValue", { n: at, all: steps.length })}</output>
            <Ticks steps={steps} />
          </div>
        ) : (
          <Waiting error={plan.error} />
        )}
        <Result answer={answer.data} busy={answer.isFetching} />
        <div className="pa-bench">
          <fieldset>
            <legend>{t("proposals")}</legend>
            <ol className="pa-checks">
              {proposals.map((c) => {
                const step = steps.find((x) => x.id === c.id);
                return (
                  <li key={c.id}>
                    <Checkbox
                      size="xs"
                      checked={on.has(c.id)}
                      onChange={() => toggle(on, setOn, c.id)}
                      label={
                        <>
                          {c.title} <At at={c.at} />
                          <span className="r-sub">
                            {t("cost")} {c.cost}
                            {step && step.closed.length > 0 ? (
                              <b className="pa-mile"> · {t("closes", { list: step.closed.join(", ") })}</b>
                            ) : null}
                          </span>
                        </>
                      }
                    />
                  </li>
                );
              })}
            </ol>
          </fieldset>
          <fieldset>
            <legend>{t("onlyMine")}</legend>
            {mine.length === 0 ? <p className="t-dim">{t("noneMine")}</p> : null}
            <ol className="pa-checks">
              {mine.map((c) => {
                const status = wordOf(c.status) || "planned";
                const now = counts(status);
                const checked = now ? !off.has(c.id) : on.has(c.id);
                return (
                  <li key={c.id}>
                    <Checkbox
                      size="xs"
                      checked={checked}
                      onChange={() => (now ? toggle(off, setOff, c.id) : toggle(on, setOn, c.id))}
                      label={
                        <>
                          {nameOf(c)}
                          <span className="r-sub">
                            {s(status as "planned")}, {now ? t("mineCounts") : t("mineNot")}
                          </span>
                        </>
                      }
                    />
                  </li>
                );
              })}
            </ol>
          </fieldset>
        </div>
      </Part>
    </div>
  );
}

function At({ at }: { at: string[] }) {
  const name = useTargetName();
  return <span className="t-dim">{at.map(name).join(", ")}</span>;
}

// Where on the slider a hazard closes.
function Ticks({ steps }: { steps: Plan["steps"] }) {
  const marks = steps.map((x, i) => ({ n: i + 1, closed: x.closed })).filter((x) => x.closed.length > 0);
  return (
    <div className="pa-ticks" aria-hidden="true">
      {marks.map((m) => (
        <span key={m.n} style={{ left: `${(m.n / Math.max(1, steps.length)) * 100}%` }}>
          {m.closed.join(" ")}
        </span>
      ))}
    </div>
  );
}

function useAnswer(after: string, on: ReadonlySet<string>, off: ReadonlySet<string>) {
  const project = useProjectId() ?? "";
  const revision = useView((s) => s.revision);
  const body = { with: [...on].sort(), without: [...off].sort(), after };
  return useQuery({
    queryKey: [project, "what-if", revision, body],
    queryFn: ({ signal }) =>
      request<WhatIfAnswer>("POST", `/projects/${encodeURIComponent(project)}/what-if`, body, { signal }),
    placeholderData: keepPreviousData,
  });
}

function Result({ answer, busy }: { answer: WhatIfAnswer | undefined; busy: boolean }) {
  const t = useWords(words);
  const hazards = useIndex("hazards");
  const harms = useIndex("harms");
  if (!answer) return <Waiting />;
  const open = answer.hazards.filter((h) => h.after).length;
  const level = (id: string) => {
    const h = hazards.get(id);
    return Number((wordOf(h?.severity) || wordOf(harms.get(wordOf(h?.harm))?.severity)).slice(1)) || 3;
  };
  return (
    <div className="pa-result" aria-busy={busy}>
      <p className="pa-sum" role="status">
        <b>{t("closedCount", { n: answer.closed })}</b>, {t("openCount", { n: open })}
      </p>
      <Wide label={t("result")}>
        <table className="t-sheet" data-stack>
          <thead>
            <tr>
              <th scope="col">{t("hazard")}</th>
              <th scope="col">{t("severity")}</th>
              <th scope="col">{t("now")}</th>
              <th scope="col">{t("thenHead")}</th>
            </tr>
          </thead>
          <tbody>
            {answer.hazards.map((h) => (
              <tr key={h.hazard} data-closed={(h.before && !h.after) || undefined}>
                <th scope="row">
                  <b className="r-id">{h.hazard}</b> {h.text}
                </th>
                <td>
                  <Severity level={level(h.hazard)} short />
                </td>
                <td data-label={t("now")}>{h.before ? t("points", { n: h.before.points }) : t("closedNow")}</td>
                <td data-label={t("thenHead")}>
                  {h.after ? (
                    <>
                      {t("points", { n: h.after.points })}
                      {h.before && h.after.points > h.before.points ? (
                        <span className="r-sub">+{h.after.points - h.before.points}</span>
                      ) : null}
                      {h.before ? null : <span className="r-sub pa-opened">{t("opened")}</span>}
                    </>
                  ) : (
                    <span className="r-good">
                      <Icon name="check" size={15} />
                      {t("closedNow")}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </div>
  );
}

/** Writes the controls that are switched on into the model as planned ones, as one step. */
function PlanButton({ on, all }: { on: ReadonlySet<string>; all: Candidate[] }) {
  const t = useWords(words);
  const may = useMayEdit();
  const mine = useEntries("controls");
  const findings = useFindings();
  const chosen = [...on].flatMap((id) => all.find((c) => c.id === id && !c["in-model"]) ?? []);
  if (!may || chosen.length === 0) return null;
  const undecided = new Set(
    findings.filter((f) => ["open", "planned", "controlled"].includes(f.state)).map((f) => f.id),
  );
  const write = () => {
    const taken = [...mine];
    const commands: Command[] = chosen.map((c) => {
      const id = freshId(taken, idOf(`${c.control ?? c.id} ${c.at[0] ?? ""}`));
      taken.push({ id });
      return {
        verb: "control",
        id,
        fields: { control: c.control ?? "", at: c.at, status: "planned" },
        findings: c.shuts.filter((f) => undecided.has(f)),
      };
    });
    const step = did("plan", { n: chosen.length });
    const text = named({ did: step });
    void send(commands, step).then((d) => {
      if (!d) return;
      toast({ text, undo: true });
      announce(text);
    });
  };
  return (
    <Button size="compact-sm" onClick={write}>
      {t("plan", { n: chosen.length })}
    </Button>
  );
}
