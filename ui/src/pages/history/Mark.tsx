import type { ReactNode } from "react";
import type { EntryTurn } from "@/api/schema";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

const icons = { added: "plus", removed: "minus", changed: "pencil" } as const;

/** Added, removed or changed, as a word with a sign. */
export function Mark({ kind, children }: { kind: EntryTurn["kind"]; children?: ReactNode }) {
  const t = useWords(words);
  return (
    <span className="diff-mark" data-kind={kind}>
      <Icon name={icons[kind]} size={12} />
      {children ?? t(kind)}
    </span>
  );
}
