import { Button, Group, Modal, Table, Text } from "@mantine/core";
import { answerDoubt } from "@/project/back";
import { linesOfClash } from "@/project/clash";
import { byWhom, named } from "@/project/did";
import { keptText } from "@/project/kept";
import { answerConflict, useProject } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { toast } from "./toast";
import { words } from "./words";

/** Asks what shall stand where two people changed the same thing. Closing it leaves what the other wrote. */
export function Conflict() {
  const t = useWords(words);
  const conflict = useProject((p) => p.conflict);
  // What one leaves, also by closing this in haste, can be had once more.
  const leave = () => {
    const yours = conflict ? keptText([conflict.pending]) : "";
    void answerConflict("theirs");
    toast({
      text: t("conflictLeft"),
      action: { text: t("copyYours"), run: () => void navigator.clipboard.writeText(yours) },
    });
  };
  const gone = conflict?.clashes.some((c) => c.gone);
  const by = conflict?.clashes[0]?.by;
  const who = by ? byWhom(by) : t("someone");
  const show = (v: unknown) =>
    v === null || v === undefined || v === "" ? t("nothing") : typeof v === "object" ? JSON.stringify(v) : String(v);
  return (
    <Modal
      opened={conflict !== undefined}
      onClose={leave}
      title={t("conflictTitle")}
      closeButtonProps={{ "aria-label": t("close") }}
      size="lg"
    >
      <Text mb="sm">{t(gone ? "conflictGone" : "conflictText", { who })}</Text>
      <Table withTableBorder mb="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("conflictWhat")}</Table.Th>
            <Table.Th>{t("conflictTheirs", { who })}</Table.Th>
            <Table.Th>{t("conflictYours")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {conflict?.clashes.map(linesOfClash).map((c) => (
            <Table.Tr key={c.path}>
              <Table.Td>{c.path.split("/").join(" › ")}</Table.Td>
              <Table.Td className="t-clash-value">{c.gone ? t("gone") : show(c.theirs)}</Table.Td>
              <Table.Td className="t-clash-value">{show(c.yours)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end">
        <Button variant="default" onClick={leave}>
          {t(gone ? "conflictDrop" : "conflictKeepTheirs")}
        </Button>
        {gone ? null : <Button onClick={() => void answerConflict("mine")}>{t("conflictKeepMine")}</Button>}
      </Group>
    </Modal>
  );
}

/** Asks before an undo after which something that came later would no longer hold. */
export function Doubt() {
  const t = useWords(words);
  const doubt = useProject((p) => p.doubt);
  return (
    <Modal
      opened={doubt !== undefined}
      onClose={() => void answerDoubt(false)}
      title={
        doubt?.from === "redo"
          ? t("redoStep", { title: named(doubt.step) })
          : t("undoStep", { title: doubt ? named(doubt.step) : "" })
      }
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Text mb="md">{t("doubtText")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void answerDoubt(false)}>
          {t("doubtNo")}
        </Button>
        <Button onClick={() => void answerDoubt(true)}>{t("doubtYes")}</Button>
      </Group>
    </Modal>
  );
}
