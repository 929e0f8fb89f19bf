// The text of the project on a page of its own. File, line and column are part of the address, so that a place can be
// linked to.
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { words } from "@/yaml/words";
import { YamlEditor } from "@/yaml/YamlEditor";

export default function TextPage() {
  const t = useWords(words);
  const navigate = useNavigate();
  const [file] = useSearchText("file");
  const [line] = useSearchText("line");
  const [column] = useSearchText("column");
  const at = useMemo(() => placeIn(line, column), [line, column]);
  // Another file is another place: the line of the old one says nothing there.
  const open = (next: string) => void navigate({ to: ".", search: { file: next } as never, replace: true });
  return (
    <>
      <h1 className="t-hidden">{t("title")}</h1>
      <YamlEditor file={file} at={at} onFile={open} />
    </>
  );
}

/** The place that an address names; nothing where it names none. Both count from 1. */
function placeIn(line: string, column: string): { line: number; column: number } | undefined {
  const [l, c] = [Number.parseInt(line, 10), Number.parseInt(column, 10)];
  return l > 0 ? { line: l, column: c > 0 ? c : 1 } : undefined;
}
