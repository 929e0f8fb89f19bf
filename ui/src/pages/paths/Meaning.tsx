// What a tree means for the attacker and for the controls: cheapest attacks, the front before and after, where all ways
// can be stopped, and what that costs at least.

import type { Entry } from "@/api/types";
import { useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { number, useWords } from "@/words/catalogue";
import { type TreeAnswer, type TreeAttack, type TreeProtection, useAsk } from "../risk/api";
import { Part, useTargetName, Waiting, Wide } from "../risk/common";
import { words } from "./words";

export function Meaning({ tree, answer }: { tree: Entry; answer: TreeAnswer }) {
  const t = useWords(words);
  const id = encodeURIComponent(tree.id);
  const after = useView((s) => s.scales.after) ?? "implemented";
  const before = useAsk<TreeAnswer>(`/trees/${id}?after=none`);
  const shield = useAsk<TreeProtection>(`/trees/${id}/protection?after=${after}`);
  const names = new Map(answer.nodes.map((n) => [n.id, n.text || n.id]));
  const name = (x: string) => names.get(x) ?? x;
  const target = useTargetName();
  // A control of the library is told by where it would act; a defence of the tree has its own words.
  const placeOf = (option: string) => (option.includes("@") ? target(option.slice(option.indexOf("@") + 1)) : "");
  const p = shield.data;
  return (
    <>
      <Part
        title={t("cheapestAttacks")}
        note={answer.unit ? t("unit", { unit: t(`unit.${answer.unit}` as "unit.as written") }) : undefined}
      >
        <Attacks list={answer.cheapest} name={name} label={t("cheapestAttacks")} />
      </Part>
      <Part title={t("front")}>
        <div className="pa-two">
          <div>
            <h3>{t("frontBefore")}</h3>
            {before.data ? (
              <Attacks list={before.data.front} name={name} label={t("frontBefore")} />
            ) : (
              <Waiting error={before.error} />
            )}
          </div>
          <div>
            <h3>{t("frontAfter")}</h3>
            <Attacks list={answer.front} name={name} label={t("frontAfter")} />
          </div>
        </div>
      </Part>
      <div className="pa-two pa-gap">
        <Part title={t("cuts")}>
          <ol className="pa-cuts">
            {answer.cuts.slice(0, 6).map((c) => (
              <li key={c.join(" ")}>{c.length > 1 ? <Steps list={c.map(name)} /> : c.map(name)}</li>
            ))}
          </ol>
          {answer.cuts.length === 0 ? <p className="t-dim">{t("allStopped")}</p> : null}
        </Part>
        <Part title={t("protect")}>
          {p ? (
            <>
              {p.chosen.length === 0 && p.open.length === 0 ? <p className="r-good">{t("protectNone")}</p> : null}
              {p.chosen.length > 0 ? (
                <p className="pa-proof">
                  <b>{t("costAll", { n: p.chosen.length, cost: p.cost })}</b>
                  <span className={p.exact ? "r-good" : undefined}>
                    {p.exact ? <Icon name="check" size={15} /> : null}
                    {p.exact
                      ? t("exact")
                      : t("bound", {
                          bound: p.bound,
                          gap: `${Math.round((100 * (p.cost - p.bound)) / Math.max(1, p.cost))} %`,
                        })}
                  </span>
                </p>
              ) : null}
              <ul className="pa-reasons">
                {p.chosen.map((o) => (
                  <li key={o.id}>
                    {o.title} <span className="t-dim">{placeOf(o.id)}</span>
                    <span className="r-sub">
                      {t("cost")} {o.cost} · {t("stops")}: {o.stops.map(name).join(", ")}
                    </span>
                  </li>
                ))}
              </ul>
              {p.open.length > 0 ? (
                <p className="r-gap">
                  <Icon name="warning" size={14} />
                  {t("protectOpen")} {p.open.map((x) => x.map(name).join(" + ")).join("; ")}
                </p>
              ) : null}
            </>
          ) : (
            <Waiting error={shield.error} />
          )}
        </Part>
      </div>
    </>
  );
}

function Attacks({ list, name, label }: { list: TreeAttack[]; name: (id: string) => string; label: string }) {
  const t = useWords(words);
  if (list.length === 0)
    return (
      <p className="r-good">
        <Icon name="check" size={15} />
        {t("allStopped")}
      </p>
    );
  return (
    <Wide label={label}>
      <table className="t-sheet">
        <thead>
          <tr>
            <th scope="col">{t("leaf")}</th>
            <th scope="col" data-end>
              {t("cost")}
            </th>
            <th scope="col" data-end>
              {t("hours")}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.slice(0, 8).map((a) => (
            <tr key={a.leaves.join(" ")}>
              <td>
                <ol className="pa-steps">
                  {a.leaves.map((x) => (
                    <li key={x}>{name(x)}</li>
                  ))}
                </ol>
              </td>
              <td data-end>{number(a.cost)}</td>
              <td data-end>{number(a.hours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

// Steps that count together, each to be read by itself.
function Steps({ list }: { list: string[] }) {
  return (
    <ul>
      {list.map((x) => (
        <li key={x}>{x}</li>
      ))}
    </ul>
  );
}
