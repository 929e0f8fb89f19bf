import { Button, Select, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { api } from "@/api/client";
import type { ProjectFrom, ProjectSummary } from "@/api/types";
import { Icon } from "@/shell/icons";
import { addressOfProject, router } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

/** Ways to begin: a type of device, a copy of a project, the files of a model. */
export function Start({ projects }: { projects: ProjectSummary[] }) {
  const t = useWords(words);
  const cache = useQueryClient();
  const starts = useQuery({
    queryKey: ["starts"],
    queryFn: api.starts,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const [device, setDevice] = useState<string | null>(null);
  const [copy, setCopy] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const create = async (title: string, from: ProjectFrom) => {
    setBusy(true);
    try {
      const made = await api.createProject(title, from);
      await cache.invalidateQueries({ queryKey: ["projects"] });
      await router.navigate({ to: addressOfProject(made.id) as never });
    } catch (e) {
      toast({ kind: "error", text: e instanceof Error ? e.message : String(e) });
    } finally {
      setBusy(false);
    }
  };
  const types = starts.data ?? [];
  const chosen = types.find((d) => d.id === device);
  return (
    <section className="t-section">
      <Title order={2}>{t("start")}</Title>
      <div className="home-start">
        <form
          className="t-card"
          onSubmit={(e) => {
            e.preventDefault();
            if (device) void create(name || (chosen?.title ?? device), { deviceType: device });
          }}
        >
          <Select
            searchable
            label={t("startDevice")}
            placeholder={t("choose")}
            data={types.map((x) => ({ value: x.id, label: x.title }))}
            value={device}
            onChange={setDevice}
          />
          {chosen ? (
            <Text size="sm" c="dimmed">
              {chosen.text}
            </Text>
          ) : null}
          <TextInput
            label={t("startName")}
            placeholder={chosen?.title}
            value={name}
            maxLength={200}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <Button type="submit" disabled={!device} loading={busy}>
            {t("startCreate")}
          </Button>
        </form>
        {projects.length > 0 ? (
          <form
            className="t-card"
            onSubmit={(e) => {
              e.preventDefault();
              const from = projects.find((p) => p.id === copy);
              if (from) void create(t("startCopyName", { name: from.name }), { project: from.id });
            }}
          >
            <Select
              searchable
              label={t("startCopy")}
              placeholder={t("choose")}
              data={projects.map((x) => ({ value: x.id, label: x.name }))}
              value={copy}
              onChange={setCopy}
            />
            <Button type="submit" variant="default" disabled={!copy} loading={busy}>
              {t("startCreate")}
            </Button>
          </form>
        ) : null}
        <Drop onFiles={(files) => void create(files[0]?.name.replace(/\.\w+$/, "") ?? "", { files })} />
      </div>
    </section>
  );
}

function Drop({ onFiles }: { onFiles: (files: { name: string; text: string }[]) => void }) {
  const t = useWords(words);
  const [over, setOver] = useState(false);
  const read = async (list: FileList | null) => {
    const files = await Promise.all([...(list ?? [])].map(async (f) => ({ name: f.name, text: await f.text() })));
    if (files.length > 0) onFiles(files);
  };
  return (
    <label
      className="home-drop"
      data-over={over || undefined}
      onDragOver={(e: DragEvent) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e: DragEvent) => {
        e.preventDefault();
        setOver(false);
        void read(e.dataTransfer.files);
      }}
    >
      <Icon name="import" size={24} />
      <span>{t("startFile")}</span>
      <span className="t-dim">{t("startFileText")}</span>
      <input type="file" multiple className="t-hidden" onChange={(e) => void read(e.currentTarget.files)} />
    </label>
  );
}
