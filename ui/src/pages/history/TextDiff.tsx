// Two versions of one file in one column: lines that are gone and lines that came, what is the same folded away.
import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { nonce } from "@/shell/nonce";
import { look } from "@/yaml/look";

const marks = EditorView.theme({
  "&": { height: "auto", maxHeight: "70vh", border: "1px solid var(--t-line)", borderRadius: "6px" },
  ".cm-content": { padding: "4px 0" },
  ".cm-changedLine, &.cm-merge-b .cm-changedLine": { backgroundColor: "var(--t-ok-soft) !important" },
  ".cm-changedText, &.cm-merge-b .cm-changedText": {
    background: "none !important",
    textDecoration: "underline 2px var(--t-ok)",
    textUnderlineOffset: "3px",
  },
  ".cm-insertedLine": { backgroundColor: "var(--t-ok-soft)", textDecoration: "none" },
  ".cm-deletedChunk": { backgroundColor: "var(--t-error-soft)", padding: "0 12px 0 8px" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedText": {
    background: "none !important",
    textDecoration: "line-through 1.5px var(--t-error)",
  },
  ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  ".cm-changeGutter": { width: "4px", paddingLeft: "0" },
  ".cm-changedLineGutter": { background: "var(--t-ok)" },
  ".cm-deletedLineGutter": { background: "var(--t-error)" },
  ".cm-collapsedLines": {
    background: "var(--t-sunken)",
    color: "var(--t-dim)",
    fontFamily: "var(--mantine-font-family)",
    fontSize: "12.5px",
    padding: "4px 12px",
  },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"⋯" !important' },
});

export default function TextDiff({ was, now, label }: { was: string; now: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: now,
        extensions: [
          EditorView.cspNonce.of(nonce),
          look,
          marks,
          lineNumbers(),
          yaml(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          unifiedMergeView({ original: was, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
        ],
      }),
    });
    return () => view.destroy();
  }, [was, now, label]);
  return <div className="diff-text" ref={host} />;
}
