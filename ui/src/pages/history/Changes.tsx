// What differs between two revisions: on the diagram, in the words of the model, and in the text. Used by history and
// reviews.
import { SegmentedControl } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import type { Diff, EntryTurn } from "@/api/schema";
import { fetched } from "@/shell/fetched";
import { useWords } from "@/words/catalogue";
import { Picture } from "./Picture";
import { Table } from "./Table";
import { drawn } from "./turns";
import { words } from "./words";
import "./changes.css";

const TextChanges = lazy(fetched(() => import("./TextChanges")));

export type Show = "picture" | "table" | "text";
const kinds = ["added", "removed", "changed"] as const;
const shows: Show[] = ["picture", "table", "text"];

interface Shown {
  diff: Diff;
  extra?: (e: EntryTurn) => ReactNode;
  /** What is looked at, where the page keeps it in the address. */
  show?: Show | "";
  onShow?: (s: Show) => void;
  /** The entry that is looked at, as section/id. */
  at?: string;
  onAt?: (path: string | undefined) => void;
}

export function Changes({ diff, extra, show, onShow, at, onAt }: Shown) {
  const t = useWords(words);
  const [ownShow, setOwnShow] = useState<Show>("table");
  const [ownAt, setOwnAt] = useState("");
  const view = onShow ? (shows.find((s) => s === show) ?? "table") : ownShow;
  const entry = onAt ? (at ?? "") : ownAt;
  const look = onShow ?? setOwnShow;
  const led = useRef(false);
  const goTo = (s: Show) => (path: string) => {
    led.current = true;
    if (onAt) onAt(path);
    else setOwnAt(path);
    if (s !== view) look(s);
  };
  const count = useMemo(() => {
    const kind = (k: EntryTurn["kind"]) => diff.entries.filter((e) => e.kind === k).length;
    return { added: kind("added"), removed: kind("removed"), changed: kind("changed") };
  }, [diff]);
  const sum = kinds.filter((k) => count[k] > 0).map((k) => `${count[k]} ${t(k)}`);
  const data = [
    { value: "picture", label: `${t("picture")} (${diff.entries.filter((e) => drawn.includes(e.section)).length})` },
    { value: "table", label: `${t("model")} (${diff.entries.length})` },
    { value: "text", label: `${t("text")} (${diff.files.length})` },
  ];
  return (
    <div className="diff">
      <div className="diff-head">
        <SegmentedControl
          size="sm"
          aria-label={t("views")}
          value={view}
          onChange={(v) => look(v as Show)}
          data={data}
        />
        <p className="t-dim">
          {sum.join(", ")}
          {diff.layout.length > 0 ? `${sum.length > 0 ? " · " : ""}${t("layout", { n: diff.layout.length })}` : null}
        </p>
      </div>
      {view === "picture" ? <Picture diff={diff} at={entry} led={led} onTable={goTo("table")} /> : null}
      {view === "table" ? <Table diff={diff} at={entry} led={led} onPicture={goTo("picture")} extra={extra} /> : null}
      {view === "text" ? (
        diff.files.length === 0 ? (
          <p className="t-dim">{t("noText")}</p>
        ) : (
          <Suspense fallback={<p role="status">{t("loadingText")}</p>}>
            <TextChanges files={diff.files} />
          </Suspense>
        )
      ) : null}
    </div>
  );
}
