// Addresses. The routes are made from the registry of pages, each loaded when it is first shown.
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  useLocation,
  useNavigate,
  useParams,
  useSearch,
} from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { useCallback } from "react";
import { firstPage, type Page, pageOf, pages } from "@/pages/registry";
import { Crash, Missing } from "./Fallback";
import { Frame } from "./Frame";
import { fetched } from "./fetched";
import { ProjectRoot } from "./ProjectRoot";

const root = createRootRoute({ component: Frame, notFoundComponent: Missing, errorComponent: Crash });

const project = createRoute({ getParentRoute: () => root, path: "p/$project", component: ProjectRoot });

const pageComponent = (p: Page) => lazyRouteComponent(fetched(p.load));

const studioRoutes = pages
  .filter((p) => p.scope === "studio")
  .map((p) => createRoute({ getParentRoute: () => root, path: p.path || "/", component: pageComponent(p) }));

const projectRoutes = pages
  .filter((p) => p.scope === "project")
  .map((p) => createRoute({ getParentRoute: () => project, path: p.path, component: pageComponent(p) }));

export const router = createRouter({
  routeTree: root.addChildren([...studioRoutes, project.addChildren(projectRoutes)]),
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: Missing,
  // Search parameters are plain texts; a page that needs numbers reads them from its text.
  parseSearch: (s) => Object.fromEntries(new URLSearchParams(s)),
  stringifySearch: (o) => {
    const q = new URLSearchParams();
    for (const [k, v] of Object.entries(o)) if (v !== undefined && v !== null && v !== "") q.set(k, String(v));
    const text = q.toString();
    return text ? `?${text}` : "";
  },
});

type Search = Record<string, string | undefined>;

/** The address of a page; project pages need the id of their project. */
export function addressOf(page: string, projectId?: string): string {
  const p = pageOf(page);
  if (!p) return "/";
  return p.scope === "project" ? `/p/${encodeURIComponent(projectId ?? "")}/${p.path}` : `/${p.path}`;
}

/** The address on which a project opens. */
export function addressOfProject(id: string): string {
  const first = firstPage();
  return first ? addressOf(first.id, id) : `/p/${encodeURIComponent(id)}`;
}

/** A link inside the studio by address. Mantine components take it as `component={TextLink}`. */
export function TextLink({
  to,
  search,
  ...rest
}: { to: string; search?: Search; children?: ReactNode } & Omit<ComponentProps<"a">, "href">) {
  return <Link to={to as never} search={(search ?? {}) as never} {...(rest as object)} />;
}

/** A link to a page of the registry. Where the page does not exist yet only its words are shown. */
export function PageLink({
  page,
  search,
  children,
  ...rest
}: { page: string; search?: Search; children?: ReactNode } & Omit<ComponentProps<"a">, "href">) {
  const id = useProjectId();
  if (!pageOf(page)) return <span className={rest.className}>{children}</span>;
  return (
    <TextLink to={addressOf(page, id)} search={search} {...rest}>
      {children}
    </TextLink>
  );
}

/** The id of the project in the address, if there is one. */
export function useProjectId(): string | undefined {
  return (useParams({ strict: false }) as { project?: string }).project;
}

/** The page that is shown. */
export function usePage(): Page | undefined {
  const parts = useLocation({ select: (l) => l.pathname })
    .split("/")
    .filter(Boolean);
  if (parts[0] === "p") return pages.find((p) => p.scope === "project" && p.path === (parts[2] ?? ""));
  return pages.find((p) => p.scope === "studio" && p.path === (parts[0] ?? ""));
}

/** A search parameter of the address and how to change it. Changing replaces the entry in the history of the browser. */
export function useSearchText(name: string): [string, (next: string | undefined) => void] {
  const value = (useSearch({ strict: false }) as Search)[name] ?? "";
  const navigate = useNavigate();
  const set = useCallback(
    (next: string | undefined) => {
      void navigate({
        to: ".",
        search: ((old: Search) => ({ ...old, [name]: next || undefined })) as never,
        replace: true,
      });
    },
    [navigate, name],
  );
  return [value, set];
}

/** Goes to a page of the registry. */
export function go(page: string, projectId?: string, search?: Search) {
  void router.navigate({ to: addressOf(page, projectId) as never, search: (search ?? {}) as never });
}
