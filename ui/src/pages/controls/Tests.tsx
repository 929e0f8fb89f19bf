// Tests with their results, what they verify, and where the record is.
import { EmptyState } from "@/parts";
import { nameOf, send, useMayEdit } from "@/project/use";
import { announce } from "@/shell/announce";
import { useWords } from "@/words/catalogue";
import { EditSelect, EditText, EntryLink, Gap, Some, Wide, wordOf, wordsOf } from "../risk/common";
import { useGapText } from "./Controls";
import { type Known, testGaps } from "./lacks";
import { NewEntry, put, Remove } from "./Requirements";
import { words } from "./words";

export function Tests({ known }: { known: Known }) {
  const t = useWords(words);
  const may = useMayEdit();
  const gap = useGapText();
  return (
    <>
      {may ? (
        <NewEntry
          section="tests"
          prefix="T-"
          taken={known.tests}
          placeholder={t("newTest")}
          button={t("addTest")}
          fields={{ result: "open" }}
        />
      ) : null}
      {known.tests.length === 0 ? (
        <EmptyState icon="check" title={t("noTests")} text={t("noTestsText")} />
      ) : (
        <Wide label={t("tests")}>
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col">{t("test")}</th>
                <th scope="col">{t("result")}</th>
                <th scope="col">{t("lastRun")}</th>
                <th scope="col">{t("evidence")}</th>
                <th scope="col">{t("verifies")}</th>
                <th scope="col">
                  <span className="t-hidden">{t("link")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {known.tests.map((x) => {
                const requirements = known.requirements.filter((r) => wordsOf(r.tests).includes(x.id));
                const controls = known.controls.filter((c) => wordsOf(c.tests).includes(x.id));
                const gaps = testGaps(x, known).filter((g) => g.kind === "unused" || g.kind === "noEvidence");
                const name = t("resultOf", { name: x.id });
                return (
                  <tr key={x.id}>
                    <th scope="row" className="co-text">
                      <b className="r-id">{x.id}</b>
                      <EditText
                        long
                        label={x.id}
                        value={wordOf(x.text)}
                        disabled={!may}
                        onCommit={(v) => v && put(`tests/${x.id}/text`, v, x.id)}
                      />
                    </th>
                    <td>
                      <EditSelect
                        label={name}
                        value={wordOf(x.result) || "open"}
                        state={wordOf(x.result) || "open"}
                        disabled={!may}
                        options={(["open", "passed", "failed"] as const).map((v) => ({
                          value: v,
                          text: t(`result.${v}`),
                        }))}
                        onCommit={(v) => {
                          // A result without a day is worth little: today is taken where it is not open.
                          const day = new Date().toISOString().slice(0, 10);
                          void send(
                            [
                              { verb: "set", path: `tests/${x.id}/result`, value: v },
                              ...(v === "open"
                                ? []
                                : [{ verb: "set" as const, path: `tests/${x.id}/date`, value: day }]),
                            ],
                            `${name}: ${t(`result.${v as "open"}`)}`,
                          );
                          announce(`${name}: ${t(`result.${v as "open"}`)}`);
                        }}
                      />
                    </td>
                    <td>
                      <EditText
                        type="date"
                        label={`${t("lastRun")} ${x.id}`}
                        value={wordOf(x.date)}
                        disabled={!may}
                        onCommit={(v) => put(`tests/${x.id}/date`, v, x.id)}
                      />
                    </td>
                    <td>
                      <EditText
                        label={`${t("evidence")} ${x.id}`}
                        value={wordOf(x.evidence)}
                        placeholder="–"
                        disabled={!may}
                        onCommit={(v) => put(`tests/${x.id}/evidence`, v, x.id)}
                      />
                    </td>
                    <td>
                      <Some
                        items={[
                          ...requirements.map((r) => (
                            <EntryLink key={r.id} section="requirements" id={r.id}>
                              {r.id}
                            </EntryLink>
                          )),
                          ...controls.map((c) => (
                            <EntryLink key={c.id} section="controls" id={c.id}>
                              {nameOf(c)}
                            </EntryLink>
                          )),
                        ]}
                        most={4}
                      />
                      {gaps.map((g) => (
                        <Gap key={g.kind}>{gap(g)}</Gap>
                      ))}
                    </td>
                    <td>{may ? <Remove section="tests" id={x.id} /> : null}</td>
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
