// Adding, naming, connecting and moving in one line above the tree.
import { Button, Group, Select, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import * as commit from "@/canvas/commit";
import { bounds, freePlace, zonePad, zoneTitle } from "@/canvas/place";
import type { Scene } from "@/canvas/scene";
import type { Thing } from "@/canvas/state";
import { select } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

export type Form =
  | { is: "element" | "zone"; zone: string }
  | { is: "connect"; from: string }
  | { is: "move"; things: Thing[] }
  | { is: "note"; about: string[] }
  | { is: "rename"; thing: Thing };

export function OutlineForm({ scene, form, onClose }: { scene: Scene; form: Form; onClose: () => void }) {
  const t = useWords(words);
  const note = form.is === "rename" ? scene.note.get(form.thing.id) : undefined;
  const noted = note !== undefined || form.is === "note";
  const [name, setName] = useState(form.is === "rename" ? (note?.text ?? commit.nameIn(scene, form.thing)) : "");
  const [zone, setZone] = useState<string | null>(form.is === "element" || form.is === "zone" ? form.zone : "");
  const [to, setTo] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const el = first.current ?? area.current;
    el?.focus();
    el?.select();
  }, []);
  const zones = [{ value: "", label: t("outside") }, ...scene.graph.zones.map((z) => ({ value: z.id, label: z.name }))];
  const others = scene.graph.elements
    .filter((e) => form.is !== "connect" || e.id !== form.from)
    .map((e) => ({ value: e.id, label: e.name }));
  const spot = () => {
    const r = zone ? scene.places.get(zone) : undefined;
    const all = bounds(scene.places.values());
    const want = r
      ? { x: r.x + zonePad, y: r.y + zonePad + zoneTitle, w: 140, h: 64 }
      : { x: all.x, y: all.y + all.h + 50, w: 140, h: 64 };
    const taken = scene.graph.elements.flatMap((e) => scene.places.get(e.id) ?? []);
    return { ...want, ...freePlace(want, taken) };
  };
  const done = () => {
    const own = name.trim();
    if (note) commit.writeNote(scene, note.id, own);
    else if (form.is === "note") {
      if (own) select([{ kind: "notes", id: commit.addNote(scene, own, undefined, form.about) }]);
    } else if (form.is === "rename") commit.rename(scene, form.thing, own);
    else if (form.is === "move") commit.putInto(scene, form.things, zone ?? "");
    else if (form.is === "connect") {
      if (!to) return;
      select([{ kind: "flows", id: commit.connect(scene, form.from, to, own || undefined) }]);
    } else if (own) {
      const id =
        form.is === "element"
          ? commit.addElement(scene, own, { at: spot(), zone: zone ?? "", kind: "process" })
          : commit.addZone(scene, own, { ...spot(), w: 280, h: 180 });
      const made: Thing = { kind: form.is === "element" ? "elements" : "zones", id };
      select([made]);
    }
    onClose();
  };
  const label = noted
    ? t(note ? "rewrite" : "addNote")
    : form.is === "rename"
      ? t("rename")
      : form.is === "move"
        ? t("move")
        : form.is === "connect"
          ? t("connect")
          : form.is === "zone"
            ? t("addZone")
            : t("addElement");
  const pickers = { size: "xs" as const, searchable: true, comboboxProps: { transitionProps: { duration: 0 } } };
  return (
    <form
      className="ol-form"
      aria-label={label}
      onSubmit={(e) => {
        e.preventDefault();
        done();
      }}
      onKeyDown={(e) => {
        if (e.key === "Escape" && !e.defaultPrevented) {
          e.stopPropagation();
          onClose();
        }
      }}
    >
      {form.is === "connect" ? (
        <Select
          {...pickers}
          ref={first}
          label={t("target")}
          data={others}
          value={to}
          onChange={setTo}
          selectFirstOptionOnChange
        />
      ) : null}
      {noted ? (
        <Textarea
          size="xs"
          ref={area}
          label={t("noteText")}
          description={form.is === "note" && form.about.length ? commit.aboutWords(scene, form.about) : undefined}
          autosize
          minRows={2}
          maxRows={10}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) done();
          }}
        />
      ) : null}
      {form.is === "move" || noted ? null : (
        <TextInput
          size="xs"
          ref={form.is === "connect" ? undefined : first}
          label={t("name")}
          value={name}
          autoComplete="off"
          onChange={(e) => setName(e.currentTarget.value)}
        />
      )}
      {form.is === "element" || form.is === "zone" || form.is === "move" ? (
        <Select
          {...pickers}
          ref={form.is === "move" ? first : undefined}
          label={t("zone")}
          data={zones}
          value={zone}
          onChange={setZone}
          allowDeselect={false}
          selectFirstOptionOnChange
        />
      ) : null}
      <Group gap={6} justify="flex-end">
        <Button size="compact-xs" variant="subtle" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button size="compact-xs" type="submit">
          {form.is === "rename" || form.is === "move" ? t("save") : t("add")}
        </Button>
      </Group>
    </form>
  );
}
