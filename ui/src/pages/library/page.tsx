// The library: a list with one search over all of it, and beside it the page of what is chosen.
import { NativeSelect } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { Chips } from "@/parts/Chips";
import { type Column, DataTable } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { FilterBar } from "@/parts/FilterBar";
import { matcher } from "@/parts/filter";
import { Icon } from "@/shell/icons";
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { Detail } from "./Detail";
import { type Kind, kinds, type Thing, useShelf } from "./shelf";
import { words } from "./words";
import "./library.css";

export default function Library() {
  const t = useWords(words);
  const { things, byKey, failed, ready } = useShelf();
  const [q, setQ] = useSearchText("q");
  const [kindText, setKind] = useSearchText("kind");
  const [pack, setPack] = useSearchText("pack");
  const [id] = useSearchText("id");
  const navigate = useNavigate();
  const kind = kinds.find((k) => k === kindText);
  const wanted = useDeferredValue(q);
  const open = (key: string | undefined, replace: boolean) =>
    void navigate({ to: ".", search: ((old: object) => ({ ...old, id: key })) as never, replace });

  const packs = useMemo(() => [...new Set(things.map((x) => x.pack))].sort(), [things]);
  const counts = useMemo(() => {
    const n = new Map<Kind, number>();
    for (const x of things) n.set(x.kind, (n.get(x.kind) ?? 0) + 1);
    return n;
  }, [things]);
  const rows = useMemo(() => {
    const fits = matcher<Thing>(
      wanted,
      { kind: (x) => x.kind, pack: (x) => x.pack, of: (x) => x.sub, id: (x) => x.id },
      (x) => x.hay,
    );
    return things.filter((x) => (!kind || x.kind === kind) && (!pack || x.pack === pack) && fits(x));
  }, [things, wanted, kind, pack]);
  const among = kind ? (counts.get(kind) ?? 0) : things.length;
  const thing = id ? byKey.get(id) : undefined;

  const detail = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thing begins at its head
  useEffect(() => {
    detail.current?.scrollTo(0, 0);
  }, [id]);

  const columns: Column<Thing>[] = useMemo(
    () => [
      {
        id: "title",
        title: t("name"),
        width: "minmax(220px, 1fr)",
        cell: (x) => (
          <span className="lib-row" lang="en">
            <b>{x.title}</b>
            <small>
              {x.id}
              {kind ? "" : ` · ${t(`one.${x.kind}`)}`}
            </small>
          </span>
        ),
      },
      { id: "sub", title: t("of"), width: "96px", cell: (x) => <span className="t-dim">{x.sub}</span> },
      { id: "pack", title: t("pack"), width: "112px", cell: (x) => <span className="t-dim">{x.pack}</span> },
    ],
    [t, kind],
  );

  return (
    <div className="lib" data-open={thing ? true : undefined}>
      <div className="lib-list" data-region tabIndex={-1}>
        <div className="lib-head">
          <h1>{t("title")}</h1>
          <p className="t-dim">{t("intro")}</p>
          <Chips
            label={t("kinds")}
            all={{ text: t("all"), n: things.length }}
            chips={kinds.map((k) => ({ id: k, text: t(`kind.${k}`), n: counts.get(k) ?? 0 }))}
            chosen={new Set(kind ? [kind] : [])}
            onAll={() => setKind(undefined)}
            onToggle={(k) => setKind(k === kind ? undefined : k)}
          />
          <FilterBar value={q} onChange={setQ} shown={rows.length} all={among}>
            <NativeSelect
              size="sm"
              aria-label={t("pack")}
              value={pack}
              onChange={(e) => setPack(e.currentTarget.value)}
              data={[{ value: "", label: t("allPacks") }, ...packs]}
            />
          </FilterBar>
        </div>
        {failed ? (
          <EmptyState icon="error" title={t("failed")} />
        ) : (
          <DataTable
            label={t("list")}
            rows={rows}
            columns={columns}
            idOf={(x) => x.key}
            nameOf={(x) => x.title}
            current={id || undefined}
            onCurrent={(x) => open(x.key, true)}
            onOpen={() => detail.current?.focus()}
            rowHeight={50}
            loading={!ready}
          />
        )}
      </div>
      <div className="lib-side" ref={detail} data-region tabIndex={-1}>
        {thing ? (
          <>
            <button type="button" className="lib-back" onClick={() => open(undefined, false)}>
              <Icon name="left" size={14} /> {t("back")}
            </button>
            <Detail key={thing.key} thing={thing} shelf={byKey} />
          </>
        ) : ready ? (
          <EmptyState icon="library" title={t("choose")} />
        ) : null}
      </div>
    </div>
  );
}
