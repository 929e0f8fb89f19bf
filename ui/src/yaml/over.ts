// Typing over a selection. The browser would join the nodes that are left itself and give them style attributes, which the
// policy of the page refuses with a report for each; so the editor does it.
import { EditorView } from "@codemirror/view";

export const typedOver = EditorView.domEventHandlers({
  beforeinput(e, view) {
    const { main } = view.state.selection;
    const text = e.inputType === "insertText" ? e.data : null;
    if (!text || main.empty || view.composing || view.state.readOnly) return false;
    const typed = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, main.from, main.to, text, typed));
    if (!taken) view.dispatch(typed());
    return true;
  },
});
