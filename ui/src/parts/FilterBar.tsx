// The filter of a table: one line of words and tokens, and beside it how many rows it leaves. The text lives in the address.
import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

export function FilterBar({
  value,
  onChange,
  shown,
  all,
  children,
}: {
  value: string;
  onChange: (next: string) => void;
  shown: number;
  all: number;
  /** Buttons beside the filter: saved views, grouping, export. */
  children?: ReactNode;
}) {
  const t = useWords(words);
  // Typing shows at once; the address follows a moment later, so that no keystroke waits for it.
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  const change = (next: string) => {
    setText(next);
    sent.current = next;
    onChange(next);
  };
  const count = shown === all ? t("rows", { n: all }) : t("rowsOf", { n: shown, all });
  useEffect(() => {
    const later = setTimeout(() => announce(count), 700);
    return () => clearTimeout(later);
  }, [count]);
  return (
    <div className="t-filter">
      <Tooltip label={t("filterHelp")} multiline w={280} position="bottom-start">
        <TextInput
          data-filter
          aria-label={t("filter")}
          placeholder={t("filter")}
          size="sm"
          value={text}
          onChange={(e) => change(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Escape" && text) {
              e.stopPropagation();
              change("");
            }
          }}
          leftSection={<Icon name="filter" size={16} />}
          rightSection={
            text ? (
              <ActionIcon size="sm" aria-label={t("clearFilter")} onClick={() => change("")}>
                <Icon name="close" size={14} />
              </ActionIcon>
            ) : null
          }
        />
      </Tooltip>
      <span className="t-filter-count">{count}</span>
      {children ? <span className="t-filter-more">{children}</span> : null}
    </div>
  );
}
