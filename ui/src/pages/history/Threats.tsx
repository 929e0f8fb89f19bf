// Findings that came, went or moved because of a change.
import type { EntryTurn, Finding, FindingTurn } from "@/api/schema";
import { Certainty, Risk, Severity, StateOf } from "@/parts/Badges";
import { select } from "@/project/store";
import { PageLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { Mark } from "./Mark";
import { countOf, isTold, type Threats as Several, type Told } from "./turns";
import { Value } from "./Value";
import { words } from "./words";

/** So many lines are shown without asking. */
const FEW = 5;

export function Threats({ list, name }: { list: Several; name: string }) {
  const t = useWords(words);
  const n = countOf(list);
  if (n === 0) return null;
  const parts = [
    list.came.length > 0 ? t("nCame", { n: list.came.length }) : "",
    list.went.length > 0 ? t("nWent", { n: list.went.length }) : "",
    list.moved.length > 0 ? t("nMoved", { n: list.moved.length }) : "",
  ].filter(Boolean);
  return (
    <details className="diff-threats" open={n <= FEW}>
      <summary>
        {t("threatsOf")}: {parts.join(", ")}
        <span className="t-hidden"> ({name})</span>
      </summary>
      <ul>
        {list.came.map((f) => (
          <Line key={f.id} kind="added" f={f} />
        ))}
        {list.went.map((f) => (
          <Line key={f.id} kind="removed" f={f} />
        ))}
        {list.moved.map((m) => (
          <Line key={m.turn.id} kind="changed" f={m.now} turn={m.turn} />
        ))}
      </ul>
    </details>
  );
}

const kinds = { added: "kindCame", removed: "kindWent", changed: "kindMoved" } as const;

function Line({ kind, f, turn }: { kind: EntryTurn["kind"]; f: Finding; turn?: FindingTurn }) {
  const t = useWords(words);
  return (
    <li data-kind={kind}>
      <Mark kind={kind}>{t(kinds[kind])}</Mark>
      {kind === "removed" ? (
        <span lang="en">{f.title}</span>
      ) : (
        <PageLink
          page="threats"
          search={{ q: f.id }}
          className="t-link"
          lang="en"
          onClick={() => select([{ kind: "findings", id: f.id }])}
        >
          {f.title}
        </PageLink>
      )}
      <span className="diff-badges">
        {turn ? (
          turn.fields.map((x) => (isTold(x.key) ? <Move key={x.key} what={x.key} was={x.was} now={x.now} /> : null))
        ) : (
          <>
            <Severity level={f.severity} short />
            {f.residual ? <Risk id={f.residual} /> : null}
          </>
        )}
      </span>
    </li>
  );
}

/** One thing of a finding, from what it was to what it is. */
function Move({ what, was, now }: { what: Told; was: unknown; now: unknown }) {
  const t = useWords(words);
  const badge = (v: unknown, side: "was" | "now") => {
    if (what === "risk" || what === "residual") return v ? <Risk id={String(v)} /> : <span>{t("noRisk")}</span>;
    if (what === "state") return <StateOf state={v as Finding["state"]} />;
    if (what === "certainty") return <Certainty certainty={v as Finding["certainty"]} />;
    if (what === "many") return <span>{v ? t("yes") : t("no")}</span>;
    if (what === "severity") return <Severity level={Number(v)} short />;
    if (v === "" || v === undefined || v === 0) return <span className="t-dim">–</span>;
    return <Value value={v} other={side === "was" ? now : was} side={side} />;
  };
  return (
    <span className="diff-move">
      <span className="t-dim">{t(`of.${what}`)}</span> {badge(was, "was")} <span aria-hidden="true">→</span>
      <span className="t-hidden">{t("becomes")}</span> {badge(now, "now")}
    </span>
  );
}
