// The inspector: what is selected, with every field of its kind, what it is threatened by, what guards it, where it stands
// in the text and what people said about it. Several things of one kind are edited together.
import "./inspector.css";
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Command, Entry, Fields, Section, Value } from "@/api/types";
import { words as list } from "@/canvas/graph";
import { shortOf } from "@/canvas/notes";
import { did } from "@/project/did";
import {
  nameOf,
  select,
  send,
  useEntries,
  useFindingsByTarget,
  useMayEdit,
  useSelection,
  useView,
} from "@/project/use";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { Attributes } from "./Attributes";
import { Comments } from "./Comments";
import { Field, MIXED, type Shown } from "./Field";
import { FindingBody, Findings } from "./Findings";
import { type Key, pathOfKind, useLanguageKeys, writePath } from "./language";
import { words } from "./words";

interface Picked {
  kind: string;
  id: string;
  entry: Entry;
}

/** Finds the entry of what is selected; interfaces stand in their elements. */
function usePicked(): { picked: Picked[]; asked: number; finding?: string } {
  const selection = useSelection();
  const sections = useView((s) => s.model.sections);
  return useMemo(() => {
    const picked = selection.flatMap((x): Picked[] => {
      if (x.kind === "interfaces") {
        const [owner, port] = [x.id.slice(0, x.id.indexOf(".")), x.id.slice(x.id.indexOf(".") + 1)];
        const all = sections?.elements?.find((e) => e.id === owner)?.interfaces as Fields[] | Fields | undefined;
        const entry = Array.isArray(all) ? all.find((i) => i.id === port) : (all?.[port] as Fields | undefined);
        return entry ? [{ kind: x.kind, id: x.id, entry: { ...entry, id: x.id } as Entry }] : [];
      }
      const entry = sections?.[x.kind as Section]?.find((e) => e.id === x.id);
      return entry ? [{ kind: x.kind, id: x.id, entry }] : [];
    });
    const one = selection.length === 1 && selection[0]?.kind === "findings" ? selection[0].id : undefined;
    return { picked, asked: selection.length, ...(one ? { finding: one } : {}) };
  }, [selection, sections]);
}

export function Inspector() {
  const t = useWords(words);
  const { picked, asked, finding } = usePicked();
  if (finding) return <OneFinding id={finding} />;
  if (picked.length === 0) return <p className="in-body in-none">{asked === 0 ? t("nothing") : t("gone")}</p>;
  return <Things key={`${picked[0]?.kind}/${picked.map((p) => p.id).join(",")}`} picked={picked} />;
}

function OneFinding({ id }: { id: string }) {
  const t = useWords(words);
  const f = useView((s) => s.findings.find((x) => x.id === id));
  if (!f) return <p className="in-body in-none">{t("gone")}</p>;
  return (
    <div className="in-body">
      <header className="in-head">
        <h3 className="in-title">{f.title}</h3>
        <p className="in-id">{f.id}</p>
      </header>
      <FindingBody finding={f} />
    </div>
  );
}

// Keys that matter little at first, or have a place of their own.
const apart = new Set(["id", "attributes", "interfaces", "loosens", "nodes"]);
const later = new Set([
  "version",
  "port",
  "initiator",
  "component",
  "owner",
  "serves",
  "out-of-scope",
  "source",
  "losses",
  "integrity",
  "over",
  "role",
  "reach",
]);

function Things({ picked }: { picked: Picked[] }) {
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const keys = useLanguageKeys();
  const byTarget = useFindingsByTarget();
  const [more, setMore] = useState(false);
  const first = picked[0] as Picked;
  const kind = first.kind;
  const same = picked.every((p) => p.kind === kind);
  const title = kind === "notes" ? shortOf(nameOf(first.entry)) : nameOf(first.entry);
  const fields = (same ? (keys.get(pathOfKind(kind)) ?? []) : []).filter(
    // Nobody wants one name for several things.
    (k) => !apart.has(k.key) && k.kind !== "section" && k.kind !== "group" && (picked.length === 1 || k.key !== "name"),
  );
  const isSet = (key: string) => picked.some((p) => p.entry[key] !== undefined);
  const write = (key: string, edit: Edit) => {
    const commands = picked.map((p): Command => {
      const value = edit(p.entry[key] as Value | undefined);
      if (key === "zone" || (kind === "zones" && key === "in"))
        return { verb: "move", id: p.id, zone: String(value ?? "") };
      if (kind === "flows" && (key === "from" || key === "to") && value)
        return { verb: "reconnect", flow: p.id, end: key, to: String(value) };
      const path = writePath(kind, p.id, key);
      return value === undefined ? { verb: "unset", path } : { verb: "set", path, value };
    });
    void send(
      commands,
      picked.length === 1 ? did("set", { key, name: title }) : did("setMany", { key, n: picked.length }),
    );
  };
  const primary = fields.filter((k) => !later.has(k.key) || isSet(k.key));
  const rest = fields.filter((k) => later.has(k.key) && !isSet(k.key));
  const findings = picked.length === 1 ? (byTarget.get(first.id) ?? []) : [];
  const target = ["elements", "flows", "data", "zones", "interfaces"].includes(kind);
  const hasAttributes = keys.get(pathOfKind(kind))?.some((k) => k.kind === "attributes");
  return (
    <div className="in-body" data-region-focus tabIndex={-1}>
      <header className="in-head">
        <h3 className="in-title">{picked.length === 1 ? title : t("many", { n: picked.length })}</h3>
        {picked.length === 1 ? (
          <IdRow kind={kind} id={first.id} />
        ) : (
          <p className="in-id">{picked.map((p) => nameOf(p.entry)).join(", ")}</p>
        )}
      </header>
      {same ? null : <p className="in-none">{t("mixedKinds")}</p>}
      <div className="in-fields">
        {primary.map((k) => (
          <KeyField
            key={k.key}
            field={k}
            values={picked.map((p) => p.entry[k.key] as Value | undefined)}
            disabled={!mayEdit}
            onChange={(edit) => write(k.key, edit)}
          />
        ))}
        {more
          ? rest.map((k) => (
              <KeyField
                key={k.key}
                field={k}
                values={picked.map((p) => p.entry[k.key] as Value | undefined)}
                disabled={!mayEdit}
                onChange={(edit) => write(k.key, edit)}
              />
            ))
          : null}
        {!more && rest.length > 0 ? (
          <Button size="compact-xs" variant="subtle" onClick={() => setMore(true)}>
            {t("moreFields")}
          </Button>
        ) : null}
      </div>
      {target && picked.length === 1 ? <Findings target={first.id} findings={findings} /> : null}
      {hasAttributes && same ? (
        <Attributes
          kind={kind}
          name={picked.length === 1 ? nameOf(first.entry) : t("many", { n: picked.length })}
          values={picked.map((p) => p.entry.attributes as Fields | undefined)}
          missing={empty}
          disabled={!mayEdit}
          onChange={(key, value) =>
            void send(
              picked.map((p): Command => ({ verb: "attribute", target: p.id, key, value: value ?? null })),
              picked.length === 1
                ? did("set", { key, name: nameOf(first.entry) })
                : did("setMany", { key, n: picked.length }),
            )
          }
        />
      ) : null}
      {kind === "elements" && picked.length === 1 ? <Interfaces entry={first.entry} /> : null}
      {target && picked.length === 1 ? <Controls id={first.id} /> : null}
      {picked.length === 1 ? <InText kind={kind} id={first.id} /> : null}
      {picked.length === 1 && kind !== "notes" ? <Comments target={first.id} /> : null}
    </div>
  );
}

const empty = new Set<string>();

/** What becomes of the value that each of the selected things has. */
type Edit = (was: Value | undefined) => Value | undefined;

/** What several things have in a field. */
function shared(values: (Value | undefined)[]): Shown {
  const found = new Map(values.map((v) => [JSON.stringify(v ?? null), v]));
  return found.size > 1 ? MIXED : [...found.values()][0];
}

interface KeyFieldProps {
  field: Key;
  values: (Value | undefined)[];
  onChange: (edit: Edit) => void;
  disabled: boolean;
}

function KeyField(props: KeyFieldProps) {
  const { field, values, onChange, disabled } = props;
  if (field.kind === "layers") return <Layers {...props} />;
  return <Field field={field} value={shared(values)} onChange={(v) => onChange(() => v)} disabled={disabled} />;
}

const layers = [
  ["application", "layerApplication"],
  ["payload", "layerPayload"],
  ["tunnel", "layerTunnel"],
  ["link", "layerLink"],
] as const;

const layersOf = (value: Value | undefined): Record<string, Value | undefined> =>
  value === undefined
    ? {}
    : typeof value === "object" && !Array.isArray(value)
      ? (value as Fields)
      : { application: value as Value };

// Writes one layer; the others of each thing stay.
const layerEdit =
  (layer: string, v: Value | undefined): Edit =>
  (was) => {
    const parts = Object.entries({ ...layersOf(was), [layer]: v }).filter(([, x]) => x !== undefined);
    const next = Object.fromEntries(parts) as Fields;
    if (parts.length === 0) return undefined;
    return parts.length === 1 && next.application !== undefined ? next.application : next;
  };

// A plain word speaks of the layer from end to end. The other layers open where one is stated or asked for.
function Layers({ field, values, onChange, disabled }: KeyFieldProps) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const of = (layer: string) => shared(values.map((v) => layersOf(v)[layer]));
  const shown = layers.filter(([layer]) => layer === "application" || open || of(layer) !== undefined);
  return (
    <fieldset className="in-layers">
      <legend title={field.doc}>{field.key}</legend>
      {shown.map(([layer, word]) => (
        <Field
          key={layer}
          field={field}
          label={t(word)}
          value={of(layer)}
          disabled={disabled}
          onChange={(v) => onChange(layerEdit(layer, v))}
        />
      ))}
      {shown.length < layers.length ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t("moreLayers")}
        </Button>
      ) : null}
    </fieldset>
  );
}

function IdRow({ kind, id }: { kind: string; id: string }) {
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const [edit, setEdit] = useState(false);
  const [draft, setDraft] = useState(id);
  if (!edit) {
    return (
      <p className="in-id">
        {id}
        {mayEdit && kind !== "interfaces" ? (
          <ActionIcon size="sm" aria-label={t("rename")} onClick={() => setEdit(true)}>
            <Icon name="pencil" size={13} />
          </ActionIcon>
        ) : null}
      </p>
    );
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        setEdit(false);
        const to = draft.trim();
        if (to && to !== id) void send([{ verb: "rename", section: kind as Section, id, to }]);
      }}
    >
      <TextInput
        size="xs"
        label={t("id")}
        value={draft}
        data-autofocus
        onChange={(e) => setDraft(e.currentTarget.value)}
        onBlur={() => setEdit(false)}
        ref={focusOnce}
        onKeyDown={(e) => e.key === "Escape" && setEdit(false)}
      />
    </form>
  );
}

const focusOnce = (el: HTMLElement | null) => el?.focus();

function Interfaces({ entry }: { entry: Entry }) {
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const [name, setName] = useState<string>();
  const raw = entry.interfaces as Fields[] | Fields | undefined;
  const all: Fields[] = Array.isArray(raw)
    ? raw
    : Object.entries(raw ?? {}).map(([id, f]) => ({ ...(f as Fields), id }));
  return (
    <section className="in-part" aria-label={t("interfaces")}>
      <h3>
        {t("interfaces")}
        {mayEdit ? (
          <ActionIcon size="sm" aria-label={t("interfaceAdd")} onClick={() => setName("")}>
            <Icon name="plus" size={14} />
          </ActionIcon>
        ) : null}
      </h3>
      {all.map((f) => (
        <button
          key={String(f.id)}
          type="button"
          className="in-row"
          onClick={() => select([{ kind: "interfaces", id: `${entry.id}.${String(f.id)}` }])}
        >
          <span>{String(f.name ?? f.id)}</span>
          <small>{[list(f.protocol).join(", "), f.state].filter(Boolean).join(" · ")}</small>
        </button>
      ))}
      {name !== undefined ? (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            const id = name
              .trim()
              .toLowerCase()
              .replace(/[^a-z0-9]+/g, "-")
              .replace(/^[^a-z]+|-+$/g, "");
            setName(undefined);
            if (id)
              void send([
                { verb: "add", section: "interfaces", id: `${entry.id}.${id}`, fields: { name: name.trim() } },
              ]);
          }}
        >
          <TextInput
            size="xs"
            label={t("interfaceName")}
            value={name}
            ref={focusOnce}
            onChange={(e) => setName(e.currentTarget.value)}
            onKeyDown={(e) => e.key === "Escape" && setName(undefined)}
          />
        </form>
      ) : null}
    </section>
  );
}

const statuses = ["gap", "planned", "implemented", "verified", "waived", "inherited"];

function Controls({ id }: { id: string }) {
  const t = useWords(words);
  const mayEdit = useMayEdit();
  const all = useEntries("controls");
  const here = all.filter((c) => list(c.at).some((x) => x === id || x.startsWith(`${id}.`)));
  return (
    <section className="in-part" aria-label={t("controls")}>
      <h3>{t("controls")}</h3>
      {here.length === 0 ? <p className="in-none">{t("controlsNone")}</p> : null}
      {here.map((c) => (
        <div key={c.id} className="in-control">
          <button type="button" className="in-link" onClick={() => select([{ kind: "controls", id: c.id }])}>
            {nameOf(c)}
          </button>
          <Select
            size="xs"
            w={130}
            aria-label={t("status", { name: nameOf(c) })}
            data={statuses}
            value={String(c.status ?? "planned")}
            allowDeselect={false}
            disabled={!mayEdit}
            onChange={(v) => v && void send([{ verb: "set", path: `controls/${c.id}/status`, value: v }])}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
        </div>
      ))}
    </section>
  );
}

// The line on which an entry begins, found in the text that the page has anyway.
function InText({ kind, id }: { kind: string; id: string }) {
  const t = useWords(words);
  const files = useView((s) => s.files);
  const places = useMemo(() => {
    const out: { file: string; line: number }[] = [];
    const key = kind === "interfaces" ? id.slice(id.indexOf(".") + 1) : id;
    for (const f of files ?? []) {
      let section = "";
      f.text.split("\n").forEach((text, i) => {
        const top = /^([a-z-]+):/.exec(text);
        if (top) section = top[1] ?? "";
        else if (
          (section === kind || (kind === "interfaces" && section === "elements")) &&
          text.trimStart().startsWith(`${key}:`)
        )
          out.push({ file: f.name, line: i + 1 });
      });
    }
    return out.slice(0, 3);
  }, [files, kind, id]);
  if (places.length === 0) return null;
  return (
    <section className="in-part" aria-label={t("place")}>
      <h3>{t("place")}</h3>
      {places.map((p) => (
        <p key={`${p.file}${p.line}`} className="in-place">
          {t("placeLine", { file: p.file, line: String(p.line) })}
        </p>
      ))}
    </section>
  );
}
