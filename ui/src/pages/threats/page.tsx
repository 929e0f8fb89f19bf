// The threats of a project: a table for thousands of them, worked through by keyboard, with the reason beside it.
import { ActionIcon, Button } from "@mantine/core";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Finding } from "@/api/types";
import { cardHeight, DataTable, EmptyState, FilterBar, Severity, type Sort, StateOf } from "@/parts";
import { did, select, undo, useFindings, useIndex, useMayEdit, useSelection, useView } from "@/project/use";
import { announce } from "@/shell/announce";
import { Icon } from "@/shell/icons";
import { PageLink, useSearchText } from "@/shell/router";
import { rem } from "@/shell/scale";
import { change, useNarrow, useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { words as shellWords } from "@/shell/words";
import { useWords } from "@/words/catalogue";
import { today, useColumns } from "./columns";
import { type Asked, Decide } from "./Decide";
import { type Act, actOfKey, openCommands, sendAndHear } from "./decide";
import { useNames } from "./library";
import { Reason } from "./Reason";
import {
  compile,
  type Group,
  type GroupBy,
  groupings,
  groupRows,
  type Item,
  narrows,
  type Row,
  rowMaker,
  sortRows,
} from "./rows";
import type { View } from "./saved";
import { BulkBar, Clinical, GroupBySelect, States, Views } from "./Toolbar";
import { words } from "./words";
import "./page.css";

// Typing filters at once; the address follows when the fingers rest, so that no keystroke waits for the router.
function useQueryText(): [string, (next: string) => void] {
  const [address, setAddress] = useSearchText("q");
  const [q, setQ] = useState(address);
  const sent = useRef(address);
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (address !== sent.current) {
      sent.current = address;
      setQ(address);
    }
  }, [address]);
  useEffect(() => () => clearTimeout(later.current), []);
  const set = useCallback(
    (next: string) => {
      setQ(next);
      clearTimeout(later.current);
      later.current = setTimeout(() => {
        sent.current = next;
        setAddress(next);
      }, 250);
    },
    [setAddress],
  );
  return [q, set];
}

function useItems(q: string, sort: Sort, group: GroupBy | undefined, shut: ReadonlySet<string>, clinical: boolean) {
  const findings = useFindings();
  const scales = useView((s) => s.scales);
  const names = useNames(clinical);
  const [make] = useState(rowMaker);
  const rows = useMemo(() => make(findings, names), [make, findings, names]);
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
  const last = useRef<{ q: string; from: Row[]; found: Row[] }>(undefined);
  const found = useMemo(() => {
    const old = last.current;
    const from = old && old.from === sorted && narrows(old.q, q) ? old.found : sorted;
    return from.filter(compile(q, scales, today()));
  }, [sorted, q, scales]);
  useEffect(() => {
    last.current = { q, from: sorted, found };
  }, [q, sorted, found]);
  const items = useMemo(() => groupRows(found, group, shut), [found, group, shut]);
  return { rows, found, items, names };
}

export default function Page() {
  const t = useWords(words);
  const [q, setQ] = useQueryText();
  const [sortText, setSort] = useSearchText("sort");
  const [groupText, setGroup] = useSearchText("group");
  const [asks, setAsks] = useSearchText("f");
  const [, setView] = useSearchText("view");
  const clinical = useSettings((s) => s.clinical);
  const open = useSettings((s) => s.inspectorOpen);
  const width = useSettings((s) => s.inspectorWidth);
  const narrow = useNarrow();
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [heading, setHeading] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const area = useRef<HTMLDivElement>(null);

  const group = groupings.find((g) => g === groupText);
  const sort = useMemo<Sort>(
    () => ({ by: sortText.replace(/^-/, "") || "rank", down: sortText.startsWith("-") }),
    [sortText],
  );
  const { rows, found, items, names } = useItems(q, sort, group, shut, clinical);
  const columns = useColumns(clinical, narrow);

  const selected = useSelection().find((s) => s.kind === "findings")?.id;
  const byId = useMemo(() => new Map(rows.map((r) => [r.id, r])), [rows]);
  const current = heading ?? selected;
  const finding = selected ? byId.get(selected)?.f : undefined;

  // An address may name a finding: ?f=forged-command@f2.
  useEffect(() => {
    if (!asks) return;
    select([{ kind: "findings", id: asks }]);
    setAsks(undefined);
  }, [asks, setAsks]);
  useStay(items, current, selected);

  const onCurrent = useCallback((i: Item) => {
    if (i.kind === "group") return setHeading(i.id);
    setHeading(undefined);
    select([{ kind: "findings", id: i.id }]);
  }, []);
  const focusTable = () => area.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  const acts = useActs({ marked, byId, items, current, setAsked, setMarked });

  const fold = (g: Group) =>
    setShut((old) => {
      const next = new Set(old);
      if (!next.delete(g.id)) next.add(g.id);
      return next;
    });
  const openRow = (i: Item) => {
    if (i.kind === "group") return fold(i);
    change({ inspectorOpen: true });
    requestAnimationFrame(() => area.current?.querySelector<HTMLElement>(".threats-panel")?.focus());
  };
  const onKey = useTableKeys({ acts, fold, marked, setMarked });

  const hidden = useMemo(() => {
    if (marked.size === 0) return 0;
    return marked.size - found.filter((r) => marked.has(r.id)).length;
  }, [found, marked]);
  const ticks = useMemo(() => withGroups(items, marked), [items, marked]);
  const onMark = useCallback(
    (next: Set<string>) => setMarked((old) => markedOf(items, ticks, next, old)),
    [items, ticks],
  );
  const openView = (v: View) => {
    setQ(v.q);
    setGroup(v.group);
    setSort(v.sort);
    setView(v.name);
    requestAnimationFrame(focusTable);
  };

  if (rows.length === 0) {
    return (
      <EmptyState icon="threats" title={t("none")} text={t("noneText")}>
        <PageLink page="flows" className="t-link">
          {t("noneGo")}
        </PageLink>
      </EmptyState>
    );
  }
  return (
    <div className="threats" ref={area}>
      <div className="threats-head">
        <h1>{t("title")}</h1>
        <FilterBar value={q} onChange={setQ} shown={found.length} all={rows.length}>
          <Clinical />
          <GroupBySelect value={group} onChange={setGroup} />
          <Views now={{ q, ...(group ? { group } : {}), ...(sortText ? { sort: sortText } : {}) }} onOpen={openView} />
        </FilterBar>
        {marked.size > 0 ? (
          <BulkBar
            n={marked.size}
            hidden={hidden}
            onAct={(act) => acts.run(act)}
            onClear={() => setMarked(new Set())}
          />
        ) : (
          <States q={q} onChange={setQ} />
        )}
      </div>
      <div className="threats-body">
        <div className="threats-list">
          <DataTable
            label={t("table")}
            rows={items}
            columns={columns}
            idOf={idOf}
            nameOf={(i) => (i.kind === "row" ? i.f.title : i.value)}
            current={current}
            onCurrent={onCurrent}
            onOpen={openRow}
            onPeek={() => change({ inspectorOpen: !open })}
            marked={ticks}
            onMark={onMark}
            sort={sort}
            onSort={(s) => setSort(s.by === "rank" && !s.down ? undefined : `${s.down ? "-" : ""}${s.by}`)}
            heading={(i) => (i.kind === "group" ? <GroupHead group={i} names={names} onFold={fold} /> : undefined)}
            onKey={onKey}
            {...(narrow ? { rowHeight: cardHeight } : {})}
            empty={
              <EmptyState icon="filter" title={t("noMatch")} text={t("noMatchText")}>
                <Button variant="default" onClick={() => setQ("")}>
                  {t("showAll")}
                </Button>
              </EmptyState>
            }
          />
        </div>
        {open && !(narrow && !finding) ? (
          <aside
            className="threats-panel"
            aria-label={t("reason")}
            data-region
            tabIndex={-1}
            style={narrow ? undefined : { width: rem(Math.max(380, width)) }}
            onKeyDown={(e) => {
              if (e.key === "Escape" && !e.defaultPrevented) focusTable();
            }}
          >
            <div className="threats-panel-head">
              <span>{t("reason")}</span>
              <ActionIcon
                aria-label={t("close")}
                onClick={() => {
                  change({ inspectorOpen: false });
                  focusTable();
                }}
              >
                <Icon name="close" size={16} />
              </ActionIcon>
            </div>
            {finding ? (
              <Reason key={finding.id} finding={finding} />
            ) : (
              <p className="threats-panel-none t-dim">{selected ? t("reasonGone") : t("reasonNone")}</p>
            )}
          </aside>
        ) : null}
      </div>
      {asked ? (
        <Decide
          asked={asked}
          onClose={(done) => {
            setAsked(undefined);
            // Marks go with what they were for: under a filter they would stay on rows that nobody sees.
            if (done && asked.act !== "when") setMarked(none);
            requestAnimationFrame(focusTable);
          }}
        />
      ) : null}
    </div>
  );
}

const idOf = (i: Item) => i.id;
const none: ReadonlySet<string> = new Set();

// Where the row at hand leaves the table, because it was decided or settled, the next one takes its place.
function useStay(items: Item[], current: string | undefined, selected: string | undefined) {
  const last = useRef({ id: "", at: -1 });
  useEffect(() => {
    const at = items.findIndex((i) => i.id === current);
    if (at >= 0 && current) {
      last.current = { id: current, at };
      return;
    }
    if (!current || last.current.id !== current || current !== selected) return;
    const next = items[Math.min(last.current.at, items.length - 1)];
    if (next?.kind === "row") select([{ kind: "findings", id: next.id }]);
  }, [items, current, selected]);
}

interface Acts {
  run: (act: Act, row?: Item) => void;
}

// What an act is about: what is marked, else the row at hand, else the rows of its group.
function useActs(p: {
  marked: ReadonlySet<string>;
  byId: Map<string, Row>;
  items: Item[];
  current: string | undefined;
  setAsked: (a: Asked) => void;
  setMarked: (s: ReadonlySet<string>) => void;
}): Acts {
  const t = useWords(words);
  const may = useMayEdit();
  const threats = useIndex("threats");
  const about = (row?: Item): Finding[] => {
    if (p.marked.size > 0) return [...p.marked].flatMap((id) => p.byId.get(id)?.f ?? []);
    const item = row ?? p.items.find((i) => i.id === p.current);
    if (!item) return [];
    return item.kind === "group" ? item.rows.map((r) => r.f) : [item.f];
  };
  const run = (act: Act, row?: Item) => {
    const findings = about(row);
    if (findings.length === 0) return;
    if (!may) return toast({ text: t("readOnly") });
    if (act === "open") {
      const commands = openCommands(findings, threats);
      const n = commands.length;
      if (n === 0) return announce(t("notDecided"));
      void sendAndHear(commands, did("open", { n })).then((o) => {
        if (o.kind !== "refused") p.setMarked(none);
        if (o.kind === "done") toast({ text: t("decided", { what: t("done.open"), n }), undo: true });
      });
      return;
    }
    const at = document.getElementById(`row-${row?.id ?? p.current}`)?.getBoundingClientRect();
    p.setAsked({ act, findings, ...(at ? { at: { left: at.left + 160, top: at.top, bottom: at.bottom } } : {}) });
  };
  return { run };
}

function useTableKeys(p: {
  acts: Acts;
  fold: (g: Group) => void;
  marked: ReadonlySet<string>;
  setMarked: (s: ReadonlySet<string>) => void;
}) {
  const say = useWords(shellWords);
  const g = useRef(0);
  return (e: KeyboardEvent, row: Item | undefined): boolean => {
    if (e.key === "Escape" && p.marked.size > 0) {
      p.setMarked(new Set());
      return true;
    }
    if (row?.kind === "group" && (e.key === "ArrowLeft" || e.key === "ArrowRight")) {
      if ((e.key === "ArrowLeft") !== row.shut) p.fold(row);
      return true;
    }
    if (!useSettings.getState().singleKeys || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return false;
    // After G the next letter is the name of a page and not an act.
    if (Date.now() - g.current < 1500) {
      g.current = 0;
      return false;
    }
    if (e.key === "g") {
      g.current = Date.now();
      return false;
    }
    if (e.key === "u") {
      void undo().then((title) => {
        if (title !== undefined) toast({ text: say("undone", { title }) });
      });
      return true;
    }
    if (e.key === "c") {
      change({ clinical: !useSettings.getState().clinical });
      return true;
    }
    const act = actOfKey.get(e.key);
    if (act) p.acts.run(act, row);
    return act !== undefined;
  };
}

// A group is ticked where all its rows are.
function withGroups(items: Item[], marked: ReadonlySet<string>): ReadonlySet<string> {
  if (marked.size === 0) return marked;
  const out = new Set(marked);
  for (const i of items) if (i.kind === "group" && i.rows.every((r) => marked.has(r.id))) out.add(i.id);
  return out;
}

// What is marked after ticks changed: a tick of a group is one of all its rows.
function markedOf(
  items: Item[],
  before: ReadonlySet<string>,
  after: Set<string>,
  old: ReadonlySet<string>,
): Set<string> {
  const out = new Set([...after].filter((id) => !id.startsWith("group:")));
  for (const i of items) {
    if (i.kind !== "group" || before.has(i.id) === after.has(i.id)) continue;
    // Unmarking one row also unticks its group; only a press on the group itself moves all rows.
    const same = i.rows.every((r) => old.has(r.id) === out.has(r.id));
    if (!same && !i.shut) continue;
    for (const r of i.rows) {
      if (after.has(i.id)) out.add(r.id);
      else out.delete(r.id);
    }
  }
  return out;
}

function GroupHead({
  group: g,
  names,
  onFold,
}: {
  group: Group;
  names: ReturnType<typeof useNames>;
  onFold: (g: Group) => void;
}) {
  const t = useWords(words);
  const first = g.rows[0];
  const label =
    g.by === "target"
      ? names.target(g.value)
      : g.by === "hazard"
        ? g.value
          ? names.hazard(g.value) || g.value
          : t("noHazard")
        : g.by === "state"
          ? g.value
          : g.rows.length === 1 && first
            ? first.f.title
            : g.value.replace(/-/g, " ");
  return (
    <>
      <button
        type="button"
        className="threats-fold"
        tabIndex={-1}
        aria-expanded={!g.shut}
        aria-label={g.shut ? t("unfold", { group: label }) : t("shut", { group: label })}
        onClick={(e) => {
          e.stopPropagation();
          onFold(g);
        }}
      >
        <Icon name={g.shut ? "right" : "down"} size={15} />
      </button>
      <Severity level={g.worst} short />
      <span className="threats-group-name">
        {g.by === "state" ? <StateOf state={g.value as Finding["state"]} /> : label}
      </span>
      <span className="threats-group-count">
        {t("ofThem", { n: g.rows.length })}
        {g.open > 0 ? ` · ${t("openOf", { n: g.open })}` : ""}
      </span>
    </>
  );
}
