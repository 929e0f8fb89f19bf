import { Button, Code, Text, Title } from "@mantine/core";
import { useWords } from "@/words/catalogue";
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
  return (
    <div className="t-page" role="alert">
      <Title order={1}>{t("crashTitle")}</Title>
      <Text my="md">{t("crashText")}</Text>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button mt="md" onClick={() => location.reload()}>
        {t("retry")}
      </Button>
    </div>
  );
}
