// Writes src/api/schema.ts from openapi.json: an interface for each schema and a function for each operation. The
// description comes from the Go types of the server, so a change there that the studio does not follow fails here, in
// the type check. `node tools/client.mjs --check` fails where the file is not what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const api = JSON.parse(readFileSync(join(root, "openapi.json"), "utf8"));
const target = join(root, "src/api/schema.ts");

const out = [
  "// Code generated from openapi.json by `npm run api`. DO NOT EDIT.",
  "",
  'import { type Ask, ask, askList } from "./request";',
  "",
];

const word = /^[A-Za-z_$][\w$]*$/;
const camel = (s) => s.replace(/[-_/. ]+(\w)/g, (_, c) => c.toUpperCase());
const nameOf = (s) => camel(s).replace(/[^\w$]/g, "");
const property = (s) => (word.test(s) ? s : JSON.stringify(s));
const comment = (text, indent) =>
  text ? [`${indent}/** ${text.replaceAll("*/", "* /").replaceAll("\n", " ")} */`] : [];

function typeOf(s) {
  if (!s || Object.keys(s).length === 0 || s === true) return "unknown";
  if (s.$ref) return nameOf(s.$ref.split("/").pop());
  if (s.oneOf) return s.oneOf.map(typeOf).join(" | ");
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(" | ");
  const kinds = Array.isArray(s.type) ? s.type : [s.type];
  const types = kinds.map((kind) => {
    if (kind === "array" && s.minItems === 2 && s.maxItems === 2) return `[${typeOf(s.items)}, ${typeOf(s.items)}]`;
    if (kind === "array") return `${wrap(typeOf(s.items))}[]`;
    if (kind === "integer" || kind === "number") return "number";
    if (kind === "boolean" || kind === "string" || kind === "null") return kind;
    if (kind === "object" && s.properties) return `{ ${fields(s).join(" ")} }`;
    if (kind === "object") return `Record<string, ${typeOf(s.additionalProperties)}>`;
    return "unknown";
  });
  return types.includes("unknown") ? "unknown" : types.join(" | ");
}

const wrap = (t) => (!t.startsWith("[") && /[ |]/.test(t) ? `(${t})` : t);

function fields(s, indent = "") {
  const needed = new Set(s.required ?? []);
  return Object.entries(s.properties ?? {})
    .filter(([k]) => k !== "$schema")
    .flatMap(([k, v]) => [
      ...comment(v.description, indent),
      `${indent}${property(k)}${needed.has(k) ? "" : "?"}: ${typeOf(v)};`,
    ]);
}

for (const [name, s] of Object.entries(api.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1))) {
  out.push(...comment(s.description, ""));
  if (s.properties) out.push(`export interface ${nameOf(name)} {`, ...fields(s, "  "), "}", "");
  else out.push(`export type ${nameOf(name)} = ${typeOf(s)};`, "");
}

for (const [path, methods] of Object.entries(api.paths).sort(([a], [b]) => (a < b ? -1 : 1))) {
  for (const [method, op] of Object.entries(methods)) {
    if (!op?.operationId) continue;
    const params = (op.parameters ?? []).filter((p) => p.in === "path" || p.in === "query");
    const body = op.requestBody?.content?.["application/json"]?.schema;
    const good = Object.entries(op.responses).find(([status]) => status.startsWith("2"))?.[1];
    const media = Object.entries(good?.content ?? {})[0];
    const lists = /\[\]( \| null)?$/;
    const told = !media ? "void" : media[0].includes("json") ? typeOf(media[1].schema) : "string";
    // Go writes an empty list as null where it is the whole answer.
    const isList = lists.test(told);
    const answer = told.replace(/ \| null$/, "");
    const list = params.map(
      (p) =>
        `${property(p.name)}${p.in === "path" || p.required ? "" : "?"}: ${typeOf(p.schema).replace(/ \| null$/, "")}`,
    );
    if (body) list.push(`body: ${typeOf(body)}`);
    const optional = params.every((p) => p.in !== "path" && !p.required) && !body;
    const url = path.replace(/\{(\w+)\}/g, (_, p) => `\${encodeURIComponent(p.${p})}`);
    const query = params
      .filter((p) => p.in === "query")
      .map((p) =>
        p.name === camel(p.name) && word.test(p.name)
          ? `${p.name}: p.${p.name}`
          : `${JSON.stringify(p.name)}: p[${JSON.stringify(p.name)}]`,
      );
    const args = list.length > 0 ? `p: { ${list.join("; ")} }${optional ? " = {}" : ""}, o?: Ask` : "o?: Ask";
    const extras = [
      `"${method.toUpperCase()}"`,
      `\`${url}\``,
      query.length > 0 ? `{ ${query.join(", ")} }` : "{}",
      body ? "p.body" : "undefined",
      "o",
    ];
    out.push(...comment([op.summary, op.description].filter(Boolean).join(". "), ""));
    out.push(
      `export const ${camel(op.operationId)} = (${args}) => ${isList ? "askList" : "ask"}<${isList ? answer.replace(/\[\]$/, "") : answer}>(${extras.join(", ")});`,
      "",
    );
  }
}

const text = out.join("\n").replaceAll("`/api/v1", "`/api/v1");
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/api/schema.ts is not what openapi.json says: run `npm run api`");
    process.exit(1);
  }
} else writeFileSync(target, text);
