// The list of revisions, newest first: one stop of Tab, arrows choose. What was typed in one go is one entry that opens.
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { Revision } from "@/api/schema";
import { byWhom, named } from "@/project/did";
import { Icon } from "@/shell/icons";
import { dateTime, type Language, time, useLanguage, useWords } from "@/words/catalogue";
import { groups, type Range, type Row, rows, same } from "./groups";
import { words } from "./words";

export function Revisions({
  list,
  head,
  at,
  onChoose,
}: {
  list: Revision[];
  head: number;
  at: Range;
  onChoose: (range: Range) => void;
}) {
  const t = useWords(words);
  const lang = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(() => rows(groups(list), open, at), [list, open, at]);
  const now = shown.findIndex((r) => same(r.range, at));
  const current = shown[now];

  const choose = (r: Row | undefined) => {
    if (!r) return;
    onChoose(r.range);
    requestAnimationFrame(() =>
      box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }),
    );
  };
  const turn = (r: Row, to: boolean) => {
    const id = Number(r.key.slice(1));
    const next = new Set(open);
    if (to) next.add(id);
    else next.delete(id);
    setOpen(next);
    if (!to) choose(r);
  };
  const parent = (i: number) => shown.findLast((r, k) => k < i && r.level === 1);
  const key = (e: KeyboardEvent) => {
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, j: now + 1, k: now - 1, Home: 0, End: shown.length - 1 }[
      e.key
    ];
    if (next !== undefined) choose(shown[Math.max(0, Math.min(shown.length - 1, next))]);
    else if (e.key === "ArrowRight" && current?.open === false) turn(current, true);
    else if (e.key === "ArrowLeft" && current?.open) turn(current, false);
    else if (e.key === "ArrowLeft" && current?.level === 2) choose(parent(now));
    else if ((e.key === "Enter" || e.key === " ") && current?.open !== undefined) turn(current, !current.open);
    else return;
    e.preventDefault();
  };
  return (
    <div
      role="tree"
      className="hist-revisions"
      aria-label={t("list")}
      tabIndex={0}
      ref={box}
      data-keys
      data-region-focus
      aria-activedescendant={current ? `rev-${current.key}` : undefined}
      onKeyDown={key}
    >
      {shown.map((r) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows
        <div
          key={r.key}
          id={`rev-${r.key}`}
          role="treeitem"
          tabIndex={-1}
          aria-level={r.level}
          aria-selected={r === current}
          aria-expanded={r.open}
          className="hist-revision"
          data-level={r.level}
          onClick={() => choose(r)}
        >
          <Line row={r} head={head} lang={lang} onTurn={() => turn(r, !r.open)} />
        </div>
      ))}
    </div>
  );
}

function Line({ row, head, lang, onTurn }: { row: Row; head: number; lang: Language; onTurn: () => void }) {
  const t = useWords(words);
  const [newest, oldest] = [row.list[0], row.list.at(-1)];
  if (!newest || !oldest) return null;
  const author = byWhom(newest.author);
  const many = row.open !== undefined;
  const [start, end] = [time(oldest.time, lang), time(newest.time, lang)];
  const when = dateTime(many && start !== end ? oldest.time : newest.time, lang);
  const span = many && start !== end ? t("span", { from: when, to: end }) : when;
  return (
    <>
      <span className="hist-number">{many ? `${oldest.number}–${newest.number}` : newest.number}</span>
      <span className="hist-what">
        <b>{many ? t("typed", { n: row.list.length }) : named(newest)}</b>
        <small>
          {t("by", { author, time: span })}
          {newest.undo ? ` · ${t("undone", { n: String(newest.undo) })}` : null}
        </small>
      </span>
      <span className="hist-right">
        {newest.number === head ? <span className="hist-newest">{t("newest")}</span> : null}
        {many ? (
          // The arrows of the tree do the same by keyboard.
          // biome-ignore lint/a11y/noStaticElementInteractions: a second way for the mouse
          // biome-ignore lint/a11y/useKeyWithClickEvents: a second way for the mouse
          <span
            className="hist-turn"
            title={row.open ? t("close") : t("open")}
            onClick={(e) => {
              e.stopPropagation();
              onTurn();
            }}
          >
            <Icon name={row.open ? "down" : "right"} size={14} />
          </span>
        ) : null}
      </span>
    </>
  );
}
