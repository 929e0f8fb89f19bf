import { Button, Code, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useWords } from "@/words/catalogue";
import { Unfetched } from "./fetched";
import { TextLink } from "./router";
import { words } from "./words";

export function Missing() {
  const t = useWords(words);
  return (
    <div className="t-page">
      <Title order={1}>{t("notFoundTitle")}</Title>
      <Text mt="md">
        <TextLink to="/" className="t-link">
          {t("goHome")}
        </TextLink>
      </Text>
    </div>
  );
}

/** Shown where a page threw. What was edited is in the queue of the project and not lost by it. */
export function Crash({ error }: { error: unknown }) {
  const t = useWords(words);
  if (error instanceof Unfetched) return <Unreached />;
  return (
    <div className="t-page t-crash" role="alert">
      <Title order={1}>{t("crashTitle")}</Title>
      <Text my="md">{t("crashText")}</Text>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button mt="md" w="fit-content" onClick={() => location.reload()}>
        {t("retry")}
      </Button>
    </div>
  );
}

/** Shown for a part that could not be fetched, until the server answers. */
function Unreached() {
  const t = useWords(words);
  useEffect(() => {
    const timer = setInterval(() => void comeBack(), 3000);
    const now = () => void comeBack();
    window.addEventListener("online", now);
    now();
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", now);
    };
  }, []);
  return (
    <div className="t-page t-crash" role="alert">
      <Title order={1}>{t("unreachedTitle")}</Title>
      <Text my="md">{t("unreachedText")}</Text>
      <Button w="fit-content" onClick={() => void comeBack(true)}>
        {t("retry")}
      </Button>
    </div>
  );
}

const mark = "theriac.came-back";

// Loads the page anew where the server answers; by itself once a minute, where that did not help.
async function comeBack(asked = false) {
  const last = Number(sessionStorage.getItem(mark) ?? 0);
  if (!navigator.onLine || (!asked && Date.now() - last < 60_000)) return;
  const there = await fetch(location.href, { cache: "no-store" }).then(
    (r) => r.ok,
    () => false,
  );
  if (!there) return;
  sessionStorage.setItem(mark, String(Date.now()));
  location.reload();
}
