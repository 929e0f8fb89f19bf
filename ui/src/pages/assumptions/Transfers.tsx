// Transfers: who takes a threat over, in which words they are told, where they read it, and what of that is missing.
import type { Entry } from "@/api/types";
import { EmptyState, Severity } from "@/parts";
import { useNames } from "@/project/names";
import { did, send, useFindings, useMayEdit } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { EditText, FindingLink, Gap, wordOf } from "../risk/common";
import { words } from "./words";

const parts = ["to", "text", "document", "because", "owner"] as const;
type Part = (typeof parts)[number];

export const missingOf = (x: Entry): Part[] => parts.filter((p) => !wordOf(x[p]).trim());

export function Transfers({ list }: { list: Entry[] }) {
  const t = useWords(words);
  const may = useMayEdit();
  const findings = useFindings();
  const names = useNames();
  if (list.length === 0) return <EmptyState icon="assumptions" title={t("noTransfers")} text={t("noTransfersText")} />;
  const incomplete = list.filter((x) => missingOf(x).length > 0).length;
  const rank = new Map(findings.map((f, i) => [f.id, i]));
  const sorted = [...list].sort((a, b) => (rank.get(a.id) ?? 1e9) - (rank.get(b.id) ?? 1e9));
  return (
    <>
      <p className="r-note">{t("transfersNote")}</p>
      <p className="as-sum">
        {incomplete > 0 ? (
          <Gap>{t("incomplete", { n: incomplete })}</Gap>
        ) : (
          <span className="r-good">
            <Icon name="check" size={15} />
            {t("allComplete")}
          </span>
        )}
      </p>
      <ul className="as-list">
        {sorted.map((x) => (
          <Transfer key={x.id} x={x} may={may} names={names} severity={findings.find((f) => f.id === x.id)?.severity} />
        ))}
      </ul>
    </>
  );
}

function Transfer({
  x,
  may,
  names,
  severity,
}: {
  x: Entry;
  may: boolean;
  names: readonly string[];
  severity: number | undefined;
}) {
  const t = useWords(words);
  const missing = missingOf(x);
  const put = (key: Part, value: string) =>
    void send([{ verb: "decide", findings: [x.id], fields: { [key]: value || null } }], did("changed", { name: x.id }));
  const labels: Record<Part, string> = {
    to: t("to"),
    text: t("wording"),
    document: t("document"),
    because: t("because"),
    owner: t("owner"),
  };
  const hints: Record<Part, string> = {
    to: t("noTo"),
    text: t("noText"),
    document: t("noDocument"),
    because: t("noBecause"),
    owner: t("noWho"),
  };
  return (
    <li className="t-card">
      <div className="as-head">
        {severity === undefined ? null : <Severity level={severity} short />}
        <h2>
          <FindingLink id={x.id}>{wordOf(x.title) || undefined}</FindingLink>
        </h2>
        {missing.length > 0 ? (
          <Gap>{t("lacking", { n: missing.length })}</Gap>
        ) : (
          <span className="r-good">
            <Icon name="check" size={14} />
            {t("complete")}
          </span>
        )}
      </div>
      <dl className="as-fields">
        {parts.map((p) => (
          <div key={p} data-part={p}>
            <dt>{labels[p]}</dt>
            <dd>
              <EditText
                label={`${labels[p]}: ${x.id}`}
                value={wordOf(x[p])}
                missing={hints[p]}
                long={p === "text" || p === "because"}
                offers={p === "owner" ? names : undefined}
                disabled={!may}
                onCommit={(v) => put(p, v)}
              />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
