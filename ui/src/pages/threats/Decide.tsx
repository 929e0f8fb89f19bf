// The small form of a decision: it asks for what that decision needs, beside the row it is about. What is missing the
// server says, and it is shown at the field.
import { Button, FocusTrap, MultiSelect, Portal, Select, Textarea, TextInput } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { type FormEvent, useCallback, useId, useMemo, useRef, useState } from "react";
import type { Finding } from "@/api/types";
import { Offers, riskLevel } from "@/parts";
import { useNames } from "@/project/names";
import { did, nameOf, useEntries, useFindings, useIndex, useView } from "@/project/use";
import { announce } from "@/shell/announce";
import { keysIn, mod } from "@/shell/keys";
import { textScale } from "@/shell/scale";
import { useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import {
  type Act,
  commandsOf,
  type Decision,
  type Draft,
  draftOf,
  emptyFields,
  type Field,
  fieldsOf,
  fresh,
  type Outcome,
  openCommands,
  sendAndHear,
} from "./decide";
import { useLibraryControls } from "./library";
import { words } from "./words";
import "./decide.css";

export interface Asked {
  act: Exclude<Act, "open">;
  findings: Finding[];
  /** Where on the window the form stands: below this place, or above it where there is more room. */
  at?: { left: number; top: number; bottom: number };
}

// The findings as they are now: somebody else may decide on them while the form is open.
function useNow(asked: Finding[]): Finding[] {
  const all = useFindings();
  return useMemo(() => {
    const ids = new Set(asked.map((f) => f.id));
    const now = new Map(all.flatMap((f) => (ids.has(f.id) ? [[f.id, f] as const] : [])));
    return asked.map((f) => now.get(f.id) ?? f);
  }, [all, asked]);
}

/** onClose hears whether it was done. */
export function Decide({ asked, onClose }: { asked: Asked; onClose: (done: boolean) => void }) {
  const { act } = asked;
  const findings = useNow(asked.findings);
  const t = useWords(words);
  const threats = useIndex("threats");
  const model = useView((s) => s.model);
  const name = useSettings((s) => s.name);
  const names = useNames();
  const [draft, setDraft] = useState<Draft>(() => draftOf(act, findings, threats, name));
  const [said, setSaid] = useState<Extract<Outcome, { kind: "refused" }>>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);

  // The focus is inside before the next key is pressed; the trap alone would take it a moment later.
  const mount = useCallback((el: HTMLFormElement | null) => {
    form.current = el;
    el?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, []);

  const otherwise =
    act === "when" ? [] : findings.filter((f) => f.decision && f.decision !== "open" && f.decision !== act);

  const leave = () => onClose(false);
  const outside = useClickOutside(leave);

  const tell = (o: Extract<Outcome, { kind: "refused" }>) => {
    setSaid(o);
    announce([...new Set(Object.values(o.needs))].join(" ") || o.detail);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  const submit = async (e?: FormEvent) => {
    e?.preventDefault();
    if (busy || !model) return;
    setBusy(true);
    setSaid(undefined);
    const empty = otherwise.length > 0 ? emptyFields(act, draft) : [];
    if (empty.length > 0) {
      setBusy(false);
      return tell({ kind: "refused", needs: Object.fromEntries(empty.map((f) => [f, t("needed")])), detail: "" });
    }
    // What was decided otherwise is taken back in the same step, so that one undo brings it back.
    const outcome = await sendAndHear(
      [...openCommands(otherwise, threats), ...commandsOf(act, findings, draft, model)],
      did(act, { n: findings.length }),
      t("needed"),
    );
    setBusy(false);
    if (outcome.kind === "refused") {
      return tell(outcome);
    }
    const what = act === "when" ? t("do.when") : t(`done.${act}`);
    toast({
      kind: "ok",
      undo: outcome.kind === "done",
      text: outcome.kind === "kept" ? t("kept") : t("decided", { what, n: findings.length }),
    });
    onClose(true);
  };

  const was = (otherwise[0]?.decision ?? "open") as Decision;
  const title = findings.length === 1 ? findings[0]?.title : t("forMany", { n: findings.length });
  const field = (key: Field) => ({
    value: draft[key] as string,
    label:
      key === "because" && (act === "mitigate" || act === "accept" || act === "not-applicable" || act === "eliminate")
        ? t(`field.because.${act}`)
        : t(`field.${key}`),
    error: said?.needs[key],
    onChange: (e: { currentTarget: { value: string } }) => {
      const { value } = e.currentTarget;
      setDraft((old) => ({ ...old, [key]: value }));
    },
  });

  return (
    <Portal>
      <FocusTrap active>
        <div
          ref={outside}
          className="threats-decide"
          role="dialog"
          aria-modal="true"
          aria-labelledby={id}
          data-needs
          style={placeOf(asked.at)}
          onKeyDown={(e) => {
            e.stopPropagation();
            const list = e.target instanceof Element && e.target.getAttribute("aria-expanded") === "true";
            if (e.key === "Escape" && !list) leave(); // an open list of choices closes alone
            if (e.key === "Enter" && mod(e.nativeEvent)) void submit();
          }}
        >
          <form ref={mount} onSubmit={submit} noValidate>
            <div className="threats-decide-head">
              <h2 id={id}>{t(`do.${act}`)}</h2>
              <p title={title}>{title}</p>
            </div>
            {otherwise.length > 0 ? (
              <p className="threats-note" role="status">
                {findings.length === 1
                  ? t("withdrawsOne", { what: t(`done.${was}`) })
                  : t("withdraws", { n: otherwise.length })}
              </p>
            ) : null}
            {said?.needs.decision || (said && Object.keys(said.needs).length === 0) ? (
              <p className="threats-error" role="alert">
                {said.needs.decision ?? said.detail}
              </p>
            ) : null}
            {fieldsOf[act].map((key, i) => {
              const first = i === 0 ? { "data-autofocus": true } : {};
              if (key === "controls")
                return (
                  <Controls
                    key={key}
                    findings={findings}
                    value={draft.controls}
                    error={said?.needs.controls}
                    onChange={(controls) => setDraft((old) => ({ ...old, controls }))}
                  />
                );
              if (key === "authority")
                return (
                  <Authority
                    key={key}
                    findings={findings}
                    value={draft.authority}
                    error={said?.needs.authority}
                    onChange={(authority) => setDraft((old) => ({ ...old, authority }))}
                  />
                );
              if (key === "because" || key === "text")
                return <Textarea key={key} size="sm" autosize minRows={2} maxRows={6} {...field(key)} {...first} />;
              if (key === "owner")
                return (
                  <div key={key}>
                    <TextInput size="sm" list={`${id}-names`} {...field(key)} {...first} />
                    <Offers id={`${id}-names`} of={names} />
                  </div>
                );
              return (
                <TextInput key={key} size="sm" type={key === "until" ? "date" : "text"} {...field(key)} {...first} />
              );
            })}
            <div className="threats-decide-foot">
              <span className="t-dim">
                <kbd>{keysIn("Ctrl+Enter")}</kbd>
              </span>
              <Button variant="default" size="sm" onClick={leave}>
                {t("cancel")}
              </Button>
              <Button type="submit" size="sm" loading={busy}>
                {act === "when" ? t("save") : t(`do.${act}`)}
              </Button>
            </div>
          </form>
        </div>
      </FocusTrap>
    </Portal>
  );
}

// Beside the row, inside the window; on a narrow one the style sheet puts it at the foot.
function placeOf(at: Asked["at"]) {
  const one = textScale();
  if (!at || window.innerWidth <= 900 * one) return undefined;
  const below = window.innerHeight - at.bottom;
  const left = Math.max(12, Math.min(at.left, window.innerWidth - 456 * one));
  const least = window.innerHeight - 480 * one;
  if (below > 470 * one || below >= at.top) return { left, top: Math.min(at.bottom + 4, least) };
  return { left, bottom: Math.min(window.innerHeight - at.top + 4, least) };
}

function Controls({
  findings,
  value,
  error,
  onChange,
}: {
  findings: Finding[];
  value: string[];
  error: string | undefined;
  onChange: (next: string[]) => void;
}) {
  const t = useWords(words);
  const controls = useEntries("controls");
  const library = useLibraryControls();
  const data = useMemo(() => {
    const have = new Set(controls.flatMap((c) => (typeof c.control === "string" ? [c.control] : [])));
    const suggested = [...new Set(findings.flatMap((f) => f.suggested))].filter((c) => !have.has(c));
    const title = (c: (typeof controls)[number]) =>
      c.name ? nameOf(c) : (library?.get(String(c.control ?? ""))?.title ?? c.id);
    return [
      { group: t("inModel"), items: controls.map((c) => ({ value: c.id, label: title(c) })) },
      {
        group: t("suggested"),
        items: suggested.map((c) => ({ value: fresh + c, label: library?.get(c)?.title ?? c })),
      },
    ].filter((g) => g.items.length > 0);
  }, [controls, findings, library, t]);
  return (
    <MultiSelect
      size="sm"
      data-autofocus
      label={t("field.controls")}
      description={t("field.controlsHint")}
      data={data}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      clearSearchOnChange
      openOnFocus={false}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
    />
  );
}

function Authority({
  findings,
  value,
  error,
  onChange,
}: {
  findings: Finding[];
  value: string;
  error: string | undefined;
  onChange: (next: string) => void;
}) {
  const t = useWords(words);
  const scales = useView((s) => s.scales);
  // The worst risk that is left decides; what leads to no hazard is at the lowest level.
  const worst = findings.reduce((w, f) => Math.max(w, riskLevel(f.residual, scales)), 0);
  const level = scales?.risks.find((r) => riskLevel(r.id, scales) === worst) ?? scales?.risks[0];
  const may = level?.authority ?? [];
  const known = [...new Set([...may, ...(scales?.risks.flatMap((r) => r.authority) ?? [])])];
  const list = known.map((a) => ({ value: a, label: plain(a) }));
  const hint =
    level === undefined
      ? undefined
      : may.length === 0
        ? t("nobodyMay", { level: level.name })
        : t("mayAccept", { level: level.name, who: may.map(plain).join(", ") });
  return (
    <Select
      size="sm"
      label={t("field.authority")}
      description={hint}
      data={list}
      value={value || null}
      onChange={(v) => onChange(v ?? "")}
      error={error}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
    />
  );
}

/** A word of the language as people read it. */
export const plain = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replace(/-/g, " ");
