// Edits that may not be sent now: the project is archived, the role was taken away, or the project is gone. They wait in
// this browser; here their author sees them, takes them along, or lets them go.
import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { create } from "zustand";
import { editText, keptText } from "@/project/kept";
import { letGo, useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { announce } from "./announce";
import { Icon } from "./icons";
import { toast } from "./toast";
import { words } from "./words";
import "./kept.css";

const useOpen = create(() => ({ open: false }));
const showKept = (open = true) => useOpen.setState({ open });

/** Why edits wait unsent, and how many there are; undefined where none do. */
export function useKept() {
  const why = useProject((p): keyof typeof say | undefined => (p.status === "missing" ? "gone" : p.held));
  const n = useProject((p) => p.pending.length);
  return why && n > 0 ? { why, n } : undefined;
}

const say = { archived: "keptArchived", role: "keptRole", gone: "keptGone" } as const;

/** A sentence on what waits, with the way to it. */
export function KeptNote() {
  const t = useWords(words);
  const kept = useKept();
  if (!kept) return null;
  return (
    <>
      <strong>{t(say[kept.why], { n: kept.n })}</strong>
      <button type="button" className="t-link-button" onClick={() => showKept()}>
        {t("keptLook")}
      </button>
    </>
  );
}

/** Says once that edits are kept and not sent, when it happens. */
export function useToldOfKept() {
  const t = useWords(words);
  const kept = useKept();
  const why = kept?.why;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when it begins, not with each edit
  useEffect(() => {
    if (!kept) return showKept(false);
    toast({
      kind: "error",
      title: t("keptTitle"),
      text: t(say[kept.why], { n: kept.n }),
      action: { text: t("keptLook"), run: showKept },
    });
  }, [why]);
}

/** What waits here, in full. */
export function Kept() {
  const t = useWords(words);
  const { open } = useOpen();
  const kept = useKept();
  const pending = useProject((p) => p.pending);
  const name = useProject((p) => p.state?.project.name ?? p.id ?? "");
  const [sure, setSure] = useState(false);
  const close = () => {
    setSure(false);
    showKept(false);
  };
  const whole = () => `${t("keptHead", { name })}\n\n${keptText(pending)}`;
  return (
    <Modal
      opened={open && kept !== undefined}
      onClose={close}
      title={t("keptTitle")}
      closeButtonProps={{ "aria-label": t("close") }}
      size="lg"
    >
      {kept ? <Text mb="sm">{t(say[kept.why], { n: kept.n })}</Text> : null}
      <ol className="t-kept">
        {pending.map(editText).map((e, i) => (
          <li key={pending[i]?.key}>
            <Text size="sm" fw={600}>
              {e.title}
              <span className="t-dim"> {e.time}</span>
            </Text>
            <pre>{e.text}</pre>
          </li>
        ))}
      </ol>
      {sure ? (
        <Group justify="flex-end" mt="md" role="group" aria-label={t("keptDropSure", { n: pending.length })}>
          <Text size="sm">{t("keptDropSure", { n: pending.length })}</Text>
          <Button variant="default" data-autofocus onClick={() => setSure(false)}>
            {t("keptKeep")}
          </Button>
          <Button
            color="red"
            onClick={() => {
              letGo();
              close();
              announce(t("keptDropped"));
            }}
          >
            {t("keptDrop", { n: pending.length })}
          </Button>
        </Group>
      ) : (
        <Group justify="flex-end" mt="md">
          <Button variant="subtle" color="red" onClick={() => setSure(true)}>
            {t("keptDrop", { n: pending.length })}
          </Button>
          <Button variant="default" onClick={() => save(`${name}.txt`, whole())}>
            {t("keptSave")}
          </Button>
          <Button
            onClick={() =>
              navigator.clipboard.writeText(whole()).then(
                () => announce(t("keptCopied")),
                () => save(`${name}.txt`, whole()),
              )
            }
            leftSection={<Icon name="copy" size={14} />}
          >
            {t("keptCopy")}
          </Button>
        </Group>
      )}
    </Modal>
  );
}

function save(name: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
