// The diagram with what came, went and changed. The picture is for the eye and the mouse; the list beside it says the same
// by keyboard and to screen readers, and each of its entries leads to its lines in the table.
import { Button, Menu, useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type MouseEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type Diff, type EntryTurn, getDiffPicture } from "@/api/schema";
import { EmptyState } from "@/parts/EmptyState";
import { Icon } from "@/shell/icons";
import { useProjectId } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { Mark } from "./Mark";
import { drawn, pathOf } from "./turns";
import { words } from "./words";

const sections: Record<string, string> = {
  zone: "zones",
  element: "elements",
  flow: "flows",
  label: "flows",
  note: "notes",
};

interface Shown {
  diff: Diff;
  at: string;
  /** Set while a person was led here: then the focus follows. */
  led: RefObject<boolean>;
  onTable: (path: string) => void;
}

export function Picture({ diff, at, led, onTable }: Shown) {
  const t = useWords(words);
  const [near, setNear] = useState(at);
  const list = useMemo(() => diff.entries.filter((e) => drawn.includes(e.section)), [diff]);
  const rest = diff.entries.length - list.length;
  if (list.length === 0) {
    const text = diff.layout.length > 0 ? t("layout", { n: diff.layout.length }) : t("noPictureText", { n: rest });
    return <EmptyState icon="flows" title={t("noPicture")} text={text} />;
  }
  return (
    <div className="diff-picture">
      <Twin list={list} at={at} near={near} led={led} onNear={setNear} onTable={onTable} />
      <Drawing diff={diff} at={near} onTable={onTable} />
    </div>
  );
}

/** What the picture shows, as a list. Where the focus goes, the picture follows. */
function Twin({
  list,
  at,
  near,
  led,
  onNear,
  onTable,
}: Omit<Shown, "diff"> & { list: EntryTurn[]; near: string; onNear: (path: string) => void }) {
  const t = useWords(words);
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (at && led.current) box.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)?.focus();
    led.current = false;
  }, [at, led]);
  return (
    <nav className="diff-twin" aria-label={t("turned")}>
      <ul ref={box}>
        {list.map((e) => (
          <li key={pathOf(e)}>
            <button
              type="button"
              data-path={pathOf(e)}
              aria-current={pathOf(e) === near || undefined}
              onFocus={() => onNear(pathOf(e))}
              onPointerEnter={(p) => p.pointerType === "mouse" && onNear(pathOf(e))}
              onClick={() => onTable(pathOf(e))}
            >
              <Mark kind={e.kind} />
              <span title={pathOf(e)}>{e.name ?? e.id}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const fileOf = (project: string, diff: Diff, ext: string) =>
  `/api/v1/projects/${encodeURIComponent(project)}/diff/${ext}?from=${diff.from}&to=${diff.to}`;

function Drawing({ diff, at, onTable }: { diff: Diff; at: string; onTable: (path: string) => void }) {
  const t = useWords(words);
  const project = useProjectId() ?? "";
  const theme = useComputedColorScheme("light");
  const [full, setFull] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const svg = useQuery({
    queryKey: [project, "diff", diff.from, diff.to, "picture", theme],
    queryFn: () => getDiffPicture({ project, from: diff.from, to: diff.to, theme, format: "svg" }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  useEffect(() => {
    const box = host.current;
    if (!box || !svg.data) return;
    const made = new DOMParser().parseFromString(svg.data, "image/svg+xml").documentElement;
    made.setAttribute("focusable", "false");
    box.replaceChildren(document.importNode(made, true));
  }, [svg.data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks are made anew with the picture
  useEffect(() => {
    for (const g of host.current?.querySelectorAll<SVGElement>("g[data-id]") ?? []) {
      const here = at !== "" && pathIn(g) === at;
      g.toggleAttribute("data-at", here);
      if (here && full) g.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }, [at, svg.data, full]);
  const click = (e: MouseEvent) => {
    const g = (e.target as Element).closest("g[data-change]");
    if (g) onTable(pathIn(g));
  };
  return (
    <div className="diff-drawing">
      <div className="diff-bar">
        <Button variant="default" size="compact-sm" aria-pressed={full} onClick={() => setFull(!full)}>
          {full ? t("fit") : t("actual")}
        </Button>
        <Menu position="bottom-end" withinPortal={false}>
          <Menu.Target>
            <Button variant="default" size="compact-sm" leftSection={<Icon name="export" size={14} />}>
              {t("take")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {["svg", "png", "pdf"].map((ext) => (
              <Menu.Item key={ext} component="a" href={fileOf(project, diff, ext)} download>
                {ext.toUpperCase()}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {svg.isError ? <EmptyState icon="error" title={t("failed")} text={svg.error.message} /> : null}
      {svg.isPending ? <p role="status">{t("drawing")}</p> : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list beside it does the same by keyboard */}
      <div
        className="diff-svg"
        data-full={full || undefined}
        tabIndex={0}
        role="region"
        aria-label={t("picture")}
        ref={host}
        lang="en"
        onClick={click}
      />
    </div>
  );
}

const pathIn = (g: Element) =>
  `${sections[g.getAttribute("data-kind") ?? ""] ?? ""}/${g.getAttribute("data-id") ?? ""}`;
