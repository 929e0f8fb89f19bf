import { Button, Select, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Start as StartLine } from "@/api/schema";
import type { ProjectFrom, ProjectSummary } from "@/api/types";
import { freshId } from "@/canvas/edit";
import { go } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { FilePlace } from "../import/FilePlace";
import type { Given } from "../import/given";
import { hand } from "../import/handed";
import { firstPage } from "../registry";
import { type Own, ownModel } from "./ownmodel";
import { words } from "./words";

type Words = ReturnType<typeof useWords<typeof words.en>>;

/** Makes a project and opens it. */
function useCreate() {
  const cache = useQueryClient();
  const [busy, setBusy] = useState("");
  const create = async (title: string, from: ProjectFrom, mark: string, page?: string) => {
    setBusy(mark);
    try {
      const made = await api.createProject(title, from);
      await cache.invalidateQueries({ queryKey: ["projects"] });
      go(page ?? firstPage()?.id ?? "overview", made.id);
    } catch (e) {
      toast({ kind: "error", text: e instanceof Error ? e.message : String(e) });
    } finally {
      setBusy("");
    }
  };
  return { busy, create };
}

/** Ways to begin: a type of device, an example, a copy of a project, the files of a model or the file of another tool. */
export function Start({ projects }: { projects: ProjectSummary[] }) {
  const t = useWords(words);
  const starts = useQuery({
    queryKey: ["starts"],
    queryFn: api.starts,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { busy, create } = useCreate();
  const fresh = (name: string) => freshName(name, projects);
  const of = (kind: StartLine["kind"]) => (starts.data ?? []).filter((x) => x.kind === kind);
  const [refused, setRefused] = useState<string>();
  // Our own files make a project as they are; a file of another tool is looked at first.
  const take = async (given: Given[]) => {
    const own = await ownModel(given);
    if (own.is === "model") {
      setRefused(undefined);
      return create(own.title, { files: own.files }, "files");
    }
    const [first] = given;
    if (own.is === "other" && first && given.length === 1) {
      hand(first.file);
      return go("import-new");
    }
    setRefused(whyNot(t, own));
  };
  return (
    <section className="t-section">
      <Title order={2}>{t("start")}</Title>
      <div className="home-start">
        <FromDevice
          types={of("deviceType")}
          fresh={fresh}
          busy={busy === "device"}
          onCreate={(title, id) =>
            void (id === empty
              ? create(title, { files: nothing(title) }, "device", "flows")
              : create(title, { deviceType: id }, "device"))
          }
        />
        {projects.length > 0 ? (
          <FromCopy
            projects={projects}
            busy={busy === "copy"}
            onCreate={(title, id) => void create(fresh(title), { project: id }, "copy")}
          />
        ) : null}
        <FilePlace
          multiple
          title={t("startFile")}
          text={t("startFileText")}
          refused={refused}
          onFiles={(f) => void take(f).catch(() => setRefused(t("startUnread")))}
        />
      </div>
      <Examples list={of("example")} busy={busy} onOpen={(x) => void create(fresh(x.title), { example: x.id }, x.id)} />
    </section>
  );
}

/** A name that no project has yet: two of one name cannot be told apart. */
function freshName(name: string, projects: ProjectSummary[]): string {
  const taken = new Set(projects.map((p) => p.name));
  for (let n = 2, out = name; ; n++) {
    if (!taken.has(out)) return out;
    out = `${name} (${n})`;
  }
}

function whyNot(t: Words, own: Exclude<Own, { is: "model" }>): string {
  if (own.is === "missing") return t("startMissing", { root: own.root, names: own.names.join(", ") });
  if (own.is === "several") return t("startSeveral", { names: own.names.join(", ") });
  return t("startNoModel");
}

const empty = "empty"; // no type of device: a model that is drawn from nothing

function nothing(title: string) {
  const id = freshId(title, new Set(), "model");
  return [
    { name: "theriac.yaml", text: `theriac: 1\nid: ${id}\nname: ${JSON.stringify(title)}\npacks: [core, medical]\n` },
  ];
}

function FromDevice({
  types,
  fresh,
  busy,
  onCreate,
}: {
  types: StartLine[];
  fresh: (name: string) => string;
  busy: boolean;
  onCreate: (title: string, id: string) => void;
}) {
  const t = useWords(words);
  const [device, setDevice] = useState<string | null>(null);
  const [name, setName] = useState("");
  const byName = [...types].sort((a, b) => a.title.localeCompare(b.title));
  const all = [{ id: empty, title: t("startEmpty"), text: t("startEmptyText") }, ...byName];
  const chosen = all.find((d) => d.id === device);
  const usual = chosen && fresh(device === empty ? t("startEmptyName") : chosen.title);
  return (
    <form
      className="t-card"
      onSubmit={(e) => {
        e.preventDefault();
        if (chosen) onCreate(name.trim() || usual || chosen.title, chosen.id);
      }}
    >
      <Select
        searchable
        label={t("startDevice")}
        placeholder={t("choose")}
        data={all.map((x) => ({ value: x.id, label: x.title }))}
        value={device}
        onChange={setDevice}
      />
      {chosen ? (
        <Text size="sm" c="dimmed" lang={device === empty ? undefined : "en"}>
          {chosen.text}
        </Text>
      ) : null}
      <TextInput
        label={t("startName")}
        placeholder={usual}
        value={name}
        maxLength={200}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Button type="submit" disabled={!device} loading={busy}>
        {t("startCreate")}
      </Button>
    </form>
  );
}

function FromCopy({
  projects,
  busy,
  onCreate,
}: {
  projects: ProjectSummary[];
  busy: boolean;
  onCreate: (title: string, id: string) => void;
}) {
  const t = useWords(words);
  const [copy, setCopy] = useState<string | null>(null);
  return (
    <form
      className="t-card"
      onSubmit={(e) => {
        e.preventDefault();
        const from = projects.find((p) => p.id === copy);
        if (from) onCreate(t("startCopyName", { name: from.name }), from.id);
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
  );
}

/** Devices to look at: those that are worked out to the last decision come first. */
function Examples({ list, busy, onOpen }: { list: StartLine[]; busy: string; onOpen: (x: StartLine) => void }) {
  const t = useWords(words);
  if (list.length === 0) return null;
  return (
    <>
      <h3 className="home-sub">{t("examples")}</h3>
      <p className="t-dim home-note">{t("examplesText")}</p>
      <ul className="t-list home-examples">
        {list.map((x) => (
          <li key={x.id}>
            <div>
              <b lang="en">{x.title}</b>
              <p className="t-dim" lang="en">
                {x.text}
              </p>
              {x.worked ? <span className="t-badge">{t("worked")}</span> : null}
            </div>
            <Button
              size="compact-sm"
              variant="default"
              loading={busy === x.id}
              aria-label={t("openCopyOf", { name: x.title })}
              onClick={() => onOpen(x)}
            >
              {t("openCopy")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
