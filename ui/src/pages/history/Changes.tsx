// What differs between two revisions: entries with their keys, threats, and the text. Used by history and reviews.
import { SegmentedControl } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { Diff, EntryTurn, Finding } from "@/api/schema";
import { Risk, Severity } from "@/parts/Badges";
import { select } from "@/project/store";
import { Icon } from "@/shell/icons";
import { PageLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { words } from "./words";
import "./changes.css";

const TextDiff = lazy(() => import("./TextDiff"));

type View = "model" | "threats" | "text";

export function Changes({ diff, extra }: { diff: Diff; extra?: (e: EntryTurn) => ReactNode }) {
  const t = useWords(words);
  const [view, setView] = useState<View>("model");
  const { came, went, changed } = diff.findings;
  const threats = came.length + went.length + changed.length;
  const data = [
    { value: "model", label: `${t("model")} (${diff.entries.length})` },
    { value: "threats", label: `${t("threats")} (${threats})` },
    { value: "text", label: `${t("text")} (${diff.files.length})` },
  ];
  return (
    <div className="diff">
      <SegmentedControl
        size="sm"
        aria-label={t("views")}
        value={view}
        onChange={(v) => setView(v as View)}
        data={data}
      />
      {view === "model" ? <Entries diff={diff} extra={extra} /> : null}
      {view === "threats" ? (
        threats === 0 ? (
          <p className="t-dim">{t("noThreats")}</p>
        ) : (
          <>
            <Findings title={t("came")} kind="added" list={came} />
            <Findings title={t("went")} kind="removed" list={went} />
            <Findings title={t("differ")} kind="changed" list={changed} />
          </>
        )
      ) : null}
      {view === "text" ? (
        diff.files.length === 0 ? (
          <p className="t-dim">{t("noText")}</p>
        ) : (
          diff.files.map((f) => (
            <section key={f.name} aria-label={f.name}>
              <h3 className="diff-file">
                {f.name}
                {f.was === "" ? <Mark kind="added">{t("created")}</Mark> : null}
                {f.now === "" ? <Mark kind="removed">{t("gone")}</Mark> : null}
              </h3>
              <Suspense fallback={<p role="status">{t("loadingText")}</p>}>
                <TextDiff was={f.was} now={f.now} label={t("fileNow", { file: f.name })} />
              </Suspense>
            </section>
          ))
        )
      ) : null}
    </div>
  );
}

const icons = { added: "plus", removed: "minus", changed: "pencil" } as const;

export function Mark({ kind, children }: { kind: EntryTurn["kind"]; children?: ReactNode }) {
  const t = useWords(words);
  return (
    <span className="diff-mark" data-kind={kind}>
      <Icon name={icons[kind]} size={12} />
      {children ?? t(kind)}
    </span>
  );
}

function Entries({ diff, extra }: { diff: Diff; extra: ((e: EntryTurn) => ReactNode) | undefined }) {
  const t = useWords(words);
  const count = (kind: EntryTurn["kind"]) => diff.entries.filter((e) => e.kind === kind).length;
  if (diff.entries.length === 0)
    return (
      <p className="t-dim">
        {t("noModel")} {diff.layout.length > 0 ? t("layout", { n: diff.layout.length }) : null}
      </p>
    );
  return (
    <>
      <p className="t-dim">
        {t("summary", { added: count("added"), removed: count("removed"), changed: count("changed") })}
        {diff.layout.length > 0 ? ` · ${t("layout", { n: diff.layout.length })}` : null}
      </p>
      <div className="diff-scroll" tabIndex={0} role="region" aria-label={t("model")}>
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
            <tbody key={`${e.section}/${e.id}`} data-kind={e.kind}>
              {(e.fields.length > 0 ? e.fields : [{ key: "" }]).map((f, i) => (
                <tr key={f.key}>
                  {i === 0 ? (
                    <th scope="rowgroup" rowSpan={Math.max(1, e.fields.length)}>
                      <Mark kind={e.kind} />
                      <EntryName e={e} />
                      {extra?.(e)}
                    </th>
                  ) : null}
                  <td>
                    <code>{f.key}</code>
                  </td>
                  <td>
                    <Value value={f.was} other={f.now} side="was" />
                  </td>
                  <td>
                    <Value value={f.now} other={f.was} side="now" />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

const drawn = ["elements", "zones", "flows"];

function EntryName({ e }: { e: EntryTurn }) {
  const t = useWords(words);
  if (!e.id) return <span className="diff-name">{t("head")}</span>;
  const name = e.name ?? e.id;
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

/** A value of the language in words; of a list the words that the other side lacks are marked. */
function Value({ value, other, side }: { value: unknown; other: unknown; side: "was" | "now" }) {
  const t = useWords(words);
  if (value === undefined || value === null) return <span className="t-dim">{t("unknown")}</span>;
  const mark = side === "was" ? "del" : "ins";
  if (Array.isArray(value) && value.every((v) => typeof v === "string")) {
    const there = new Set(Array.isArray(other) ? other : []);
    return (
      <>
        {value.map((v, i) => {
          const Tag = there.has(v) ? "span" : mark;
          return (
            <span key={v}>
              {i > 0 ? ", " : null}
              <Tag>{v}</Tag>
            </span>
          );
        })}
      </>
    );
  }
  if (typeof value === "object") {
    const theirs = (typeof other === "object" && other !== null ? other : {}) as Record<string, unknown>;
    return (
      <ul className="diff-object">
        {Object.entries(value as Record<string, unknown>).map(([k, v]) => {
          const same = JSON.stringify(v) === JSON.stringify(theirs[k]);
          const Tag = same ? "span" : mark;
          return (
            <li key={k}>
              <Tag>
                {k}: {typeof v === "object" ? JSON.stringify(v) : String(v)}
              </Tag>
            </li>
          );
        })}
      </ul>
    );
  }
  const Tag = other === undefined ? "span" : mark;
  return <Tag>{String(value)}</Tag>;
}

function Findings({ title, kind, list }: { title: string; kind: EntryTurn["kind"]; list: Finding[] }) {
  if (list.length === 0) return null;
  return (
    <section className="diff-findings">
      <h3>
        <Mark kind={kind}>{title}</Mark> {list.length}
      </h3>
      <ul>
        {list.map((f) => (
          <li key={f.id}>
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
            <code>{f.target}</code>
            <Severity level={f.severity} short />
            {f.residual ? <Risk id={f.residual} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
