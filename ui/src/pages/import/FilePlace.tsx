// A place for a file: a real file input with its label, on which a file can be dropped too. Any file can be chosen: what it
// is shows in its content, not in the ending of its name.
import { type DragEvent, useRef, useState } from "react";
import { Icon } from "@/shell/icons";
import "./fileplace.css";

export function FilePlace({
  title,
  text,
  multiple = false,
  onFiles,
}: {
  title: string;
  text: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (input.current) input.current.value = ""; // the same file can be chosen again
    if (files.length > 0) onFiles(files);
  };
  return (
    <label
      className="file-place"
      data-over={over || undefined}
      onDragOver={(e: DragEvent) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e: DragEvent) => {
        e.preventDefault();
        setOver(false);
        take(e.dataTransfer.files);
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
        onChange={(e) => take(e.currentTarget.files)}
      />
    </label>
  );
}
