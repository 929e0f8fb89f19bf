// What changed in the words of the model, entry by entry, each with the threats that came, went or moved on it.
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from "react";
import type { Diff, EntryTurn } from "@/api/schema";
import { Risk } from "@/parts/Badges";
import { select } from "@/project/store";
import { useView } from "@/project/use";
import { PageLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { Mark } from "./Mark";
import { Threats } from "./Threats";
import { byEntry, drawn, pathOf, type Threats as Several } from "./turns";
import { Value } from "./Value";
import { words } from "./words";

interface Shown {
  diff: Diff;
  /** The entry whose lines are looked for. */
  at: string;
  /** Set while a person was led here: then the focus follows. */
  led: RefObject<boolean>;
  onPicture: (path: string) => void;
  extra: ((e: EntryTurn) => ReactNode) | undefined;
}

export function Table({ diff, at, led, onPicture, extra }: Shown) {
  const t = useWords(words);
  const box = useRef<HTMLDivElement>(null);
  const threats = useMemo(() => byEntry(diff), [diff]);
  const other = threats.get("");
  useEffect(() => {
    if (!at) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`);
    row?.scrollIntoView({ block: "center" });
    if (led.current) row?.focus({ preventScroll: true });
    led.current = false;
  }, [at, led]);
  return (
    <>
      <RiskMoved diff={diff} />
      {diff.entries.length === 0 ? (
        <p className="t-dim">
          {t("noModel")} {diff.layout.length > 0 ? t("layout", { n: diff.layout.length }) : null}
        </p>
      ) : (
        <div className="diff-scroll" tabIndex={0} role="region" aria-label={t("model")} ref={box}>
          <table className="diff-table">
            <thead>
              <tr>
                <th scope="col">{t("entry")}</th>
                <th scope="col">{t("key")}</th>
                <th scope="col">{t("was")}</th>
                <th scope="col">{t("now")}</th>
              </tr>
            </thead>
            {diff.entries.map((e) => (
              <Entry
                key={pathOf(e)}
                e={e}
                at={at}
                threats={threats.get(pathOf(e))}
                onPicture={onPicture}
                extra={extra}
              />
            ))}
          </table>
        </div>
      )}
      {other ? (
        <section className="diff-other" aria-label={t("elsewhere")}>
          <h3>{t("elsewhere")}</h3>
          <Threats list={other} name={t("elsewhere")} />
        </section>
      ) : null}
    </>
  );
}

function Entry({
  e,
  at,
  threats,
  onPicture,
  extra,
}: Omit<Shown, "diff" | "led"> & { e: EntryTurn; threats: Several | undefined }) {
  const t = useWords(words);
  const path = pathOf(e);
  const lines = e.fields.length > 0 ? e.fields : [{ key: "" }];
  const name = e.id ? (e.name ?? e.id) : t("head");
  return (
    <tbody data-kind={e.kind} data-current={path === at || undefined}>
      {lines.map((f, i) => (
        <tr key={f.key}>
          {i === 0 ? (
            <th scope="rowgroup" rowSpan={lines.length + (threats ? 1 : 0)} data-path={path} tabIndex={-1}>
              <Mark kind={e.kind} />
              <EntryName e={e} name={name} />
              <span className="diff-acts">
                {drawn.includes(e.section) ? (
                  <button type="button" className="t-link-button" onClick={() => onPicture(path)}>
                    {t("onPicture")}
                    <span className="t-hidden"> {name}</span>
                  </button>
                ) : null}
                {extra?.(e)}
              </span>
            </th>
          ) : null}
          <td>
            <code>{f.key}</code>
          </td>
          <td>
            {e.kind === "added" ? null : (
              <Value value={f.was} other={e.kind === "removed" ? f.was : f.now} side="was" />
            )}
          </td>
          <td>
            {e.kind === "removed" ? null : (
              <Value value={f.now} other={e.kind === "added" ? f.now : f.was} side="now" />
            )}
          </td>
        </tr>
      ))}
      {threats ? (
        <tr>
          <td colSpan={3}>
            <Threats list={threats} name={name} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function EntryName({ e, name }: { e: EntryTurn; name: string }) {
  const t = useWords(words);
  if (!e.id) return <span className="diff-name">{name}</span>;
  return (
    <span className="diff-name">
      {drawn.includes(e.section) && e.kind !== "removed" ? (
        <PageLink
          page="flows"
          className="t-link"
          title={t("onCanvas", { name })}
          onClick={() => select([{ kind: e.section, id: e.id }])}
        >
          {name}
        </PageLink>
      ) : (
        name
      )}
      <small>
        {e.section}/{e.id}
      </small>
    </span>
  );
}

/** How many threats stand at each level of what is left, where that moved. */
function RiskMoved({ diff }: { diff: Diff }) {
  const t = useWords(words);
  const levels = useView((s) => s.scales.risks) ?? [];
  const { was, now } = diff.counts;
  const moved = levels
    .map((l) => ({ id: l.id, was: was.byResidual[l.id] ?? 0, now: now.byResidual[l.id] ?? 0 }))
    .filter((l) => l.was !== l.now)
    .reverse();
  if (moved.length === 0 && was.findings === now.findings) return null;
  return (
    <dl className="diff-risk">
      <div>
        <dt>{t("threats")}</dt>
        <dd>
          {was.findings} <span aria-hidden="true">→</span>
          <span className="t-hidden">{t("becomes")}</span> <b>{now.findings}</b>
        </dd>
      </div>
      {moved.map((l) => (
        <div key={l.id}>
          <dt>
            {t("left")} <Risk id={l.id} />
          </dt>
          <dd>
            {l.was} <span aria-hidden="true">→</span>
            <span className="t-hidden">{t("becomes")}</span> <b>{l.now}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}
