// One node of a tree with all that can be said of it. Each field writes when it is left.
import { MultiSelect, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { Entry } from "@/api/types";
import { did, nameOf, send, useEntries, useFindings, useMayEdit } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { EditSelect, EditText, FindingLink, Part, wordOf, wordsOf } from "../risk/common";
import { gates, isDefence, nodesOf, setNode } from "./tree";
import { words } from "./words";

const scales = {
  expertise: ["layman", "proficient", "expert", "several-experts"],
  knowledge: ["public", "restricted", "confidential", "strictly-confidential"],
  access: ["unlimited", "easy", "moderate", "difficult"],
  equipment: ["standard", "specialised", "bespoke", "several-bespoke"],
  seen: ["hidden", "logged", "noticed", "stopped"],
} as const;

export function NodeForm({ tree, node, fallback }: { tree: Entry; node: Entry; fallback: string }) {
  const t = useWords(words);
  const may = useMayEdit();
  const findings = useFindings();
  const controls = useEntries("controls");
  const write = (key: string, value: string | string[] | number) =>
    void send(setNode(tree, node.id, key, value), did("node", { id: node.id, key }));
  const gate = wordsOf(node.of).length > 0;
  const defence = isDefence(node);
  const count = (v: string) => (v === "" ? "" : Math.max(0, Math.round(Number(v))));
  return (
    <Part title={t("node", { id: node.id })}>
      <div className="pa-fields">
        <Field label={t("text")} wide>
          <EditText
            long
            label={t("text")}
            value={wordOf(node.text)}
            placeholder={fallback || t("textHint")}
            disabled={!may}
            onCommit={(v) => write("text", v)}
          />
        </Field>
        {gate ? (
          <Field label={t("gate")}>
            <EditSelect
              label={t("gate")}
              value={wordOf(node.gate) || "or"}
              disabled={!may}
              options={gates.map((g) => ({ value: g, text: g === "at-least" ? t("gate.atLeast") : t(`gate.${g}`) }))}
              onCommit={(v) => write("gate", v)}
            />
          </Field>
        ) : null}
        {gate && node.gate === "at-least" ? (
          <Field label={t("atLeast")}>
            <EditText
              type="number"
              label={t("atLeast")}
              value={wordOf(node["at-least"])}
              disabled={!may}
              onCommit={(v) => write("at-least", Math.max(1, Number(v) || 1))}
            />
          </Field>
        ) : null}
        <Field label={t("side")}>
          <EditSelect
            label={t("side")}
            value={wordOf(node.side)}
            disabled={!may}
            options={[
              { value: "", text: t("side.auto") },
              { value: "attack", text: t("side.attack") },
              { value: "defence", text: t("side.defence") },
            ]}
            onCommit={(v) => write("side", v)}
          />
        </Field>
        {defence || gate ? null : (
          <Field label={t("finding")} wide>
            <Select
              size="xs"
              aria-label={t("finding")}
              placeholder={t("findingNone")}
              searchable
              clearable
              clearButtonProps={{ "aria-label": t("findingNone") }}
              limit={60}
              disabled={!may}
              value={wordOf(node.finding) || null}
              data={withCurrent(
                findings.map((f) => ({ value: f.id, label: `${f.title} (${f.id})` })),
                wordOf(node.finding),
              )}
              onChange={(v) => write("finding", v ?? "")}
            />
            {node.finding ? (
              <span className="r-sub">
                <FindingLink id={wordOf(node.finding)}>{wordOf(node.finding)}</FindingLink>
              </span>
            ) : null}
          </Field>
        )}
        {defence && !gate ? (
          <Field label={t("control")} wide>
            <Select
              size="xs"
              aria-label={t("control")}
              placeholder={t("controlNone")}
              searchable
              clearable
              clearButtonProps={{ "aria-label": t("controlNone") }}
              limit={60}
              disabled={!may}
              value={wordOf(node.control) || null}
              data={withCurrent(
                controls.map((c) => ({ value: c.id, label: nameOf(c) })),
                wordOf(node.control),
              )}
              onChange={(v) => write("control", v ?? "")}
            />
          </Field>
        ) : null}
        <Field label={t("counters")} wide>
          <MultiSelect
            size="xs"
            aria-label={t("counters")}
            searchable
            disabled={!may}
            value={wordsOf(node.counters)}
            data={nodesOf(tree)
              .filter((n) => n.id !== node.id && isDefence(n) !== defence)
              .map((n) => ({ value: n.id, label: wordOf(n.text) || n.id }))}
            onChange={(v) => write("counters", v)}
          />
        </Field>
        {gate ? null : (
          <>
            <Field label={t("hours")}>
              <EditText
                type="number"
                label={t("hours")}
                value={wordOf(node.hours)}
                disabled={!may}
                onCommit={(v) => write("hours", count(v))}
              />
            </Field>
            <Field label={t("cost")}>
              <EditText
                type="number"
                label={t("cost")}
                value={wordOf(node.cost)}
                disabled={!may}
                onCommit={(v) => write("cost", count(v))}
              />
            </Field>
            {(Object.keys(scales) as (keyof typeof scales)[]).map((key) => (
              <Field key={key} label={t(key)}>
                <EditSelect
                  label={t(key)}
                  value={wordOf(node[key])}
                  disabled={!may}
                  options={[
                    { value: "", text: t("unknown") },
                    ...scales[key].map((v) => ({ value: v, text: t(`${key}.${v}` as "seen.hidden") })),
                  ]}
                  onCommit={(v) => write(key, v)}
                />
              </Field>
            ))}
            {defence ? null : (
              <Field label={t("technique")}>
                <EditText
                  label={t("technique")}
                  value={wordOf(node.technique)}
                  placeholder="T1078"
                  disabled={!may}
                  onCommit={(v) => write("technique", v)}
                />
              </Field>
            )}
          </>
        )}
        {wordOf(tree.root) !== node.id && gate && may ? (
          <button
            type="button"
            className="r-link"
            onClick={() =>
              void send(
                [{ verb: "set", path: `trees/${tree.id}/root`, value: node.id }],
                did("makeRoot", { id: node.id }),
              )
            }
          >
            {t("makeRoot")}
          </button>
        ) : null}
      </div>
    </Part>
  );
}

// What the text names stays in the list, even where the analysis does not know it.
const withCurrent = (list: { value: string; label: string }[], now: string) =>
  !now || list.some((x) => x.value === now) ? list : [{ value: now, label: now }, ...list];

function Field({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className="pa-field" data-wide={wide || undefined}>
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
