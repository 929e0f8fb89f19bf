// Help: what to do in which order, an example to look at, and the keyboard map, made from the keys that really act.
import { Button, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { firstPage, pages } from "@/pages/registry";
import { keyMap, keysIn } from "@/shell/keys";
import { addressOfProject, go, PageLink, TextLink } from "@/shell/router";
import { useSettings } from "@/shell/settings";
import { toast } from "@/shell/toast";
import { words as shellWords } from "@/shell/words";
import { useLanguage, useWords } from "@/words/catalogue";
import { words } from "./words";
import "./help.css";

export default function Help() {
  const t = useWords(words);
  const s = useWords(shellWords);
  const lang = useLanguage();
  const single = useSettings((x) => x.singleKeys);
  const goTo = pages.filter((p) => p.key).map((p) => ({ keys: `G ${p.key?.toUpperCase()}`, what: p.title[lang] }));
  const groups = [
    ...keyMap.map((g) => ({ title: s(g.title), keys: g.keys.map((k) => ({ keys: k.keys, what: s(k.what) })) })),
    { title: s("key.goto"), keys: goTo },
  ];
  return (
    <div className="t-page">
      <Title order={1} mb="lg">
        {t("title")}
      </Title>
      <div className="help-top">
        <section>
          <Title order={2}>{t("learn")}</Title>
          <ol className="help-steps">
            {(["step1", "step2", "step3", "step4", "step5"] as const).map((k) => (
              <li key={k}>{t(k)}</li>
            ))}
          </ol>
        </section>
        <div className="help-side">
          <Sample />
          <section className="t-card">
            <Title order={2}>{t("api")}</Title>
            <Text size="sm" c="dimmed" my={6}>
              {t("apiText")}
            </Text>
            <PageLink page="api" className="t-link">
              {t("apiOpen")}
            </PageLink>
          </section>
        </div>
      </div>
      <section className="t-section" id="keys">
        <Title order={2}>{t("keys")}</Title>
        <Text size="sm" c="dimmed" mb="md">
          {single ? t("keysNote") : t("keysOff")}{" "}
          <PageLink page="settings" className="t-link">
            {t("settings")}
          </PageLink>
        </Text>
        <div className="help-keys">
          {groups.map((g) => (
            <section key={g.title} aria-label={g.title}>
              <Title order={3}>{g.title}</Title>
              <dl>
                {g.keys.map((k) => (
                  <div key={k.keys + k.what}>
                    <dt>{k.what}</dt>
                    <dd>
                      <Keys text={k.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </section>
    </div>
  );
}

/** Keys as caps: + joins keys pressed together, a blank those pressed in turn, / alternatives. */
function Keys({ text }: { text: string }) {
  if (text === "/") return <kbd>/</kbd>;
  return text.split(" / ").map((alternative, i) => (
    <span key={alternative}>
      {i > 0 ? <span className="t-dim"> / </span> : null}
      {(alternative.startsWith("Page") ? [alternative] : alternative.split(/(?<=\w)\+| /)).map((k) => (
        <kbd key={k}>{keysIn(k)}</kbd>
      ))}
    </span>
  ));
}

function Sample() {
  const t = useWords(words);
  const projects = useQuery({ queryKey: ["projects"], queryFn: api.projects, retry: false });
  const starts = useQuery({ queryKey: ["starts"], queryFn: api.starts, retry: false });
  const cache = useQueryClient();
  const example = starts.data?.find((s) => s.kind === "example" && s.id === "infusion-pump");
  const pump = projects.data?.find((p) => p.name === example?.title && !p.archived);
  // In a folder that is itself a model other projects have no place.
  const alone = projects.data?.some((p) => p.folder === ".");
  if (!pump && (!projects.data || !example || alone)) return null;
  const copy = async () => {
    if (!example) return;
    try {
      const made = await api.createProject(example.title, { example: example.id });
      await cache.invalidateQueries({ queryKey: ["projects"] });
      go(firstPage()?.id ?? "overview", made.id);
    } catch (e) {
      toast({ kind: "error", text: e instanceof Error ? e.message : String(e) });
    }
  };
  return (
    <section className="t-card">
      <Title order={2}>{t("sample")}</Title>
      <Text size="sm" c="dimmed" my={6}>
        {t("sampleText")}
      </Text>
      {pump ? (
        <TextLink to={addressOfProject(pump.id)} className="t-link">
          {t("sampleOpen", { name: pump.name })}
        </TextLink>
      ) : (
        <Button variant="default" onClick={() => void copy()}>
          {t("sampleCopy")}
        </Button>
      )}
    </section>
  );
}
