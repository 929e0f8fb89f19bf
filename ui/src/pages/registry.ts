// Every page of the studio, one line each, in the order of the navigation. A page that is not here does not exist.
// README.md beside this file tells how to add one.
import type { ComponentType } from "react";
import type { IconName } from "@/shell/icons";

export interface Page {
  id: string;
  /** The last part of the address: /<path>, or /p/<project>/<path> for a page of a project. */
  path: string;
  scope: "studio" | "project";
  icon: IconName;
  /** The letter after G that leads here. One letter, one page. */
  key?: string;
  title: { en: string; de: string };
  /** Shown at the foot of the navigation. */
  foot?: boolean;
  /** Reached by a link and the palette, and not shown in the navigation. */
  unlisted?: boolean;
  /** The page scrolls and fills by itself (canvas, long table), so the frame gives it no margins. */
  bare?: boolean;
  /** The page shows what is selected in a panel of its own, so the frame gives it none. */
  ownPanel?: boolean;
  /** Selecting is what the page is for, so the inspector keeps its place while nothing is selected. */
  selects?: boolean;
  load: () => Promise<{ default: ComponentType }>;
}

// biome-ignore format: one line a page, so that adding one touches one line
export const pages: Page[] = [
  { id: "home", path: "", scope: "studio", icon: "home", key: "h", title: { en: "Home", de: "Start" }, load: () => import("./home/page") },
  { id: "overview", path: "overview", scope: "project", icon: "overview", key: "o", title: { en: "Overview", de: "Überblick" }, load: () => import("./overview/page") },
  { id: "flows", path: "flows", scope: "project", icon: "flows", key: "d", title: { en: "Data flows", de: "Datenflüsse" }, bare: true, selects: true, load: () => import("./flows/page") },
  { id: "text", path: "text", scope: "project", icon: "code", key: "x", title: { en: "Text", de: "Text" }, bare: true, selects: true, load: () => import("./text/page") },
  { id: "threats", path: "threats", scope: "project", icon: "threats", key: "t", title: { en: "Threats", de: "Bedrohungen" }, bare: true, ownPanel: true, load: () => import("./threats/page") },
  { id: "questions", path: "questions", scope: "project", icon: "questions", key: "q", title: { en: "Questions", de: "Fragen" }, ownPanel: true, load: () => import("./questions/page") },
  { id: "risk", path: "risk", scope: "project", icon: "risk", key: "r", title: { en: "Risk and harm", de: "Risiko und Schaden" }, load: () => import("./risk/page") },
  { id: "paths", path: "paths", scope: "project", icon: "paths", key: "p", title: { en: "Attack paths", de: "Angriffspfade" }, load: () => import("./paths/page") },
  { id: "controls", path: "controls", scope: "project", icon: "controls", key: "c", title: { en: "Controls", de: "Maßnahmen" }, load: () => import("./controls/page") },
  { id: "assumptions", path: "assumptions", scope: "project", icon: "assumptions", key: "a", title: { en: "Assumptions", de: "Annahmen" }, load: () => import("./assumptions/page") },
  { id: "library", path: "library", scope: "project", icon: "library", key: "l", title: { en: "Library", de: "Bibliothek" }, bare: true, ownPanel: true, load: () => import("./library/page") },
  { id: "import", path: "import", scope: "project", icon: "import", key: "m", title: { en: "Import", de: "Import" }, ownPanel: true, load: () => import("./import/page") },
  { id: "history", path: "history", scope: "project", icon: "history", key: "y", title: { en: "History", de: "Verlauf" }, bare: true, ownPanel: true, load: () => import("./history/page") },
  { id: "reviews", path: "reviews", scope: "project", icon: "reviews", key: "v", title: { en: "Reviews", de: "Reviews" }, bare: true, ownPanel: true, load: () => import("./reviews/page") },
  { id: "reports", path: "reports", scope: "project", icon: "reports", key: "e", title: { en: "Reports", de: "Berichte" }, bare: true, ownPanel: true, load: () => import("./reports/page") },
  { id: "settings", path: "settings", scope: "studio", icon: "settings", key: ",", title: { en: "Settings", de: "Einstellungen" }, foot: true, load: () => import("./settings/page") },
  { id: "help", path: "help", scope: "studio", icon: "help", key: "/", title: { en: "Help", de: "Hilfe" }, foot: true, load: () => import("./help/page") },
  { id: "import-new", path: "import", scope: "studio", icon: "import", title: { en: "Import a model", de: "Modell importieren" }, foot: true, unlisted: true, load: () => import("./import/page") },
  { id: "api", path: "http-api", scope: "studio", icon: "code", title: { en: "HTTP API", de: "HTTP-API" }, foot: true, unlisted: true, load: () => import("./api/page") },
];

/** The panel at the right of every page of a project. */
export const inspector = () => import("./inspector/panel");

/** What pages fetch besides, when it is first shown. */
export const parts: (() => Promise<unknown>)[] = [
  inspector,
  () => import("@/canvas/Diagram"),
  () => import("./history/TextChanges"),
];

export const pageOf = (id: string): Page | undefined => pages.find((p) => p.id === id);

/** The page on which a project opens: the first one that exists. */
export const firstPage = (): Page | undefined => pages.find((p) => p.scope === "project");
