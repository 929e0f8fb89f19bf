// The HTTP API for people who write programs against it, made from the description that the server itself gives.
import { Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "@/words/catalogue";
import { words } from "./words";
import "./api.css";

interface Schema {
  $ref?: string;
  type?: string | string[];
  items?: Schema;
}

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}

interface Description {
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
}

const methods = ["get", "post", "put", "patch", "delete"];

export default function ApiPage() {
  const t = useWords(words);
  const [wanted, setWanted] = useState("");
  const { data, isError } = useQuery({
    queryKey: ["openapi"],
    queryFn: async (): Promise<Description> => {
      const answer = await fetch("/api/openapi.json");
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const all = data ? operations(data) : [];
  const low = wanted.toLowerCase();
  const shown = all.filter((o) => `${o.method} ${o.path} ${o.op.summary ?? ""}`.toLowerCase().includes(low));
  return (
    <div className="t-page">
      <Title order={1} mb="xs">
        {t("title")}
      </Title>
      <Text c="dimmed" maw="70ch">
        {t("note")}{" "}
        <a className="t-link" href="/api/openapi.json">
          {t("document")}
        </a>
      </Text>
      {isError && <p role="alert">{t("broken")}</p>}
      {!data && !isError && <p role="status">{t("loading")}</p>}
      {data && (
        <>
          <TextInput
            my="md"
            maw={420}
            label={t("filter")}
            value={wanted}
            onChange={(e) => setWanted(e.currentTarget.value)}
          />
          <p role="status" className="api-found">
            {t("found", { n: shown.length })}
          </p>
          <ul className="api-list">
            {shown.map((o) => (
              <li key={o.method + o.path}>
                <One method={o.method} path={o.path} op={o.op} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function operations(d: Description) {
  return Object.entries(d.paths)
    .flatMap(([path, at]) => methods.flatMap((method) => (at[method] ? [{ path, method, op: at[method] }] : [])))
    .sort((a, b) => a.path.localeCompare(b.path) || methods.indexOf(a.method) - methods.indexOf(b.method));
}

function One({ method, path, op }: { method: string; path: string; op: Operation }) {
  const t = useWords(words);
  const body = Object.values(op.requestBody?.content ?? {})[0]?.schema;
  return (
    <details className="api-one">
      <summary>
        <code className="api-method">{method.toUpperCase()}</code> <code>{path}</code>
        <span lang="en">{op.summary}</span>
      </summary>
      <div className="api-inside">
        {op.description && <p lang="en">{op.description}</p>}
        {op.parameters && op.parameters.length > 0 && (
          <>
            <h3>{t("parameters")}</h3>
            <dl>
              {op.parameters.map((p) => (
                <div key={p.in + p.name}>
                  <dt>
                    <code>{p.name}</code> <small>{p.required ? `${p.in}, ${t("required")}` : p.in}</small>
                  </dt>
                  <dd lang="en">{p.description}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {body && (
          <p>
            <strong>{t("body")}</strong> <code lang="en">{name(body)}</code>
          </p>
        )}
        <h3>{t("answers")}</h3>
        <dl>
          {Object.entries(op.responses ?? {}).map(([status, r]) => (
            <div key={status}>
              <dt>
                <code>{status}</code>
              </dt>
              <dd lang="en">
                {r.description} <code>{name(Object.values(r.content ?? {})[0]?.schema)}</code>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}

/** The name of a type, such as Delta or Finding[]. */
function name(s?: Schema): string {
  if (!s) return "";
  if (s.$ref) return s.$ref.slice(s.$ref.lastIndexOf("/") + 1);
  if (s.items) return `${name(s.items)}[]`;
  return Array.isArray(s.type) ? s.type.join(" | ") : (s.type ?? "");
}
