import { Button, Select, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { api } from "@/api/client";
import { Icon } from "@/shell/icons";
import { addressOfProject, router } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

type From = { deviceType?: string; example?: string; files?: { name: string; text: string }[] };

/** Ways to begin: a type of device, an example, a file. Absent where the server offers none. */
export function Start() {
  const t = useWords(words);
  const starts = useQuery({ queryKey: ["starts"], queryFn: api.starts, staleTime: Infinity, retry: false });
  const [device, setDevice] = useState<string | null>(null);
  const [example, setExample] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const create = async (title: string, from: From) => {
    setBusy(true);
    try {
      const made = await api.createProject(title, from);
      await router.navigate({ to: addressOfProject(made.id) as never });
    } catch (e) {
      toast({ kind: "error", text: e instanceof Error ? e.message : String(e) });
    } finally {
      setBusy(false);
    }
  };
  if (!starts.data) return null;
  const { deviceTypes, examples } = starts.data;
  const named = (list: { id: string; name: string }[]) => list.map((x) => ({ value: x.id, label: x.name }));
  return (
    <section className="t-section">
      <Title order={2}>{t("start")}</Title>
      <div className="home-start">
        <form
          className="t-card"
          onSubmit={(e) => {
            e.preventDefault();
            if (device)
              void create(name || (deviceTypes.find((d) => d.id === device)?.name ?? device), { deviceType: device });
          }}
        >
          <Select
            searchable
            label={t("startDevice")}
            placeholder={t("choose")}
            data={named(deviceTypes)}
            value={device}
            onChange={setDevice}
          />
          <TextInput label={t("startName")} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Button type="submit" disabled={!device} loading={busy}>
            {t("startCreate")}
          </Button>
        </form>
        <form
          className="t-card"
          onSubmit={(e) => {
            e.preventDefault();
            if (example) void create(examples.find((x) => x.id === example)?.name ?? example, { example });
          }}
        >
          <Select
            searchable
            label={t("startExample")}
            placeholder={t("choose")}
            data={named(examples)}
            value={example}
            onChange={setExample}
          />
          <Text size="sm" c="dimmed" className="home-grow">
            {examples.find((x) => x.id === example)?.text}
          </Text>
          <Button type="submit" variant="default" disabled={!example} loading={busy}>
            {t("startCreate")}
          </Button>
        </form>
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
