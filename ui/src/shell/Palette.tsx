// Ctrl+K: pages, everything in the model by name or id, threats, and commands. `>` shows commands alone.
import { useMantineColorScheme } from "@mantine/core";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { useEffect, useMemo, useState } from "react";
import { type Section, sections } from "@/api/types";
import { pageOf, pages } from "@/pages/registry";
import { redo, undo } from "@/project/back";
import { select, useProject } from "@/project/store";
import { nameOf } from "@/project/use";
import { setLanguage, useLanguage, useWords } from "@/words/catalogue";
import { useInspectorPlace } from "./Inspector";
import { Icon, type IconName } from "./icons";
import { keysIn } from "./keys";
import { go, useProjectId } from "./router";
import { showInspector } from "./settings";
import { toast } from "./toast";
import { words } from "./words";
import "./palette.css";

const [store, palette] = createSpotlight();

export const openPalette = () => palette.open();

interface Row {
  id: string;
  group: "palettePages" | "paletteEntries" | "paletteThreats" | "paletteCommands" | "paletteRecent";
  text: string;
  note?: string;
  icon: IconName;
  keys?: string;
  hay: string;
  run: () => void;
}

/** A command that a page adds to the palette while it is shown. */
export interface PaletteCommand {
  id: string;
  text: string;
  icon?: IconName;
  keys?: string;
  run: () => void;
}

let extra: PaletteCommand[] = [];

/** Adds commands of a page; call what it returns when the page goes. */
export function addCommands(commands: PaletteCommand[]): () => void {
  extra = [...extra, ...commands];
  return () => {
    extra = extra.filter((c) => !commands.includes(c));
  };
}

const iconOf: Partial<Record<Section, IconName>> = {
  zones: "zone",
  elements: "process",
  data: "file",
  flows: "flow",
  hazards: "heart",
  controls: "controls",
  assumptions: "assumptions",
  views: "flows",
  notes: "note",
  trees: "trees",
};

const LIMIT = 8;
const recent: string[] = [];

export function Palette() {
  const t = useWords(words);
  const [query, setQuery] = useState("");
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      transitionProps={{ duration: 0 }}
      maxHeight={420}
      scrollable
      clearQueryOnClose
      attributes={{ content: { "aria-label": t("search") } }}
    >
      <Spotlight.Search
        aria-label={t("search")}
        placeholder={t("palettePlaceholder")}
        leftSection={<Icon name="search" />}
      />
      <Spotlight.ActionsList>
        <Results query={query} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Results({ query }: { query: string }) {
  const t = useWords(words);
  const rows = useRows();
  const found = useMemo(() => search(rows, query), [rows, query]);
  // The first row is the one that Enter takes, once the rows of this query are on the page.
  useEffect(() => {
    if (found.length === 0 || query === "") return;
    const list = document.getElementById(store.getState().listId);
    const actions = list?.querySelectorAll("[data-action]") ?? [];
    for (const [i, a] of [...actions].entries()) a.toggleAttribute("data-selected", i === 0);
    store.updateState((s) => ({ ...s, selected: 0 }));
  }, [found, query]);
  if (found.length === 0) return <Spotlight.Empty>{t("paletteNothing")}</Spotlight.Empty>;
  const groups = [...new Set(found.map((r) => r.group))];
  return groups.map((g) => (
    <Spotlight.ActionsGroup key={g} label={t(g)}>
      {found
        .filter((r) => r.group === g)
        .map((r) => (
          <Spotlight.Action
            key={r.id}
            onClick={() => {
              recent.unshift(r.id);
              r.run();
            }}
          >
            <span className="t-hit">
              <Icon name={r.icon} size={16} />
              <span className="t-hit-text">{r.text}</span>
              {r.note ? <span className="t-dim">{r.note}</span> : null}
              {r.keys ? <kbd>{keysIn(r.keys)}</kbd> : null}
            </span>
          </Spotlight.Action>
        ))}
    </Spotlight.ActionsGroup>
  ));
}

function useRows(): Row[] {
  const t = useWords(words);
  const lang = useLanguage();
  const project = useProjectId();
  const view = useProject((p) => (project ? p.view : undefined));
  const inspector = useInspectorPlace();
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const out: Row[] = [];
    const add = (r: Omit<Row, "hay">) => out.push({ ...r, hay: `${r.text} ${r.note ?? ""}`.toLowerCase() });
    for (const p of pages) {
      if (p.scope === "project" && !project) continue;
      add({
        id: `page/${p.id}`,
        group: "palettePages",
        text: p.title[lang],
        icon: p.icon,
        run: () => go(p.id, project),
        ...(p.key ? { keys: `G ${p.key.toUpperCase()}` } : {}),
      });
    }
    const command = (id: string, text: string, icon: IconName, run: () => void, keys?: string) =>
      add({ id: `command/${id}`, group: "paletteCommands", text, icon, run, ...(keys ? { keys } : {}) });
    if (project) {
      command("undo", t("undo"), "undo", () => void undo(), "Ctrl+Z");
      command("redo", t("redo"), "redo", () => void redo(), "Ctrl+Shift+Z");
      if (inspector) command("inspector", t("key.inspector"), "panel", () => showInspector(), "]");
    }
    command(
      "link",
      t("copyLink"),
      "link",
      () => void navigator.clipboard?.writeText(location.href).then(() => toast({ kind: "ok", text: t("copied") })),
    );
    command("light", `${t("theme")}: ${t("themeLight")}`, "sun", () => setColorScheme("light"));
    command("dark", `${t("theme")}: ${t("themeDark")}`, "moon", () => setColorScheme("dark"));
    command("auto", `${t("theme")}: ${t("themeAuto")}`, "auto", () => setColorScheme("auto"));
    command("en", "English", "settings", () => setLanguage("en"));
    command("de", "Deutsch", "settings", () => setLanguage("de"));
    for (const c of extra) command(c.id, c.text, c.icon ?? "right", c.run, c.keys);
    if (!view || !project) return out;
    for (const section of sections) {
      if (section === "threats") continue;
      for (const e of view.model.sections[section] ?? []) {
        add({
          id: `${section}/${e.id}`,
          group: "paletteEntries",
          text: nameOf(e),
          note: e.id,
          icon: iconOf[section] ?? "file",
          run: () => {
            select([{ kind: section, id: e.id }]);
            showInspector(true);
          },
        });
      }
    }
    for (const f of view.findings) {
      add({
        id: `findings/${f.id}`,
        group: "paletteThreats",
        text: f.title,
        note: f.id,
        icon: "threats",
        run: () => {
          select([{ kind: "findings", id: f.id }]);
          showInspector(true);
          if (pageOf("threats")) go("threats", project);
        },
      });
    }
    return out;
  }, [t, lang, project, view, inspector, setColorScheme]);
}

/** Every word must occur; what begins with the query comes first. Exported for its test. */
export function search(rows: Row[], query: string): Row[] {
  const commands = query.startsWith(">");
  const text = (commands ? query.slice(1) : query.replace(/^#/, "")).trim().toLowerCase();
  const asked = text.split(/\s+/).filter(Boolean);
  const pool = commands ? rows.filter((r) => r.group === "paletteCommands") : rows;
  if (asked.length === 0) {
    const last = [...new Set(recent)].slice(0, 5).flatMap((id) => pool.filter((r) => r.id === id));
    const rest = pool.filter(
      (r) => (commands || r.group === "palettePages" || r.group === "paletteCommands") && !last.includes(r),
    );
    return [...last.map((r) => ({ ...r, group: "paletteRecent" as const })), ...rest];
  }
  const hits = pool.filter((r) => asked.every((w) => r.hay.includes(w)));
  const score = (r: Row) => (r.hay.startsWith(text) ? 0 : r.hay.includes(` ${text}`) ? 1 : 2);
  const count = new Map<string, number>();
  return hits
    .map((r, i) => ({ r, i, s: score(r) }))
    .sort((a, b) => a.s - b.s || a.i - b.i)
    .map((x) => x.r)
    .filter((r) => {
      const n = (count.get(r.group) ?? 0) + 1;
      count.set(r.group, n);
      return n <= LIMIT;
    });
}
