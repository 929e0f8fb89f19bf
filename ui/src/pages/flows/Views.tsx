// The views of the model: which one is shown, and making, naming and removing them. Each view shows things of the one
// model; removing a view removes none of them.
import { ActionIcon, Button, Group, Menu, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Command, Entry } from "@/api/types";
import { freshId } from "@/canvas/edit";
import { words as list } from "@/canvas/graph";
import type { Scene } from "@/canvas/scene";
import { onCanvas } from "@/canvas/things";
import { did, nameOf, send, useEntries, useMayEdit, useSelection } from "@/project/use";
import { Icon } from "@/shell/icons";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

export const viewKinds = {
  "global-system": "kindGlobal",
  "multi-patient-harm": "kindMulti",
  updateability: "kindUpdate",
  "security-use-case": "kindUse",
  other: "kindOther",
} as const;

export function Views({ scene, view, onView }: { scene: Scene; view: string; onView: (view: string) => void }) {
  const t = useWords(words);
  const views = useEntries("views");
  const zones = useEntries("zones");
  const mayEdit = useMayEdit();
  const selection = onCanvas(useSelection()).filter((x) => x.kind !== "notes");
  const [form, setForm] = useState<"add" | "rename" | undefined>();
  const one = views.find((v) => v.id === view);
  const shown = list(one?.shows);
  const kind = (v: Entry) => viewKinds[(v.kind as keyof typeof viewKinds) ?? "other"] ?? "kindOther";
  const data = [
    {
      group: t("views"),
      items: [
        { value: "default", label: t("viewWhole") },
        ...views.map((v) => ({ value: v.id, label: `${nameOf(v)} · ${t(kind(v))}` })),
      ],
    },
    { group: t("viewZones"), items: zones.map((z) => ({ value: z.id, label: nameOf(z) })) },
  ].filter((g) => g.items.length > 0);
  const remove = () => {
    if (!one) return;
    const name = nameOf(one);
    onView("");
    void send([{ verb: "remove", section: "views", id: one.id, cascade: true }], did("removeView", { name })).then(
      (d) => d && toast({ text: t("viewRemoved", { name }), undo: true }),
    );
  };
  const show = (on: boolean) => {
    if (!one) return;
    const commands = selection
      .filter((x) => shown.includes(x.id) !== on)
      .map((x): Command => ({ verb: on ? "append" : "drop", path: `views/${one.id}/shows`, value: x.id }));
    if (commands.length) void send(commands, did(on ? "showIn" : "takeOut", { name: nameOf(one) }));
  };
  return (
    <div className="flows-view">
      <Select
        aria-label={t("views")}
        size="sm"
        w={330}
        data={data}
        value={view || "default"}
        allowDeselect={false}
        searchable={views.length + zones.length > 8}
        classNames={{ options: "flows-views" }}
        onChange={(v) => onView(v === "default" || v === null ? "" : v)}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      {mayEdit ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <ActionIcon aria-label={t("viewMenu")}>
              <Icon name="more" size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="plus" size={15} />} onClick={() => setForm("add")}>
              {t("viewAdd")}
            </Menu.Item>
            {one ? (
              <>
                <Menu.Item leftSection={<Icon name="pencil" size={15} />} onClick={() => setForm("rename")}>
                  {t("viewRename")}
                </Menu.Item>
                <Menu.Item disabled={selection.length === 0} onClick={() => show(true)}>
                  {t("addSelection")}
                </Menu.Item>
                <Menu.Item disabled={selection.length === 0 || shown.length === 0} onClick={() => show(false)}>
                  {t("dropSelection")}
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<Icon name="trash" size={15} />} onClick={remove}>
                  {t("viewRemove")}
                </Menu.Item>
              </>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {form ? (
        <ViewForm
          scene={scene}
          entry={form === "rename" ? one : undefined}
          onClose={() => setForm(undefined)}
          onView={onView}
        />
      ) : null}
    </div>
  );
}

function ViewForm({
  scene,
  entry,
  onClose,
  onView,
}: {
  scene: Scene;
  entry: Entry | undefined;
  onClose: () => void;
  onView: (view: string) => void;
}) {
  const t = useWords(words);
  const views = useEntries("views");
  const selection = onCanvas(useSelection()).filter((x) => x.kind !== "notes");
  const [name, setName] = useState(entry ? nameOf(entry) : "");
  const [kind, setKind] = useState<string | null>(entry ? String(entry.kind ?? "other") : "other");
  const [shows, setShows] = useState<string | null>(selection.length > 1 ? "selection" : "all");
  const done = () => {
    const own = name.trim();
    if (!own) return;
    if (entry) {
      const commands: Command[] = [];
      if (own !== nameOf(entry)) commands.push({ verb: "set", path: `views/${entry.id}/name`, value: own });
      if (kind && kind !== entry.kind) commands.push({ verb: "set", path: `views/${entry.id}/kind`, value: kind });
      if (commands.length) void send(commands);
    } else {
      const used = new Set([...views.map((v) => v.id), ...scene.model.sections.zones!.map((z) => z.id), "default"]);
      const id = freshId(own, used, "view");
      const ids = shows === "selection" ? selection.map((x) => x.id) : [];
      void send(
        [
          {
            verb: "add",
            section: "views",
            id,
            fields: { name: own, kind: kind ?? "other", ...(ids.length ? { shows: ids } : {}) },
          },
        ],
        did("addView", { name: own }),
      );
      onView(id);
    }
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={entry ? t("viewRename") : t("viewAdd")}
      size="sm"
      closeButtonProps={{ "aria-label": t("cancel") }}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          done();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t("viewName")}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <Select
            label={t("viewKind")}
            value={kind}
            onChange={setKind}
            allowDeselect={false}
            data={Object.entries(viewKinds).map(([value, word]) => ({ value, label: t(word) }))}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
          {entry ? null : (
            <Select
              label={t("viewShows")}
              value={shows}
              onChange={setShows}
              allowDeselect={false}
              data={[
                { value: "all", label: t("viewShowsAll") },
                ...(selection.length
                  ? [{ value: "selection", label: t("viewShowsSelection", { n: selection.length }) }]
                  : []),
              ]}
              comboboxProps={{ transitionProps: { duration: 0 } }}
            />
          )}
          <Group justify="flex-end">
            <Button variant="subtle" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!name.trim()}>
              {entry ? t("save") : t("create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
