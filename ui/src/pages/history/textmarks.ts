import { EditorView } from "@codemirror/view";
import { rem } from "@/shell/scale";

/** How added, changed and removed lines look: by sign and line, and by colour. */
export const marks = EditorView.theme({
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
  "&.cm-merge-a .cm-changedLine": { backgroundColor: "var(--t-error-soft) !important" },
  "&.cm-merge-a .cm-changedText": { textDecoration: "line-through 1.5px var(--t-error)" },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--t-error)" },
  ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  ".cm-changeGutter": { width: "4px", paddingLeft: "0" },
  ".cm-changedLineGutter": { background: "var(--t-ok)" },
  ".cm-deletedLineGutter": { background: "var(--t-error)" },
  ".cm-collapsedLines": {
    background: "var(--t-sunken)",
    color: "var(--t-dim)",
    fontFamily: "var(--mantine-font-family)",
    fontSize: rem(12.5),
    padding: "4px 12px",
  },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"⋯" !important' },
});
