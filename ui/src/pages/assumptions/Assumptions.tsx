import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Command, Entry } from "@/api/types";
import { EmptyState } from "@/parts";
import { nameOf, send, useEntries, useMayEdit } from "@/project/use";
import { announce } from "@/shell/announce";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { Link, Remove } from "../controls/Requirements";
import { EditSelect, EditText, freshId, Gap, idOf, Some, Target, Wide, wordOf, wordsOf } from "../risk/common";
import { shared } from "../risk/words";
import { words } from "./words";

export function Assumptions({ list }: { list: Entry[] }) {
  const t = useWords(words);
  const may = useMayEdit();
  const count = (s: string) => list.filter((a) => (wordOf(a.state) || "open") === s).length;
  return (
    <>
      {may ? <New taken={list} /> : null}
      {list.length === 0 ? (
        <EmptyState icon="assumptions" title={t("noAssumptions")} text={t("noAssumptionsText")} />
      ) : (
        <>
          <p className="r-note">
            {t("summary", { open: count("open"), verified: count("verified"), refuted: count("refuted") })}
          </p>
          <Wide label={t("assumptions")}>
            <table className="r-table">
              <thead>
                <tr>
                  <th scope="col">{t("assumption")}</th>
                  <th scope="col">{t("about")}</th>
                  <th scope="col">{t("state")}</th>
                  <th scope="col">{t("owner")}</th>
                  <th scope="col">{t("checked")}</th>
                  <th scope="col">
                    <span className="t-hidden">{t("add")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.map((a) => (
                  <Row key={a.id} a={a} may={may} />
                ))}
              </tbody>
            </table>
          </Wide>
        </>
      )}
    </>
  );
}

function Row({ a, may }: { a: Entry; may: boolean }) {
  const t = useWords(words);
  const s = useWords(shared);
  const elements = useEntries("elements");
  const flows = useEntries("flows");
  const about = wordsOf(a.about);
  const state = wordOf(a.state) || "open";
  const put = (key: string, value: string) => {
    const path = `assumptions/${a.id}/${key}`;
    const c: Command = value === "" ? { verb: "unset", path } : { verb: "set", path, value };
    void send([c], s("changed", { name: a.id }));
  };
  const setState = (v: string) => {
    // Whoever says that it holds, or does not, has looked at it today.
    const day = new Date().toISOString().slice(0, 10);
    const title = `${t("stateOf", { name: a.id })}: ${t(`state.${v}` as "state.open")}`;
    void send(
      [
        { verb: "set", path: `assumptions/${a.id}/state`, value: v },
        ...(v === "open" ? [] : [{ verb: "set" as const, path: `assumptions/${a.id}/date`, value: day }]),
      ],
      title,
    );
    announce(title);
  };
  const year = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
  return (
    <tr>
      <th scope="row" className="co-text">
        <b className="r-id">{a.id}</b>
        <EditText long label={a.id} value={wordOf(a.text)} disabled={!may} onCommit={(v) => v && put("text", v)} />
      </th>
      <td>
        <Some items={about.map((x) => <Target key={x} id={x} />)} most={4} />
        {may ? (
          <Link
            label={t("linkAbout", { name: a.id })}
            options={[
              { value: "device", text: t("device") },
              ...[...elements, ...flows].map((e) => ({ value: e.id, text: nameOf(e) })),
            ].filter((o) => !about.includes(o.value))}
            onChoose={(id) =>
              void send(
                [{ verb: "append", path: `assumptions/${a.id}/about`, value: id }],
                s("changed", { name: a.id }),
              )
            }
          />
        ) : null}
      </td>
      <td>
        <EditSelect
          label={t("stateOf", { name: a.id })}
          value={state}
          state={state === "refuted" ? "failed" : state}
          disabled={!may}
          options={(["open", "verified", "refuted"] as const).map((v) => ({ value: v, text: t(`state.${v}`) }))}
          onCommit={setState}
        />
        {state === "refuted" ? (
          <div>
            <Gap>{t("refutedStill")}</Gap>
          </div>
        ) : null}
      </td>
      <td>
        <EditText
          label={`${t("owner")} ${a.id}`}
          value={wordOf(a.owner)}
          missing={t("noOwner")}
          disabled={!may}
          onCommit={(v) => put("owner", v)}
        />
      </td>
      <td>
        <EditText
          type="date"
          label={`${t("checked")} ${a.id}`}
          value={wordOf(a.date)}
          disabled={!may}
          onCommit={(v) => put("date", v)}
        />
        {a.date === undefined ? <Gap>{t("noDate")}</Gap> : wordOf(a.date) < year ? <Gap>{t("old")}</Gap> : null}
      </td>
      <td>{may ? <Remove section="assumptions" id={a.id} /> : null}</td>
    </tr>
  );
}

function New({ taken }: { taken: Entry[] }) {
  const t = useWords(words);
  const s = useWords(shared);
  const [text, setText] = useState("");
  const add = () => {
    const said = text.trim();
    if (!said) return;
    const id = freshId(taken, idOf(said.split(/\s+/).slice(0, 4).join(" ")));
    setText("");
    const title = s("added", { name: id });
    void send([{ verb: "add", section: "assumptions", id, fields: { text: said, state: "open" } }], title).then(
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
        aria-label={t("add")}
        placeholder={t("newAssumption")}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Button size="sm" variant="default" type="submit" disabled={!text.trim()}>
        {t("add")}
      </Button>
    </form>
  );
}
