// Requirements with the controls that meet them and the tests that verify them.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Command, Section } from "@/api/types";
import { EmptyState } from "@/parts";
import { nameOf, send, useMayEdit } from "@/project/use";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { EditText, EntryLink, Gap, Some, Wide, wordOf, wordsOf } from "../risk/common";
import { shared } from "../risk/words";
import { TestMark, useGapText } from "./Controls";
import { type Known, requirementGaps } from "./lacks";
import { words } from "./words";

export function Requirements({ known }: { known: Known }) {
  const t = useWords(words);
  const may = useMayEdit();
  const gap = useGapText();
  return (
    <>
      {may ? (
        <NewEntry
          section="requirements"
          prefix="SR-"
          taken={known.requirements}
          placeholder={t("newRequirement")}
          button={t("addRequirement")}
        />
      ) : null}
      {known.requirements.length === 0 ? (
        <EmptyState icon="check" title={t("noRequirements")} text={t("noRequirementsText")} />
      ) : (
        <Wide label={t("requirements")}>
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col">{t("requirement")}</th>
                <th scope="col">{t("metBy")}</th>
                <th scope="col">{t("testedBy")}</th>
                <th scope="col">{t("source")}</th>
                <th scope="col">
                  <span className="t-hidden">{t("link")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {known.requirements.map((r) => {
                const by = known.controls.filter((c) => wordsOf(c.requirements).includes(r.id));
                const gaps = requirementGaps(r, known);
                return (
                  <tr key={r.id}>
                    <th scope="row" className="co-text">
                      <b className="r-id">{r.id}</b>
                      <EditText
                        long
                        label={r.id}
                        value={wordOf(r.text)}
                        disabled={!may}
                        onCommit={(v) => v && put(`requirements/${r.id}/text`, v, r.id)}
                      />
                    </th>
                    <td>
                      <Some items={by.map((c) => <EntryLink key={c.id} section="controls" id={c.id} />)} />
                      {gaps.some((g) => g.kind === "notUsed") ? <Gap>{gap({ kind: "notUsed" })}</Gap> : null}
                      {may ? (
                        <Link
                          label={t("linkControl", { name: r.id })}
                          options={known.controls
                            .filter((c) => !by.includes(c))
                            .map((c) => ({ value: c.id, text: nameOf(c) }))}
                          onChoose={(id) =>
                            void send(
                              [{ verb: "append", path: `controls/${id}/requirements`, value: r.id }],
                              t("linkControl", { name: r.id }),
                            )
                          }
                        />
                      ) : null}
                    </td>
                    <td>
                      <span className="co-tests">
                        {wordsOf(r.tests).map((x) => (
                          <TestMark key={x} id={x} />
                        ))}
                      </span>
                      {gaps.some((g) => g.kind === "notTested") ? <Gap>{gap({ kind: "notTested" })}</Gap> : null}
                      {may ? (
                        <Link
                          label={t("linkTest", { name: r.id })}
                          options={known.tests
                            .filter((x) => !wordsOf(r.tests).includes(x.id))
                            .map((x) => ({ value: x.id, text: `${x.id} ${wordOf(x.text)}` }))}
                          onChoose={(id) =>
                            void send(
                              [{ verb: "append", path: `requirements/${r.id}/tests`, value: id }],
                              t("linkTest", { name: r.id }),
                            )
                          }
                        />
                      ) : null}
                    </td>
                    <td>
                      <EditText
                        label={`${t("source")} ${r.id}`}
                        value={wordOf(r.source)}
                        placeholder="–"
                        disabled={!may}
                        onCommit={(v) => put(`requirements/${r.id}/source`, v, r.id)}
                      />
                    </td>
                    <td>{may ? <Remove section="requirements" id={r.id} /> : null}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Wide>
      )}
    </>
  );
}

/** Writes a word at a path, or takes it away where it is empty. */
export function put(path: string, value: string, title: string) {
  const c: Command = value === "" ? { verb: "unset", path } : { verb: "set", path, value };
  void send([c], title);
}

/** A list from which one more thing is linked. */
export function Link({
  label,
  options,
  onChoose,
}: {
  label: string;
  options: { value: string; text: string }[];
  onChoose: (id: string) => void;
}) {
  const t = useWords(words);
  if (options.length === 0) return null;
  return (
    <select
      className="r-edit co-link r-noprint"
      aria-label={label}
      value=""
      onChange={(e) => e.currentTarget.value && onChoose(e.currentTarget.value)}
    >
      <option value="">+ {t("link")}</option>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.text}
        </option>
      ))}
    </select>
  );
}

/** Takes an entry away; what names it lets go of it. */
export function Remove({ section, id }: { section: Section; id: string }) {
  const s = useWords(shared);
  const text = s("removed", { name: id });
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      className="co-remove r-noprint"
      aria-label={`${s("remove")} ${id}`}
      onClick={() =>
        void send([{ verb: "remove", section, id, cascade: true }], text).then((d) => d && toast({ text, undo: true }))
      }
    >
      {s("remove")}
    </Button>
  );
}

/** One line in which a new entry is written. */
export function NewEntry({
  section,
  prefix,
  taken,
  placeholder,
  button,
  fields = {},
}: {
  section: Section;
  prefix: string;
  taken: readonly { id: string }[];
  placeholder: string;
  button: string;
  fields?: Record<string, string>;
}) {
  const s = useWords(shared);
  const [text, setText] = useState("");
  const add = () => {
    const words = text.trim();
    if (!words) return;
    const ids = new Set(taken.map((e) => e.id));
    let n = taken.length + 1;
    while (ids.has(`${prefix}${n}`)) n++;
    const id = `${prefix}${n}`;
    setText("");
    const title = s("added", { name: id });
    void send([{ verb: "add", section, id, fields: { text: words, ...fields } }], title).then(
      (d) => d && toast({ text: title, undo: true }),
    );
  };
  return (
    <form
      className="co-new r-noprint"
      onSubmit={(e) => {
        e.preventDefault();
        add();
      }}
    >
      <TextInput
        size="sm"
        aria-label={button}
        placeholder={placeholder}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Button size="sm" variant="default" type="submit" disabled={!text.trim()}>
        {button}
      </Button>
    </form>
  );
}
