// The frame around every page: navigation, header, the page, the inspector, the status line.
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { type CSSProperties, useEffect, useRef } from "react";
import { pages, parts } from "@/pages/registry";
import { redo, undo } from "@/project/back";
import { onNewcomer, useProject } from "@/project/store";
import { useLanguage, useWords } from "@/words/catalogue";
import { Announcer } from "./announce";
import { ArchivedBar } from "./archive";
import { Conflict, Doubt } from "./Conflict";
import { useKeptFocus } from "./focus";
import { Header } from "./Header";
import { Inspector, useInspectorPlace } from "./Inspector";
import { Kept } from "./Kept";
import { layered, letters, mod, nextRegion, typing, useKeys } from "./keys";
import { Nav } from "./Nav";
import { openPalette, Palette } from "./Palette";
import { usePaper } from "./print";
import { go, usePage, useProjectId } from "./router";
import { StatusLine } from "./StatusLine";
import { rem } from "./scale";
import { clearPage, showInspector, showNav, useInspectorOpen, useNarrow, useNavOpen, useSettings } from "./settings";
import { toast } from "./toast";
import { words } from "./words";

export function Frame() {
  const t = useWords(words);
  const lang = useLanguage();
  const page = usePage();
  const project = useProjectId();
  const name = useProject((p) => p.view?.project.name);
  const { density, inspectorWidth } = useSettings();
  const navOpen = useNavOpen();
  const inspectorOpen = useInspectorOpen();
  const inspectorPlace = useInspectorPlace();
  const narrow = useNarrow();
  const main = useRef<HTMLElement>(null);
  useShellKeys(project, inspectorPlace);
  useKeptFocus();
  useRefusals();
  useNotices(project);
  usePagesAhead();
  usePaper();
  const cache = useQueryClient();
  useEffect(
    () =>
      onNewcomer(() => {
        notifications.clean();
        void cache.invalidateQueries();
      }),
    [cache],
  );

  const title = page?.title[lang];
  useEffect(() => {
    document.title = [title, project ? name : undefined, "Theriac"].filter(Boolean).join(" · ");
    document.documentElement.lang = lang;
  }, [title, name, project, lang]);

  // A new page starts at its head, and a screen reader hears where it is. The very first page keeps the browser's focus.
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is shown is what matters
  useEffect(() => {
    if (first.current || !page) {
      first.current = page === undefined; // an address that leads on to the first page of a project
      return;
    }
    main.current?.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
    clearPage();
  }, [page?.id, project]);

  const dock = inspectorPlace && inspectorOpen;
  return (
    <div
      className="t-frame"
      data-density={density}
      data-nav={navOpen ? "open" : "shut"}
      data-dock={dock ? "open" : "shut"}
      data-narrow={narrow || undefined}
      style={{ "--t-dock": rem(inspectorWidth) } as CSSProperties}
    >
      <a className="t-skip" href="#main">
        {t("skip")}
      </a>
      <Header />
      <ArchivedBar />
      <Nav />
      <main
        id="main"
        onPointerDown={narrow ? () => void clearPage() : undefined}
        ref={main}
        tabIndex={-1}
        data-region
        data-bare={page?.bare || undefined}
        aria-label={title}
      >
        <Outlet />
      </main>
      {dock ? <Inspector /> : null}
      <StatusLine />
      <Palette />
      <Conflict />
      <Doubt />
      <Kept />
      <Announcer />
    </div>
  );
}

// When nothing else is to be done, the other pages are fetched, so that they open at once and without a line.
function usePagesAhead() {
  useEffect(() => {
    const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
    if (saving) return;
    const later = setTimeout(async () => {
      for (const load of [...parts, ...pages.map((p) => p.load)]) {
        // A style sheet that fails is not asked for again, and its page would stand without it.
        if (!navigator.onLine) await new Promise((back) => window.addEventListener("online", back, { once: true }));
        await load().catch(() => {});
      }
    }, 1500);
    return () => clearTimeout(later);
  }, []);
}

// The shell's own keys. G waits a second and a half for the letter of a page.
function useShellKeys(project: string | undefined, inspector: boolean) {
  const t = useWords(words);
  const g = useRef(0);
  useKeys((e) => {
    if (mod(e) && !e.shiftKey && e.key.toLowerCase() === "k") {
      openPalette();
      return true;
    }
    if (e.key === "F6") {
      nextRegion(e.shiftKey);
      return true;
    }
    if (layered()) return false;
    if (e.key === "Escape" && clearPage()) return true;
    if (mod(e) && e.key.toLowerCase() === "z" && !typing(e.target)) {
      void (e.shiftKey ? redo() : undo()).then((title) => {
        if (title !== undefined) toast({ text: e.shiftKey ? t("redone", { title }) : t("undone", { title }) });
      });
      return true;
    }
    if (!letters(e)) return false;
    if (Date.now() - g.current < 1500) {
      g.current = 0;
      const page = pages.find((p) => p.key === e.key.toLowerCase() && (p.scope === "studio" || project));
      if (page) {
        go(page.id, project);
        return true;
      }
    }
    switch (e.key) {
      case "g":
        g.current = Date.now();
        return true;
      case "?":
        go("help");
        return true;
      case "[":
        showNav();
        return true;
      case "]":
        if (!inspector) return false;
        showInspector();
        return true;
      case "/": {
        const filter = document.querySelector<HTMLElement>("[data-filter]");
        if (!filter) return false;
        filter.focus();
        return true;
      }
    }
    return false;
  });
}

function useRefusals() {
  const t = useWords(words);
  const refused = useProject((p) => p.refused);
  useEffect(() => {
    // A form that asked for it shows what a decision still needs at its fields.
    if (refused?.needs && document.querySelector("[data-needs]")) return;
    if (!refused?.detail) return;
    const { detail: text, yours } = refused;
    const action = yours && { text: t("copyYours"), run: () => void navigator.clipboard.writeText(yours) };
    toast({ kind: "error", title: t("refusedTitle"), text, ...(action ? { action } : {}) });
  }, [refused, t]);
}

// What the server tells besides the changes: a full disk, and files that are not as people left them.
function useNotices(project: string | undefined) {
  const t = useWords(words);
  const full = useProject((p) => p.stuck === "full");
  const notice = useProject((p) => p.notice);
  useEffect(() => {
    if (full) toast({ kind: "error", title: t("fullTitle"), text: t("fullText") });
  }, [full, t]);
  useEffect(() => {
    if (!notice) return;
    const { kind, changes, why } = notice;
    const title = t(kind === "overtaken" ? "overtakenTitle" : "unwrittenTitle");
    if (kind === "unwritten") return toast({ kind: "error", title, text: t("unwrittenText", { why: why ?? "" }) });
    const action = { text: t("toHistory"), run: () => go("history", project) };
    toast({ kind: "error", title, text: t("overtakenText", { changes: changes?.join("; ") ?? "" }), action });
  }, [notice, project, t]);
}
