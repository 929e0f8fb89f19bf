// The easiest ways to each hazard. A way is one ordered list of steps, drawn from left to right; the same steps stand
// below each other with their reasons in the list.
import { Button } from "@mantine/core";
import { useState } from "react";
import { Certainty, EmptyState, Severity, StateOf } from "@/parts";
import { useEntries, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { type Choke, type Fact, type Path, type PathList, type PathStep, type Spread, useAsk } from "../risk/api";
import { Choice, EntryLink, FindingLink, Part, Some, Target, useTargetName, Waiting } from "../risk/common";
import { shared } from "../risk/words";
import { words } from "./words";

type After = "none" | "planned" | "implemented" | "verified";

/** Which controls count, as the address says, else as the scales of the project say. */
export function useAfter(): [After, (next: After) => void] {
  const [chosen, choose] = useSearchText("after");
  const scales = useView((s) => s.scales.after) as After | undefined;
  const own = scales ?? "implemented";
  const valid = ["none", "planned", "implemented", "verified"].includes(chosen);
  return [valid ? (chosen as After) : own, (next) => choose(next === own ? undefined : next)];
}

export function AfterChoice() {
  const s = useWords(shared);
  const [after, setAfter] = useAfter();
  return (
    <Choice
      label={s("counts")}
      value={after}
      onChange={setAfter}
      options={[
        { value: "none", text: s("countNone") },
        { value: "planned", text: s("planned") },
        { value: "implemented", text: s("implemented") },
        { value: "verified", text: s("verified") },
      ]}
    />
  );
}

export function Paths() {
  const t = useWords(words);
  const hazards = useEntries("hazards");
  const [after] = useAfter();
  const [order, setOrder] = useSearchText("order");
  const [target, setTarget] = useSearchText("target");
  const [as, setAs] = useSearchText("as");
  const [most, setMost] = useState(3);
  const by = order === "fewest" ? "fewest" : "cheapest";
  const { data, error } = useAsk<PathList[]>(`/paths?k=1&after=${after}&order=${by}`);
  if (hazards.length === 0) return <EmptyState icon="paths" title={t("noHazards")} text={t("noHazardsText")} />;
  if (!data) return <Waiting error={error} />;
  const chosen = data.find((x) => x.target === target) ?? data[0];
  return (
    <>
      <div className="r-bar r-noprint">
        <AfterChoice />
        <Choice
          label={t("order")}
          value={by}
          onChange={(v) => setOrder(v === "cheapest" ? undefined : v)}
          options={[
            { value: "cheapest", text: t("cheapest") },
            { value: "fewest", text: t("fewest") },
          ]}
        />
      </div>
      <ul className="pa-hazards" aria-label={t("hazard")}>
        {data.map((x) => {
          const best = x.paths[0];
          return (
            <li key={x.target}>
              <button
                type="button"
                aria-current={x.target === chosen?.target || undefined}
                onClick={() => {
                  setMost(3);
                  setTarget(x.target === data[0]?.target ? undefined : x.target);
                }}
              >
                <b className="r-id">{x.target}</b>
                <span className="pa-hazard-text">{x.text}</span>
                <Severity level={Number((x.severity ?? "").slice(1)) || 0} short />
                {best ? (
                  <span className="pa-hazard-points">
                    {t("points", { n: best.points })}, {t("steps", { n: best.findings })}
                  </span>
                ) : (
                  <span className="pa-hazard-points r-good">
                    <Icon name="check" size={14} />
                    {t("closed")}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {chosen ? (
        <Ways
          key={`${chosen.target} ${after} ${by}`}
          target={chosen.target}
          title={chosen.text ?? chosen.target}
          after={after}
          by={by}
          as={as === "list" ? "list" : "drawing"}
          setAs={(v) => setAs(v === "drawing" ? undefined : v)}
          most={most}
          setMost={setMost}
        />
      ) : null}
    </>
  );
}

interface WaysProps {
  target: string;
  title: string;
  after: After;
  by: string;
  as: "drawing" | "list";
  setAs: (v: "drawing" | "list") => void;
  most: number;
  setMost: (n: number) => void;
}

function Ways({ target, title, after, by, as, setAs, most, setMost }: WaysProps) {
  const t = useWords(words);
  const at = `target=${encodeURIComponent(target)}`;
  const { data, error, isFetching } = useAsk<PathList[]>(`/paths?${at}&k=${most}&after=${after}&order=${by}`);
  const list = data?.[0];
  return (
    <>
      <Part
        title={title}
        side={
          <Choice
            label={t("view")}
            value={as}
            onChange={setAs}
            options={[
              { value: "drawing", text: t("drawing") },
              { value: "list", text: t("list") },
            ]}
          />
        }
      >
        {!list ? <Waiting error={error} /> : null}
        {list?.paths.length === 0 ? (
          <p className="r-good">
            <Icon name="check" size={16} />
            {t("closed")}
          </p>
        ) : null}
        {list?.paths.map((p, i) => (
          <Way key={p.steps.map((x) => x.finding ?? x.holds).join(" ")} path={p} n={i + 1} as={as} />
        ))}
        {list?.partial ? <p className="r-note">{t("partial")}</p> : null}
        {list && list.paths.length >= most && most < 50 ? (
          <Button
            variant="default"
            size="compact-sm"
            className="r-noprint"
            loading={isFetching}
            onClick={() => setMost(Math.min(50, most + 5))}
          >
            {t("moreWays")}
          </Button>
        ) : null}
      </Part>
      {list && list.paths.length > 0 ? <ChokePoints at={at} after={after} /> : null}
      <SpreadOf at={at} />
    </>
  );
}

const spaced = (id: string) => id.replaceAll("-", " ");

function Way({ path, n, as }: { path: Path; n: number; as: "drawing" | "list" }) {
  const t = useWords(words);
  return (
    <section className="pa-way" aria-label={t("way", { n })}>
      <h3>
        {t("way", { n })}
        <span className="r-sub">
          {t("points", { n: path.points })}, {t("steps", { n: path.findings })}
          {path.possible ? `, ${t("possible").toLowerCase()}` : ""}
        </span>
      </h3>
      <ol className={as === "list" ? "pa-list" : "pa-lane"}>
        {path.steps.map((s, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place on the way
          <li key={i} data-kind={s.kind} data-hardest={i === path.hardest || undefined}>
            <Step step={s} path={path} hardest={i === path.hardest && path.findings > 1} full={as === "list"} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Step({ step, path, hardest, full }: { step: PathStep; path: Path; hardest: boolean; full: boolean }) {
  const t = useWords(words);
  const name = useTargetName();
  if (step.kind === "position") {
    const others = path.from.slice(1).map(spaced);
    return (
      <>
        <b>
          <Icon name="person" size={15} />
          {step.text}
        </b>
        {others.length > 0 ? <span className="r-sub">{t("alsoFrom", { list: others.join(", ") })}</span> : null}
        {step.points > 0 ? <span className="r-sub">{t("plus", { n: step.points })}</span> : null}
      </>
    );
  }
  if (step.kind === "target") {
    return (
      <>
        <b>
          <Icon name="warning" size={15} />
          <EntryLink section="hazards" id={step.holds}>
            {step.text}
          </EntryLink>
        </b>
        {step.follow?.function ? (
          <span className="r-sub">{t("through", { function: name(step.follow.function) })}</span>
        ) : null}
      </>
    );
  }
  if (step.kind === "ground")
    return (
      <span className="pa-ground" lang="en">
        {step.text}
      </span>
    );
  return (
    <>
      <FindingLink id={step.finding ?? ""}>{step.title}</FindingLink>
      <span className="pa-tags">
        {step.certainty ? <Certainty certainty={step.certainty} /> : null}
        {step.state ? <StateOf state={step.state} /> : null}
        <span>{t("plus", { n: step.points })}</span>
        {hardest ? <span className="pa-hardest">{t("hardest")}</span> : null}
      </span>
      {full ? (
        <div className="pa-why">
          <p>{step.text}</p>
          {step.because ? (
            <p>
              <b>{t("because")}:</b> {step.because}
            </p>
          ) : null}
          <Facts title={t("facts")} facts={step.facts} />
          <Facts title={t("missing")} facts={step.missing} />
        </div>
      ) : null}
    </>
  );
}

function Facts({ title, facts }: { title: string; facts: Fact[] | undefined }) {
  if (!facts || facts.length === 0) return null;
  return (
    <p>
      <b>{title}:</b>{" "}
      {facts.map((f, i) => (
        <span key={`${f.subject} ${f.field}`}>
          {i > 0 ? "; " : ""}
          <Target id={f.subject} /> {spaced(f.field.replace(/^attributes\./, ""))}: {f.value}
        </span>
      ))}
    </p>
  );
}

function ChokePoints({ at, after }: { at: string; after: After }) {
  const t = useWords(words);
  const { data } = useAsk<Choke>(`/choke?${at}&after=${after}`);
  if (!data) return null;
  const none = data.states.length + data.findings.length + data.controls.length === 0;
  return (
    <Part title={t("choke")}>
      {none ? <p className="r-note">{t("chokeNone")}</p> : null}
      <dl className="pa-facts">
        {data.states.length > 0 ? (
          <div>
            <dt>{t("chokeStates")}</dt>
            <dd>
              {data.states.map((s, i) => (
                <span key={s}>
                  {i > 0 ? " → " : ""}
                  {spaced(s.split("@")[0] ?? "")} <Target id={s.split("@")[1] ?? s} />
                </span>
              ))}
            </dd>
          </div>
        ) : null}
        {data.findings.length > 0 ? (
          <div>
            <dt>{t("chokeFindings")}</dt>
            <dd>
              <Some items={data.findings.map((f) => <FindingLink key={f} id={f} />)} most={5} />
            </dd>
          </div>
        ) : null}
        {data.controls.length > 0 ? (
          <div>
            <dt>{t("chokeControls")}</dt>
            <dd>
              <ul className="r-plain">
                {data.controls.slice(0, 6).map((c) => (
                  <li key={c.id}>
                    {c.title} <span className="r-id">{c.id}</span>{" "}
                    <span className="t-dim">
                      {t("cost")} {c.cost}
                    </span>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ) : null}
      </dl>
    </Part>
  );
}

function SpreadOf({ at }: { at: string }) {
  const t = useWords(words);
  const s = useWords(shared);
  const { data } = useAsk<Spread>(`/spread?${at}`);
  const [all, setAll] = useState(false);
  if (!data) return null;
  const shown = all ? data.reasons : data.reasons.slice(0, 4);
  return (
    <Part title={t("spread")}>
      <p>
        {data.many ? (data.patients > 0 ? t("spreadNumber", { n: data.patients }) : t("spreadMany")) : t("spreadOne")}
      </p>
      <ul className="pa-reasons">
        {shown.map((r) => (
          <li key={`${r.kind} ${r.place}`} lang="en">
            {r.text}
          </li>
        ))}
      </ul>
      {data.reasons.length > shown.length ? (
        <button type="button" className="r-link" onClick={() => setAll(true)}>
          {s("more", { n: data.reasons.length - shown.length })}
        </button>
      ) : null}
    </Part>
  );
}
