// A place for a file: a real file input with its label, on which a file can be dropped too. Any file can be chosen: what it
// is shows in its content, not in the ending of its name.
import { type DragEvent, useEffect, useRef, useState } from "react";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { chosenOf, droppedOf, type Given } from "./given";
import { words } from "./words";
import "./fileplace.css";

export function FilePlace({
  title,
  text,
  multiple = false,
  refused,
  onFiles,
}: {
  title: string;
  text: string;
  /** Several files, or a folder, belong together here. */
  multiple?: boolean;
  /** Why what was given last is not taken. */
  refused?: string | undefined;
  onFiles: (files: Given[]) => void;
}) {
  const t = useWords(words);
  const [over, setOver] = useState(false);
  const [several, setSeveral] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useNoFileElsewhere();
  const take = (files: Given[]) => {
    if (input.current) input.current.value = ""; // the same file can be chosen again
    if (files.length === 0) return;
    const many = !multiple && files.length > 1;
    setSeveral(many);
    if (!many) onFiles(files);
  };
  const no = several ? t("oneFile") : refused;
  return (
    <div className="file-place-around">
      <label
        className="file-place"
        data-over={over || undefined}
        onDragOver={(e: DragEvent) => {
          e.preventDefault();
          e.dataTransfer.dropEffect = "copy";
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e: DragEvent) => {
          e.preventDefault();
          setOver(false);
          void droppedOf(e.dataTransfer).then(take);
        }}
      >
        <Icon name="import" size={24} />
        <span>{title}</span>
        <span className="t-dim">{text}</span>
        <input
          ref={input}
          type="file"
          multiple={multiple}
          className="t-hidden"
          onChange={(e) => take(chosenOf(e.currentTarget.files))}
        />
      </label>
      {no ? (
        <p className="file-place-refused" role="alert">
          <Icon name="warning" size={15} /> {no}
        </p>
      ) : null}
    </div>
  );
}

// A file that misses the place would be opened by the browser in place of the studio.
function useNoFileElsewhere() {
  useEffect(() => {
    const keep = (e: globalThis.DragEvent) => {
      if (e.defaultPrevented || !e.dataTransfer?.types.includes("Files")) return;
      e.preventDefault();
      e.dataTransfer.dropEffect = "none";
    };
    addEventListener("dragover", keep);
    addEventListener("drop", keep);
    return () => {
      removeEventListener("dragover", keep);
      removeEventListener("drop", keep);
    };
  }, []);
}
