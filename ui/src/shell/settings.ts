// What a person has chosen for this browser. The language is kept by words, the colour scheme by the theme.
import { useSyncExternalStore } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";

export interface Settings {
  singleKeys: boolean; // letters without a modifier do something while a canvas or list has the focus (WCAG 2.1.4)
  density: "compact" | "roomy";
  lines: "square" | "curve"; // how flows run on the diagram
  clinical: boolean; // threats in the words of the ward
  navOpen: boolean;
  inspectorOpen: boolean;
  inspectorWidth: number;
  announcePeople: boolean;
  name: string; // what others see beside the cursor
}

export const useSettings = create<Settings>()(
  persist(
    (): Settings => ({
      singleKeys: true,
      density: "compact",
      lines: "square",
      clinical: false,
      navOpen: true,
      inspectorOpen: true,
      inspectorWidth: 340,
      announcePeople: false,
      name: "",
    }),
    { name: "theriac.settings" },
  ),
);

export const change = (next: Partial<Settings>) => useSettings.setState(next);

// In a narrow window navigation and inspector lie over the page, so they are shut until asked for.
const narrowWindow = typeof matchMedia === "function" ? matchMedia("screen and (max-width: 56.25rem)") : undefined;
const useOver = create<{ nav: boolean; dock: boolean }>()(() => ({ nav: false, dock: false }));

export const useNavOpen = (): boolean => {
  const narrow = useNarrow();
  const wide = useSettings((s) => s.navOpen);
  const over = useOver((s) => s.nav);
  return narrow ? over : wide;
};

export const useInspectorOpen = (): boolean => {
  const narrow = useNarrow();
  const wide = useSettings((s) => s.inspectorOpen);
  const over = useOver((s) => s.dock);
  return narrow ? over : wide;
};

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (l) => {
      narrowWindow?.addEventListener("change", l);
      return () => narrowWindow?.removeEventListener("change", l);
    },
    () => narrowWindow?.matches ?? false,
  );

/** Shows or hides the navigation; without a wish it changes over. */
export function showNav(open?: boolean) {
  if (narrowWindow?.matches) useOver.setState((s) => ({ nav: open ?? !s.nav, dock: false }));
  else useSettings.setState((s) => ({ navOpen: open ?? !s.navOpen }));
}

/** Shows or hides the inspector; without a wish it changes over. */
export function showInspector(open?: boolean) {
  if (narrowWindow?.matches) useOver.setState((s) => ({ dock: open ?? !s.dock, nav: false }));
  else useSettings.setState((s) => ({ inspectorOpen: open ?? !s.inspectorOpen }));
}

/** Puts away what lies over the page of a narrow window. Tells whether something did. */
export function clearPage(): boolean {
  const { nav, dock } = useOver.getState();
  useOver.setState({ nav: false, dock: false });
  return nav || dock;
}
