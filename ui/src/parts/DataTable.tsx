// A table of any length: only the rows in sight are in the page. It is one stop of Tab; arrows or j and k move, Space marks
// for a look, Enter opens, X marks for a bulk act, Shift+X marks a range. Sorting and filtering are the caller's arrays.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useRef } from "react";
import { Icon } from "@/shell/icons";
import { typing } from "@/shell/keys";
import { usePrinting } from "@/shell/print";
import { rem, useTextScale } from "@/shell/scale";
import { useSettings } from "@/shell/settings";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

export interface Column<T> {
  id: string;
  title: string;
  /** A track of CSS grid: "90px", "minmax(200px, 1fr)". */
  width: string;
  cell: (row: T) => ReactNode;
  /** Can be sorted by it; the caller sorts. */
  sortable?: boolean;
  align?: "end";
}

export interface Sort {
  by: string;
  down: boolean;
}

export interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  columns: Column<T>[];
  idOf: (row: T) => string;
  /** What a row is called, for the tick box. */
  nameOf: (row: T) => string;
  /** The row that has the focus of the table, by id. */
  current: string | undefined;
  onCurrent: (row: T) => void;
  onOpen?: (row: T) => void;
  onPeek?: (row: T) => void;
  marked?: ReadonlySet<string>;
  onMark?: (ids: Set<string>) => void;
  sort?: Sort;
  onSort?: (next: Sort) => void;
  empty?: ReactNode;
  /** The rows are still on their way: then the table says so, not that there are none. */
  loading?: boolean;
  /** What a row says that stands above a group of others, over all columns; undefined for a plain row. */
  heading?: (row: T) => ReactNode | undefined;
  /** Height of a row in points at the usual size of text, where it holds more than one line. */
  rowHeight?: number;
  /** Keys of the page for the row at hand; return true where one was used. */
  onKey?: (e: KeyboardEvent, row: T | undefined) => boolean;
}

export function DataTable<T>(p: DataTableProps<T>) {
  const t = useWords(words);
  const scroll = useRef<HTMLDivElement>(null);
  const roomy = useSettings((s) => s.density === "roomy");
  const anchor = useRef<string | undefined>(undefined);
  const scale = useTextScale();
  const height = (p.rowHeight ?? (roomy ? 46 : 38)) * scale;
  const printing = usePrinting();
  const virtual = useVirtualizer({
    count: p.rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: printing ? mostPrinted : 12,
    scrollPaddingEnd: HEAD * scale, // the head stays in sight and takes its height from the rows
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows change their height together
  useEffect(() => virtual.measure(), [height]);

  const some = p.rows.length > 0;
  const at = p.rows.findIndex((r) => p.idOf(r) === p.current);
  const columns = tracksOf(`${p.onMark ? "38px " : ""}${p.columns.map((c) => c.width).join(" ")}`);
  const least = rem((p.onMark ? 38 : 0) + p.columns.reduce((sum, c) => sum + leastOf(c.width), 0));

  const go = (i: number) => {
    const row = p.rows[Math.max(0, Math.min(p.rows.length - 1, i))];
    if (row === undefined) return;
    p.onCurrent(row);
    virtual.scrollToIndex(Math.max(0, Math.min(p.rows.length - 1, i)));
  };
  const mark = (ids: string[], on?: boolean) => {
    const next = new Set(p.marked);
    for (const id of ids) {
      if (on ?? !next.has(id)) next.add(id);
      else next.delete(id);
    }
    p.onMark?.(next);
  };
  const latest = useRef({ mark, p });
  latest.current = { mark, p };
  // Whoever reaches the table before its rows stands on the first one when they come.
  useEffect(() => {
    const { rows, idOf, current, onCurrent } = latest.current.p;
    if (!some || !rows[0] || document.activeElement !== scroll.current) return;
    if (!rows.some((r) => idOf(r) === current)) onCurrent(rows[0]);
  }, [some]);
  const onTick = useCallback((id: string, range: boolean) => {
    const { p: now, mark: put } = latest.current;
    if (range && anchor.current) put(between(now.rows.map(now.idOf), anchor.current, id), true);
    else put([id]);
    anchor.current = id;
  }, []);
  const onRow = useCallback((row: T, open: boolean) => {
    latest.current.p.onCurrent(row);
    if (open) latest.current.p.onOpen?.(row);
    scroll.current?.focus({ preventScroll: true });
  }, []);

  const key = (e: KeyboardEvent) => {
    if (typing(e.target) || e.defaultPrevented) return;
    const single = useSettings.getState().singleKeys && !e.ctrlKey && !e.metaKey && !e.altKey;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / height) - 2);
    const row = p.rows[at];
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(p.rows.length - 1),
    };
    if (single) {
      moves.j = () => go(at + 1);
      moves.k = () => go(at - 1);
    }
    if (row !== undefined) {
      const id = p.idOf(row);
      if (p.onOpen) moves.Enter = () => p.onOpen?.(row);
      if (p.onPeek) moves[" "] = () => p.onPeek?.(row);
      if (single && p.onMark) {
        moves.x = () => onTick(id, false);
        moves.X = () => onTick(id, true);
      }
    }
    const move = e.ctrlKey || e.metaKey || e.altKey ? undefined : moves[e.key];
    if (move) move();
    else if (!p.onKey?.(e, row)) return;
    e.preventDefault();
    e.stopPropagation();
  };

  const all = p.rows.length > 0 && p.marked !== undefined && p.rows.every((r) => p.marked?.has(p.idOf(r)));
  return (
    <div
      className="t-table"
      ref={scroll}
      role="grid"
      aria-label={p.label}
      aria-rowcount={p.rows.length + 1}
      aria-colcount={p.columns.length + (p.onMark ? 1 : 0)}
      aria-multiselectable={p.onMark ? true : undefined}
      aria-activedescendant={at >= 0 ? `row-${p.current}` : undefined}
      tabIndex={0}
      aria-busy={p.loading || undefined}
      data-keys
      data-region-focus
      onKeyDown={key}
      onFocus={(e) => {
        if (e.target === e.currentTarget && at < 0) go(0);
      }}
    >
      <div role="rowgroup" className="t-table-head" style={{ minWidth: least }}>
        <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: columns, minWidth: least }}>
          {p.onMark ? (
            <span role="columnheader">
              <button
                type="button"
                role="checkbox"
                className="t-tick"
                aria-checked={all}
                aria-label={t("selectAll")}
                onClick={() => p.onMark?.(all ? new Set() : new Set(p.rows.map(p.idOf)))}
              >
                {all ? <Icon name="check" size={14} /> : null}
              </button>
            </span>
          ) : null}
          {p.columns.map((c) => (
            <span
              key={c.id}
              role="columnheader"
              data-align={c.align}
              aria-sort={p.sort?.by === c.id ? (p.sort.down ? "descending" : "ascending") : undefined}
            >
              {c.sortable && p.onSort ? (
                <button
                  type="button"
                  title={t("sortBy", { column: c.title })}
                  onClick={() => p.onSort?.({ by: c.id, down: p.sort?.by === c.id ? !p.sort.down : false })}
                >
                  {c.title}
                  {p.sort?.by === c.id ? <Icon name={p.sort.down ? "down" : "up"} size={13} /> : null}
                </button>
              ) : (
                c.title
              )}
            </span>
          ))}
        </div>
      </div>
      {p.rows.length === 0 ? (
        <div role="rowgroup">
          <div role="row">
            <div role="gridcell" className="t-table-empty">
              {p.loading ? t("loading") : (p.empty ?? t("noRows"))}
            </div>
          </div>
        </div>
      ) : (
        <div role="rowgroup" className="t-table-body" style={{ height: virtual.getTotalSize(), minWidth: least }}>
          {virtual.getVirtualItems().map((v) => {
            const row = p.rows[v.index];
            if (row === undefined) return null;
            const id = p.idOf(row);
            return (
              <Row
                key={id}
                id={id}
                row={row}
                index={v.index}
                top={v.start}
                height={height}
                columns={p.columns}
                tracks={columns}
                least={least}
                heading={p.heading?.(row)}
                current={id === p.current}
                marked={p.onMark ? (p.marked?.has(id) ?? false) : undefined}
                name={p.nameOf(row)}
                onRow={onRow}
                onTick={onTick}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}

interface RowProps<T> {
  id: string;
  row: T;
  index: number;
  top: number;
  height: number;
  columns: Column<T>[];
  tracks: string;
  least: string;
  heading: ReactNode | undefined;
  current: boolean;
  marked: boolean | undefined;
  name: string;
  onRow: (row: T, open: boolean) => void;
  onTick: (id: string, range: boolean) => void;
}

function RowOf<T>(p: RowProps<T>) {
  const { id, row, index, top, height, columns, tracks, least, heading, current, marked, name, onRow, onTick } = p;
  const t = useWords(words);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its rows
    <div
      role="row"
      id={`row-${id}`}
      aria-rowindex={index + 2}
      aria-selected={marked ?? current}
      data-current={current || undefined}
      data-heading={heading === undefined ? undefined : true}
      style={{ top, height, gridTemplateColumns: tracks, minWidth: least }}
      onClick={() => onRow(row, false)}
      onDoubleClick={() => onRow(row, true)}
    >
      {marked === undefined ? null : (
        <span role="gridcell">
          <button
            type="button"
            role="checkbox"
            tabIndex={-1}
            className="t-tick"
            aria-checked={marked}
            aria-label={t("selectRow", { row: name })}
            onClick={(e) => {
              e.stopPropagation();
              onTick(id, e.shiftKey);
            }}
          >
            {marked ? <Icon name="check" size={14} /> : null}
          </button>
        </span>
      )}
      {heading === undefined ? (
        columns.map((c) => (
          <span key={c.id} role="gridcell" data-align={c.align}>
            {c.cell(row)}
          </span>
        ))
      ) : (
        <span role="gridcell" aria-colspan={columns.length} className="t-table-heading">
          {heading}
        </span>
      )}
    </div>
  );
}
const Row = memo(RowOf) as typeof RowOf;

const HEAD = 35;

// Beyond that a report says it better than paper.
const mostPrinted = 3000;

/** Tracks in points as tracks that grow with the text. */
const tracksOf = (widths: string) => widths.replace(/(\d+)px/g, (_, n) => rem(Number(n)));

// The least width of a track: its first number of points. All rows need the same, or their columns would not line up.
function leastOf(track: string): number {
  return Number(/(\d+)px/.exec(track)?.[1] ?? 80);
}

/** The ids from one to another, in order of the rows. */
export function between(ids: string[], from: string, to: string): string[] {
  const a = ids.indexOf(from);
  const b = ids.indexOf(to);
  if (a < 0 || b < 0) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
