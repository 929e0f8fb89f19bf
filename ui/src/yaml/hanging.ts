// Long lines wrap, and what is wrapped hangs below the words of its line. A class for each depth, since the policy of the
// page allows no style attribute in the editor's markup.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const deepest = 12;

const styles = EditorView.theme(
  Object.fromEntries(
    Array.from({ length: deepest + 1 }, (_, n) => [
      `.cm-line.cm-hang-${n}`,
      { paddingLeft: `calc(8px + ${n + 2}ch)`, textIndent: `-${n + 2}ch` },
    ]),
  ),
);

const lines = Array.from({ length: deepest + 1 }, (_, n) => Decoration.line({ class: `cm-hang-${n}` }));

function decorate(view: EditorView): DecorationSet {
  const out = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const depth = Math.min(deepest, Math.max(0, line.text.search(/\S/)));
      const mark = lines[depth];
      if (mark) out.add(line.from, line.from, mark);
      at = line.to + 1;
    }
  }
  return out.finish();
}

export const hanging = [
  styles,
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }
      update(u: ViewUpdate) {
        if (u.docChanged || u.viewportChanged) this.decorations = decorate(u.view);
      }
    },
    { decorations: (p) => p.decorations },
  ),
];
