// How many things the file has and what becomes of them. Each row adds up: found is taken, changed and lost together.
import { Title } from "@mantine/core";
import type { ImportLook } from "@/api/schema";
import { Wide } from "@/parts/Wide";
import { number, useWords } from "@/words/catalogue";
import { countLosses, sum, wholeFile } from "./losses";
import { words } from "./words";

export function Counts({ look }: { look: ImportLook }) {
  const t = useWords(words);
  const asked = countLosses(look.losses).asked;
  const ofAll = countLosses(look.losses, wholeFile).asked;
  return (
    <section className="t-section">
      <Title order={2}>{t("counts")}</Title>
      <Wide label={t("counts")}>
        <table className="t-sheet imp-counts">
          <thead>
            <tr>
              <th scope="col">{t("inFile")}</th>
              <th scope="col" data-end>
                {t("found")}
              </th>
              <th scope="col" data-end>
                {t("taken")}
              </th>
              <th scope="col" data-end>
                {t("changed")}
              </th>
              <th scope="col" data-end>
                {t("lost")}
              </th>
              <th scope="col">{t("inModel")}</th>
              <th scope="col" data-end>
                {t("asked")}
              </th>
            </tr>
          </thead>
          <tbody>
            {look.taken.map((c) => (
              <tr key={`${c.theirs}/${c.ours}`}>
                <th scope="row" lang="en">
                  {c.theirs}
                </th>
                <td data-end>{number(c.found)}</td>
                <td data-end>{number(c.taken)}</td>
                <td data-end data-none={c.changed === 0 || undefined}>
                  {number(c.changed)}
                </td>
                <td data-end data-none={c.lost === 0 || undefined} data-bad={c.lost > 0 || undefined}>
                  {number(c.lost)}
                </td>
                <td lang="en">{c.ours}</td>
                <td data-end>{number(countLosses(look.losses, c.theirs).asked)}</td>
              </tr>
            ))}
            {ofAll > 0 ? (
              <tr>
                <th scope="row">{t("wholeFile")}</th>
                <td data-end colSpan={4} />
                <td />
                <td data-end>{number(ofAll)}</td>
              </tr>
            ) : null}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("total")}</th>
              <td data-end>{number(sum(look.taken, "found"))}</td>
              <td data-end>{number(sum(look.taken, "taken"))}</td>
              <td data-end>{number(sum(look.taken, "changed"))}</td>
              <td data-end>{number(sum(look.taken, "lost"))}</td>
              <td />
              <td data-end>{number(asked)}</td>
            </tr>
          </tfoot>
        </table>
      </Wide>
    </section>
  );
}
