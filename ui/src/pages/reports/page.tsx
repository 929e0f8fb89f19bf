// Reports: what can be had, as it would look, and in which formats to take it along.
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/api/client";
import { listReports, type ReportLine } from "@/api/schema";
import { EmptyState } from "@/parts/EmptyState";
import { Loading } from "@/parts/Loading";
import { MarkdownView } from "@/parts/markdown";
import { useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { useProjectId, useSearchText } from "@/shell/router";
import { useLanguage, useWords } from "@/words/catalogue";
import { readCSV } from "./csv";
import { words } from "./words";
import "./reports.css";

type Format = "md" | "csv" | "json" | "txt" | "svg" | "png" | "pdf" | "drawio" | "xlsx" | "html";

export default function Reports() {
  const t = useWords(words);
  const lang = useLanguage();
  const project = useProjectId() ?? "";
  const revision = useView((s) => s.revision) ?? 0;
  const [name, setName] = useSearchText("report");
  const [as, setAs] = useSearchText("as");
  const q = useQuery({ queryKey: [project, "reports"], queryFn: () => listReports({ project }) });
  const list = q.data ?? [];
  const one = list.find((r) => r.name === name) ?? list[0];
  const format = (one?.formats.includes(as) ? as : one?.formats[0]) as Format | undefined;
  return (
    <div className="rep">
      <aside className="rep-list" data-region tabIndex={-1} aria-label={t("list")}>
        <h1>{t("title")}</h1>
        <p className="t-dim">{t("intro")}</p>
        {q.isError ? <p role="alert">{q.error.message}</p> : null}
        <ul>
          {list.map((r) => (
            <li key={r.name}>
              <button
                type="button"
                aria-current={r.name === one?.name}
                onClick={() => {
                  setName(r.name);
                  setAs(undefined);
                }}
              >
                <b lang="en">{r.title}</b>
                <small lang="en">{r.text}</small>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      {one && format ? (
        <section className="rep-main" data-region tabIndex={-1} aria-label={t("preview", { title: one.title })}>
          <div className="rep-bar">
            <h2 lang="en">
              {one.title} <small lang={lang}>{t("revision", { n: String(revision) })}</small>
            </h2>
            <div className="rep-as" role="group" aria-label={t("as")}>
              {one.formats.map((f) => (
                <button key={f} type="button" aria-pressed={f === format} onClick={() => setAs(f)}>
                  {word(t, f)}
                </button>
              ))}
            </div>
            <Downloads project={project} report={one} />
          </div>
          <Preview key={`${one.name}.${format}`} project={project} report={one} format={format} revision={revision} />
        </section>
      ) : q.isPending ? (
        <Loading />
      ) : null}
    </div>
  );
}

const address = (project: string, name: string, format: string) =>
  `/projects/${encodeURIComponent(project)}/reports/${encodeURIComponent(name)}/${format}`;

const word = (t: ReturnType<typeof useWords<typeof words.en>>, format: string) =>
  format in words.en ? t(format as Format) : format.toUpperCase();

function Downloads({ project, report }: { project: string; report: ReportLine }) {
  const t = useWords(words);
  return (
    <p className="rep-downloads">
      {report.formats.map((f) => (
        <a key={f} href={`/api/v1${address(project, report.name, f)}`} download className="t-link">
          <Icon name="import" size={14} />
          {t("download", { format: word(t, f) })}
        </a>
      ))}
    </p>
  );
}

/** What a page of the studio cannot show. */
const binary: Format[] = ["xlsx", "pdf", "drawio"];

interface Shown {
  project: string;
  report: ReportLine;
  format: Format;
  revision: number;
}

function Preview({ project, report, format, revision }: Shown) {
  const t = useWords(words);
  const picture = format === "svg" || format === "png";
  const text = useQuery({
    queryKey: [project, "report", report.name, format, revision],
    queryFn: () => request<unknown>("GET", address(project, report.name, format)),
    enabled: !picture && !binary.includes(format),
    retry: false,
  });
  if (picture)
    return (
      <div className="rep-picture" tabIndex={0} role="region" aria-label={t("preview", { title: report.title })}>
        <img src={`/api/v1${address(project, report.name, format)}?revision=${revision}`} alt={report.text} />
      </div>
    );
  if (binary.includes(format)) return <p className="rep-wait">{t("binary")}</p>;
  if (text.isError) return <EmptyState icon="error" title={t("failed")} text={text.error.message} />;
  if (text.data === undefined)
    return (
      <p className="rep-wait" role="status">
        <Loader size="sm" /> {t("working")}
      </p>
    );
  return <Body text={text.data} format={format} title={report.title} />;
}

const mostRows = 300;
const mostLetters = 120_000;

function Body({ text, format, title }: { text: unknown; format: Format; title: string }) {
  const t = useWords(words);
  const body = useMemo(() => (typeof text === "string" ? text : JSON.stringify(text, null, 2)), [text]);
  const cut = body.length > mostLetters ? body.slice(0, body.lastIndexOf("\n", mostLetters)) : body;
  return (
    <div className="rep-paper" tabIndex={0} role="region" aria-label={t("preview", { title })} lang="en">
      {format === "md" ? <MarkdownView text={cut} /> : format === "csv" ? <Table text={body} /> : <pre>{cut}</pre>}
      {cut.length < body.length && format !== "csv" ? <p className="t-dim">{t("long")}</p> : null}
    </div>
  );
}

function Table({ text }: { text: string }) {
  const t = useWords(words);
  const lang = useLanguage();
  const { rows, all } = useMemo(() => readCSV(text, mostRows + 1), [text]);
  const [head, ...body] = rows;
  const n = Math.max(0, all - 1);
  const named = (list: string[]) => list.map((cell, i) => ({ cell, id: `${head?.[i] ?? ""}-${i}` }));
  return (
    <>
      <p className="t-dim" lang={lang}>
        {n > body.length ? t("rowsCut", { n, shown: body.length }) : t("rows", { n })}
      </p>
      <table>
        <thead>
          <tr>
            {named(head ?? []).map((c) => (
              <th key={c.id} scope="col">
                {c.cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((r, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
            <tr key={i}>
              {named(r).map((c) => (
                <td key={c.id}>{c.cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
