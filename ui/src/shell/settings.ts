// What a person has chosen for this browser. The language is kept by words, the colour scheme by the theme.
import { create } from "zustand";
import { persist } from "zustand/middleware";

export interface Settings {
  singleKeys: boolean; // letters without a modifier do something while a canvas or list has the focus (WCAG 2.1.4)
  density: "compact" | "roomy";
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
