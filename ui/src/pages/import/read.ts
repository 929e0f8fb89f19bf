// A chosen file and what the server reads in it.
import { useComputedColorScheme } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { lookAtImport } from "@/api/schema";
import { takeHanded } from "./handed";

/** The largest file that the server reads. */
export const mostBytes = 16 << 20;

export interface Chosen {
  file: File;
  mark: number; // tells one choice from the next, of the same file too
}

let marks = 0;
const choice = (file: File | undefined): Chosen | undefined => file && { file, mark: ++marks };

/** The bytes of a file as base64, as the API takes them. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });
}

/** The file that is looked at: the one left by another page first. */
export function useImportFile() {
  const [chosen, setChosen] = useState<Chosen | undefined>(() => choice(takeHanded()));
  const [as, setAs] = useState("");
  return {
    chosen,
    as,
    readAs: setAs,
    choose: (file: File | undefined) => {
      setChosen(choice(file));
      setAs("");
    },
  };
}

/** What the file would become. */
export function useLook(chosen: Chosen, as: string) {
  const theme = useComputedColorScheme("light");
  const large = chosen.file.size > mostBytes;
  const look = useQuery({
    queryKey: ["import", chosen.mark, as, theme],
    queryFn: async () =>
      lookAtImport({
        body: { name: chosen.file.name, data: await base64Of(chosen.file), theme, ...(as ? { as } : {}) },
      }),
    enabled: !large && chosen.file.size > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  return { look, large, empty: chosen.file.size === 0 };
}
