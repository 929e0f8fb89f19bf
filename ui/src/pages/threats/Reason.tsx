// Why a threat is there, what it means and what can be done about it. The page of threats shows it beside the table; the
// inspector may show it for a finding that is selected elsewhere.
import { Loader } from "@mantine/core";
import { ApiError } from "@/api/client";
import type { Finding } from "@/api/types";
import { Certainty, Severity, StateOf } from "@/parts";
import { useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { Acts } from "./Acts";
import { ControlsPart, DecisionPart } from "./Answers";
import { Leads, Reach, RiskPart } from "./Consequence";
import { type Explained, useExplained } from "./explained";
import { Facts, Unknown } from "./Facts";
import { Place } from "./ReasonPart";
import { Sources } from "./Sources";
import { words } from "./words";

export function Reason({ finding: f }: { finding: Finding }) {
  const t = useWords(words);
  const { data: why, error, isPending, refetch } = useExplained(f.id);
  const clinical = useSettings((s) => s.clinical);
  const model = useView((s) => s.model);
  return (
    <article className="threats-reason" aria-busy={isPending}>
      <header>
        <div className="threats-reason-badges">
          <Severity level={f.severity} />
          <StateOf state={f.state} />
          <Certainty certainty={f.certainty} />
        </div>
        <h2 lang="en">{f.title}</h2>
        <p className="threats-id">
          <Place id={f.target} />
          <code>{f.id}</code>
        </p>
        <Acts finding={f} />
      </header>
      {f.changed && f.changed.length > 0 ? (
        <div className="threats-changed" role="note">
          <strong>{t("changed")}</strong>
          <ul>
            {f.changed.map((c) => (
              <li key={c}>{c}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {isPending ? (
        <p className="threats-wait" role="status">
          <Loader size="xs" /> {t("loading")}
        </p>
      ) : null}
      {error && !why ? (
        <div className="threats-error" role="alert">
          {error instanceof ApiError && error.status === 404 ? (
            t("reasonGone")
          ) : (
            <>
              {t("reasonFailed")}{" "}
              <button type="button" className="t-link-button" onClick={() => void refetch()}>
                {t("retry")}
              </button>
            </>
          )}
        </div>
      ) : null}
      {why && model ? (
        <>
          <Story why={why} first={clinical} />
          <Unknown finding={f} why={why} model={model} />
          <RiskPart finding={f} why={why} />
          <Facts why={why} model={model} />
          <ControlsPart finding={f} why={why} />
          <Reach why={why} />
          <Leads why={why} model={model} />
          <DecisionPart finding={f} why={why} />
          <Sources why={why} />
        </>
      ) : null}
    </article>
  );
}

function Story({ why, first }: { why: Explained; first: boolean }) {
  const t = useWords(words);
  const ward = why.clinical ? (
    <p className="threats-ward">
      <Icon name="heart" size={16} title={t("inWardWords")} />
      <span lang="en">{why.clinical}</span>
    </p>
  ) : null;
  return (
    <section className="threats-part threats-story">
      {first ? ward : null}
      <p lang="en">{why.text}</p>
      {first ? null : ward}
    </section>
  );
}
