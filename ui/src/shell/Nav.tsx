import { useLayoutEffect, useRef } from "react";
import { type Page, pages } from "@/pages/registry";
import { useProject } from "@/project/store";
import { useLanguage, useWords } from "@/words/catalogue";
import { Icon } from "./icons";
import { addressOf, TextLink, usePage, useProjectId } from "./router";
import { showNav, useNarrow, useNavOpen } from "./settings";
import { words } from "./words";
import "./nav.css";

/** The navigation: the pages that exist, those of the project while one is open. */
export function Nav() {
  const t = useWords(words);
  const project = useProjectId();
  const name = useProject((p) => (p.id === project ? p.view?.project.name : undefined));
  const open = useNavOpen();
  const narrow = useNarrow();
  const nav = useRef<HTMLElement>(null);
  // Over the page of a narrow window it takes the focus, and gives it back to what opened it.
  useLayoutEffect(() => {
    if (!narrow) return;
    if (open) nav.current?.querySelector("a")?.focus();
    else if (nav.current?.contains(document.activeElement)) document.querySelector<HTMLElement>(".t-burger")?.focus();
  }, [open, narrow]);
  return (
    <nav ref={nav} className="t-nav" aria-label={t("navigation")} data-region tabIndex={-1}>
      <ul>
        {pages
          .filter((p) => p.scope === "studio" && !p.foot)
          .map((p) => (
            <Item key={p.id} page={p} />
          ))}
      </ul>
      {project && pages.some((p) => p.scope === "project") ? (
        <>
          <h2 className="t-nav-title" title={name}>
            {open ? (name ?? t("thisProject")) : ""}
          </h2>
          <ul>
            {pages
              .filter((p) => p.scope === "project")
              .map((p) => (
                <Item key={p.id} page={p} project={project} />
              ))}
          </ul>
        </>
      ) : null}
      <ul className="t-nav-foot">
        {pages
          .filter((p) => p.foot && !p.unlisted)
          .map((p) => (
            <Item key={p.id} page={p} />
          ))}
        <li>
          <button
            type="button"
            className="t-nav-item"
            aria-expanded={open}
            onClick={() => showNav()}
            title={open ? undefined : t("navOpen")}
          >
            <Icon name="nav" />
            <span>{open ? t("navClose") : t("navOpen")}</span>
          </button>
        </li>
      </ul>
    </nav>
  );
}

function Item({ page, project }: { page: Page; project?: string }) {
  const lang = useLanguage();
  const now = usePage();
  const open = useNavOpen();
  return (
    <li>
      <TextLink
        to={addressOf(page.id, project)}
        className="t-nav-item"
        aria-current={now?.id === page.id ? "page" : undefined}
        title={open ? undefined : page.title[lang]}
      >
        <Icon name={page.icon} />
        <span>{page.title[lang]}</span>
      </TextLink>
    </li>
  );
}
