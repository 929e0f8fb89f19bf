import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import type { Presence } from "@/api/types";
import { redo, undo } from "@/project/back";
import { named } from "@/project/did";
import { useProject } from "@/project/store";
import { type Language, setLanguage, time, useLanguage, useWords } from "@/words/catalogue";
import { useInspectorPlace } from "./Inspector";
import { Icon, type IconName } from "./icons";
import { openPalette } from "./Palette";
import { addressOf, addressOfProject, TextLink, useProjectId } from "./router";
import { showInspector, showNav, useInspectorOpen, useNavOpen } from "./settings";
import { words } from "./words";
import "./header.css";

export function Header() {
  const inspector = useInspectorPlace();
  const t = useWords(words);
  const project = useProjectId();
  return (
    <header className="t-header" data-region tabIndex={-1}>
      <ActionIcon
        className="t-burger"
        aria-label={t("navigation")}
        aria-expanded={useNavOpen()}
        onClick={() => showNav()}
      >
        <Icon name="menu" />
      </ActionIcon>
      <TextLink to="/" className="t-brand" aria-label="Theriac">
        <Mark />
        <span>Theriac</span>
      </TextLink>
      {project ? <ProjectState id={project} /> : null}
      <button type="button" className="t-search" onClick={openPalette} aria-keyshortcuts="Control+K">
        <Icon name="search" size={16} />
        <span>{t("search")}</span>
        <kbd>{t("searchKeys")}</kbd>
      </button>
      <div className="t-header-right">
        {project ? <People /> : null}
        <Languages />
        <Theme />
        <Tooltip label={t("help")}>
          <ActionIcon component={TextLink} {...{ to: addressOf("help") }} aria-label={t("help")}>
            <Icon name="help" />
          </ActionIcon>
        </Tooltip>
        {inspector ? <DockSwitch /> : null}
      </div>
    </header>
  );
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#0f5f99" />
      <path d="M8 8h16v4h-6v13h-4V12H8z" fill="#fff" />
    </svg>
  );
}

/** The project, its revision, and whether everything is saved, in words. */
function ProjectState({ id }: { id: string }) {
  const t = useWords(words);
  const lang = useLanguage();
  const name = useProject((p) => p.view?.project.name);
  const revision = useProject((p) => p.state?.revision);
  const undoStep = useProject((p) => p.undo.at(-1));
  const redoStep = useProject((p) => p.redo.at(-1));
  const shut = useProject((p) => p.pending.length > 0 || p.view?.project.archived);
  const saved = useSaved();
  if (!name) return null;
  const undoName = undoStep ? t("undoStep", { title: named(undoStep) }) : t("undo");
  const redoName = redoStep ? t("redoStep", { title: named(redoStep) }) : t("redo");
  return (
    <div className="t-project">
      <TextLink to={addressOfProject(id)} className="t-project-name" title={name}>
        {name}
      </TextLink>
      <span className="t-project-state" data-kind={saved.kind}>
        <Icon name={saved.icon} size={14} />
        <span>{saved.text}</span>
        {revision !== undefined ? (
          <span className="t-dim t-wide" title={t("revision", { n: revision })}>
            · {t("revision", { n: String(revision) })}
          </span>
        ) : null}
      </span>
      <span className="t-undo" lang={lang}>
        <Tooltip label={undoName}>
          <ActionIcon aria-label={undoName} disabled={!undoStep || shut} onClick={() => void undo()}>
            <Icon name="undo" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={redoName}>
          <ActionIcon aria-label={redoName} disabled={!redoStep || shut} onClick={() => void redo()}>
            <Icon name="redo" />
          </ActionIcon>
        </Tooltip>
      </span>
    </div>
  );
}

function useSaved(): { text: string; icon: IconName; kind: string } {
  const t = useWords(words);
  const { pending, offline, stuck, held, conflict, savedAt } = useProject();
  const project = useProject((p) => p.view?.project);
  if (conflict) return { text: t("conflictWaiting"), icon: "warning", kind: "warn" };
  if (held && pending.length > 0)
    return { text: t("keptWaiting", { n: pending.length }), icon: "warning", kind: "warn" };
  if (stuck && pending.length > 0)
    return {
      text: t(stuck === "full" ? "fullKept" : "stuckKept", { n: pending.length }),
      icon: "warning",
      kind: "warn",
    };
  if (offline) {
    const text = pending.length > 0 ? t("offlineKept", { n: pending.length }) : t("offline");
    return { text, icon: "offline", kind: "warn" };
  }
  if (pending.length > 0) return { text: t("saving"), icon: "sending", kind: "busy" };
  if (project?.archived) return { text: t("archivedState"), icon: "archive", kind: "ok" };
  if (project?.role === "reader" || project?.role === "reviewer")
    return { text: t(project.role === "reader" ? "readOnly" : "mayReview"), icon: "lock", kind: "ok" };
  return { text: savedAt ? t("savedAt", { time: time(savedAt) }) : t("saved"), icon: "saved", kind: "ok" };
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((w) => w[0]?.toUpperCase() ?? "")
    .join("") || "?";

function People() {
  const t = useWords(words);
  const people = Object.values(useProject((p) => p.people));
  if (people.length === 0) return null;
  const shown = people.slice(0, 4);
  return (
    <ul className="t-people" aria-label={t("here", { n: people.length })}>
      {shown.map((p) => (
        <Avatar key={p.who} person={p} />
      ))}
      {people.length > shown.length ? <li className="t-avatar">+{people.length - shown.length}</li> : null}
    </ul>
  );
}

function Avatar({ person }: { person: Presence }) {
  const t = useWords(words);
  const name = person.name || t("someone");
  return (
    <Tooltip label={t("isHere", { name })}>
      <li className="t-avatar" style={{ background: person.color }}>
        <span aria-hidden="true">{initials(name)}</span>
        <span className="t-hidden">{name}</span>
      </li>
    </Tooltip>
  );
}

function Theme() {
  const t = useWords(words);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { id: "light", text: t("themeLight"), icon: "sun" },
    { id: "dark", text: t("themeDark"), icon: "moon" },
    { id: "auto", text: t("themeAuto"), icon: "auto" },
  ] as const;
  const now = choices.find((c) => c.id === colorScheme) ?? choices[2];
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className="t-wide" aria-label={`${t("theme")}: ${now.text}`}>
          <Icon name={now.icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={now.id} onChange={(id) => setColorScheme(id as "light")}>
          {choices.map((c) => (
            <Menu.RadioItem key={c.id} value={c.id} closeMenuOnClick>
              {c.text}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

export const languageNames: Record<Language, string> = { en: "English", de: "Deutsch" };

function Languages() {
  const t = useWords(words);
  const lang = useLanguage();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className="t-wide t-lang"
          aria-label={`${t("language")}: ${lang.toUpperCase()}, ${languageNames[lang]}`}
        >
          {lang.toUpperCase()}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={lang} onChange={(l) => setLanguage(l as Language)}>
          {(Object.keys(languageNames) as Language[]).map((l) => (
            <Menu.RadioItem key={l} lang={l} value={l} closeMenuOnClick>
              {languageNames[l]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function DockSwitch() {
  const t = useWords(words);
  const open = useInspectorOpen();
  const label = open ? t("inspectorClose") : t("inspectorOpen");
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-pressed={open} onClick={() => showInspector()}>
        <Icon name="panel" />
      </ActionIcon>
    </Tooltip>
  );
}
