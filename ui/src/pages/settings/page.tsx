// What a person may choose: look, language, keys, and how others see them.
import { Group, Radio, Switch, Text, TextInput, Title, useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api } from "@/api/client";
import { languageNames } from "@/shell/Header";
import { PageLink } from "@/shell/router";
import { change, useSettings } from "@/shell/settings";
import { type Language, setLanguage, useLanguage, useWords } from "@/words/catalogue";
import { Accounts, OwnAccount } from "./Accounts";
import { Members } from "./Members";
import { words as peopleWords } from "./people";
import { words } from "./words";
import "./settings.css";

export default function Settings() {
  const t = useWords(words);
  const p = useWords(peopleWords);
  const s = useSettings();
  const lang = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const session = useQuery({ queryKey: ["session"], queryFn: api.session });
  return (
    <div className="t-page settings">
      <Title order={1}>{t("title")}</Title>
      <Text c="dimmed" mt={4} mb="lg">
        {t("note")}
      </Text>
      <Part title={t("look")}>
        <Choice
          label={t("colours")}
          value={colorScheme}
          onChange={(v) => setColorScheme(v as "light")}
          options={[
            ["light", t("light")],
            ["dark", t("dark")],
            ["auto", t("auto")],
          ]}
        />
        <Choice
          label={t("density")}
          value={s.density}
          onChange={(v) => change({ density: v as "compact" })}
          options={[
            ["compact", t("compact")],
            ["roomy", t("roomy")],
          ]}
        />
      </Part>
      <Part title={t("language")}>
        <Choice
          label={t("languageLabel")}
          value={lang}
          onChange={(v) => setLanguage(v as Language)}
          options={Object.entries(languageNames)}
        />
        <Switch
          label={t("clinical")}
          description={t("clinicalNote")}
          checked={s.clinical}
          onChange={(e) => change({ clinical: e.currentTarget.checked })}
        />
      </Part>
      <Part title={t("keys")}>
        <Switch
          label={t("single")}
          description={t("singleNote")}
          checked={s.singleKeys}
          onChange={(e) => change({ singleKeys: e.currentTarget.checked })}
        />
        <PageLink page="help" className="t-link">
          {t("keysLink")}
        </PageLink>
      </Part>
      <Part title={t("people")}>
        <TextInput
          maw={320}
          label={t("name")}
          description={t("nameNote")}
          placeholder={session.data?.user?.shown}
          value={s.name}
          maxLength={60}
          onChange={(e) => change({ name: e.currentTarget.value })}
        />
        <Switch
          label={t("announce")}
          description={t("announceNote")}
          checked={s.announcePeople}
          onChange={(e) => change({ announcePeople: e.currentTarget.checked })}
        />
      </Part>
      {session.data?.accounts && session.data.user ? (
        <>
          <Part title={p("own")}>
            <OwnAccount session={session.data} />
          </Part>
          {session.data.mode === "database" ? (
            <Part title={p("members")}>
              <Members me={session.data.user.name} />
            </Part>
          ) : null}
          {session.data.user.admin ? (
            <Part title={p("accounts")}>
              <Accounts me={session.data.user.name} />
            </Part>
          ) : null}
        </>
      ) : null}
      {session.data ? (
        <Part title={t("about")}>
          <Text size="sm">
            Theriac · {t("version", { version: session.data.version })}
            <br />
            <span className="t-dim">{session.data.mode === "folder" ? t("modeFolder") : t("modeDatabase")}</span>
          </Text>
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="settings-part">
      <Title order={2}>{title}</Title>
      <div>{children}</div>
    </section>
  );
}

function Choice({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: string;
  onChange: (v: string) => void;
  options: [string, string][];
}) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <Group mt={6} gap="md">
        {options.map(([v, text]) => (
          <Radio key={v} value={v} label={text} />
        ))}
      </Group>
    </Radio.Group>
  );
}
