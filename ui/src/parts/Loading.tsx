import { Loader } from "@mantine/core";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

/** Says that something is on its way, where its place would otherwise look empty. */
export function Loading() {
  const t = useWords(words);
  return (
    <div className="t-wait" role="status">
      <Loader size="sm" /> {t("loading")}
    </div>
  );
}
