// The files as text, one below the other, and the way from change to change through all of them.

import { yaml } from "@codemirror/lang-yaml";
import { getChunks, MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { Button, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import type { FileTurn } from "@/api/schema";
import { Icon } from "@/shell/icons";
import { keysIn } from "@/shell/keys";
import { nonce } from "@/shell/nonce";
import { useWords } from "@/words/catalogue";
import { look } from "@/yaml/look";
import { Mark } from "./Mark";
import { marks } from "./textmarks";
import { words } from "./words";

type Layout = "unified" | "split";

export default function TextChanges({ files }: { files: FileTurn[] }) {
  const t = useWords(words);
  const wide = useMediaQuery("(min-width: 68.75rem)") ?? true;
  const [chosen, setLayout] = useState<Layout>("unified");
  const layout = wide ? chosen : "unified";
  const views = useRef(new Map<string, EditorView>());
  const [at, setAt] = useState(0);
  const [total, setTotal] = useState(0);

  const changes = useCallback(
    () =>
      files.flatMap((f) => {
        const view = views.current.get(f.name);
        return view ? (getChunks(view.state)?.chunks ?? []).map((c) => ({ view, pos: c.fromB })) : [];
      }),
    [files],
  );
  const made = useCallback(
    (name: string, view: EditorView | undefined) => {
      if (view) views.current.set(name, view);
      else views.current.delete(name);
      setTotal(changes().length);
    },
    [changes],
  );
  const step = (by: 1 | -1) => {
    const list = changes();
    if (list.length === 0) return;
    const next = (((at === 0 && by < 0 ? 1 : at) - 1 + by + list.length) % list.length) + 1;
    const c = list[next - 1];
    setAt(next);
    if (!c) return;
    const pos = Math.min(c.pos, c.view.state.doc.length);
    c.view.dispatch({ selection: { anchor: pos }, effects: EditorView.scrollIntoView(pos, { y: "center" }) });
    c.view.focus();
  };
  const key = (e: KeyboardEvent) => {
    if (e.key !== "F7" && !(e.altKey && (e.key === "ArrowDown" || e.key === "ArrowUp"))) return;
    e.preventDefault();
    step(e.key === "ArrowUp" || (e.key === "F7" && e.shiftKey) ? -1 : 1);
  };
  return (
    <div className="diff-texts" role="group" aria-label={t("text")} onKeyDown={key}>
      <div className="diff-bar">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Icon name="up" size={14} />}
          aria-keyshortcuts="Shift+F7"
          title={keysIn("Shift+F7")}
          disabled={total === 0}
          onClick={() => step(-1)}
        >
          {t("previous")}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Icon name="down" size={14} />}
          aria-keyshortcuts="F7"
          title="F7"
          disabled={total === 0}
          onClick={() => step(1)}
        >
          {t("next")}
        </Button>
        <span className="t-dim" role="status">
          {at > 0 ? t("changeOf", { at, n: total }) : t("textChanges", { n: total })}
        </span>
        {wide ? (
          <SegmentedControl
            size="xs"
            aria-label={t("layoutOf")}
            value={layout}
            onChange={(v) => setLayout(v as Layout)}
            data={[
              { value: "unified", label: t("unified") },
              { value: "split", label: t("split") },
            ]}
          />
        ) : null}
      </div>
      {files.map((f) => (
        <section key={f.name} aria-label={f.name}>
          <h3 className="diff-file">
            {f.name}
            {f.was === "" ? <Mark kind="added">{t("created")}</Mark> : null}
            {f.now === "" ? <Mark kind="removed">{t("gone")}</Mark> : null}
          </h3>
          <FileDiff file={f} layout={layout} onMade={made} />
        </section>
      ))}
    </div>
  );
}

interface One {
  file: FileTurn;
  layout: Layout;
  onMade: (name: string, view: EditorView | undefined) => void;
}

function FileDiff({ file, layout, onMade }: One) {
  const t = useWords(words);
  const host = useRef<HTMLDivElement>(null);
  const { name, was, now } = file;
  const [labelWas, labelNow] = [
    t("fileWas", { file: name }),
    layout === "split" ? t("fileIs", { file: name }) : t("fileNow", { file: name }),
  ];
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const base = (label: string): Extension => [
      EditorView.cspNonce.of(nonce),
      look,
      marks,
      lineNumbers(),
      yaml(),
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    ];
    const collapseUnchanged = { margin: 3, minSize: 6 };
    if (layout === "split") {
      const both = new MergeView({
        parent,
        a: { doc: was, extensions: base(labelWas) },
        b: { doc: now, extensions: base(labelNow) },
        collapseUnchanged,
      });
      onMade(name, both.b);
      return () => {
        onMade(name, undefined);
        both.destroy();
      };
    }
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: now,
        extensions: [base(labelNow), unifiedMergeView({ original: was, mergeControls: false, collapseUnchanged })],
      }),
    });
    onMade(name, view);
    return () => {
      onMade(name, undefined);
      view.destroy();
    };
  }, [name, was, now, layout, labelWas, labelNow, onMade]);
  return <div className="diff-text" data-layout={layout} ref={host} />;
}
