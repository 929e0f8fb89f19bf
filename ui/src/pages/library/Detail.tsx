// The page of one thing of the library.
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode, useState } from "react";
import { getControl, getDevice, getThreat, type LibraryCase, type LibraryTerm } from "@/api/schema";
import { useFindings } from "@/project/use";
import { Icon } from "@/shell/icons";
import { PageLink, TextLink } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { plain, question, sourceOf, type Thing } from "./shelf";
import { words } from "./words";

type Of<K extends Thing["kind"]> = Extract<Thing, { kind: K }>;
type Shelf = Map<string, Thing>;

export function Detail({ thing, shelf }: { thing: Thing; shelf: Shelf }) {
  const t = useWords(words);
  return (
    <article className="lib-detail" aria-labelledby="lib-title">
      <p className="lib-over">
        {t(`one.${thing.kind}`)} <code>{thing.id}</code>
        <span>
          {t("pack")} {thing.pack}
        </span>
      </p>
      <h2 id="lib-title" lang="en">
        {thing.title}
      </h2>
      {thing.text ? (
        <p className="lib-lead" lang="en">
          {plain(thing.text)}
        </p>
      ) : null}
      {thing.kind === "threat" ? <Threat thing={thing} shelf={shelf} /> : null}
      {thing.kind === "control" ? <Control thing={thing} shelf={shelf} /> : null}
      {thing.kind === "device" ? <Device thing={thing} shelf={shelf} /> : null}
      {thing.kind === "component" || thing.kind === "word" ? <Term term={thing.of} shelf={shelf} /> : null}
      {thing.kind === "attribute" ? <Attribute thing={thing} /> : null}
      {thing.kind === "glossary" && thing.of.also.length > 0 ? (
        <Rows rows={[[t("also"), thing.of.also.join(", ")]]} />
      ) : null}
    </article>
  );
}

function Part({ title, children, lang }: { title: string; children: ReactNode; lang?: string }) {
  return (
    <section className="lib-part" lang={lang}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A paragraph of the library, left out where it says nothing. */
function Words({ title, text }: { title: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <section className="lib-part">
      <h3>{title}</h3>
      <p lang="en">{plain(text)}</p>
    </section>
  );
}

function Rows({ rows }: { rows: [string, ReactNode][] }) {
  const said = rows.filter(
    ([, v]) => v !== "" && v !== undefined && v !== null && !(Array.isArray(v) && v.length === 0),
  );
  if (said.length === 0) return null;
  return (
    <dl className="lib-rows">
      {said.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ids({ ids }: { ids: readonly string[] | undefined }) {
  const t = useWords(words);
  if (!ids || ids.length === 0) return null;
  return (
    <span className="lib-ids">
      {ids.map((id) => {
        const url = sourceOf(id);
        return url ? (
          <a
            key={id}
            className="t-link"
            href={url}
            target="_blank"
            rel="noreferrer noopener"
            aria-label={t("opensAway", { id })}
          >
            {id}
          </a>
        ) : (
          <code key={id}>{id}</code>
        );
      })}
    </span>
  );
}

const ids = (list: readonly string[] | undefined) => (list && list.length > 0 ? <Ids ids={list} /> : "");

/** Links to other things of the library; a word that has no page stays a word. */
function Things({ keys, shelf }: { keys: string[]; shelf: Shelf }) {
  const t = useWords(words);
  const [all, setAll] = useState(false);
  const shown = all ? keys : keys.slice(0, 12);
  return (
    <ul className="lib-things">
      {shown.map((k) => {
        const thing = shelf.get(k);
        return (
          <li key={k} lang="en">
            {thing ? <ThingLink thing={thing} /> : <code>{k.split("/")[1]}</code>}
          </li>
        );
      })}
      {keys.length > shown.length ? (
        <li>
          <button type="button" className="t-link-button" onClick={() => setAll(true)}>
            {t("more", { n: keys.length - shown.length })}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function ThingLink({ thing }: { thing: Thing }) {
  return (
    <TextLink to="." search={{ id: thing.key, kind: thing.kind }} className="t-link">
      {thing.title}
    </TextLink>
  );
}

function Threat({ thing, shelf }: { thing: Of<"threat">; shelf: Shelf }) {
  const t = useWords(words);
  const of = thing.of;
  const more = useQuery({
    queryKey: ["library", "threat", of.id],
    queryFn: () => getThreat({ id: of.id }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const here = useFindings().filter((f) => f.threat === of.id);
  const x = more.data;
  const step = (s: { place: string; capability: string }) => `${s.capability} · ${s.place}`;
  return (
    <>
      <p className="lib-here">
        {here.length > 0 ? (
          <PageLink page="threats" search={{ q: of.id }} className="t-link">
            {t("inProject", { n: here.length })}
          </PageLink>
        ) : (
          <span className="t-dim">{t("notInProject")}</span>
        )}
      </p>
      {of.clinical ? (
        <section className="lib-ward">
          <Icon name="heart" size={18} />
          <div>
            <h3>{t("ward")}</h3>
            <p lang="en">{plain(of.clinical)}</p>
          </div>
        </section>
      ) : null}
      <Words title={t("why")} text={of.because} />
      <Part title={t("when")} lang="en">
        <pre className="lib-code">
          <code>{layOut(of.when)}</code>
        </pre>
        {of.unless ? (
          <>
            <h4>{t("unless")}</h4>
            <pre className="lib-code">
              <code>{layOut(of.unless)}</code>
            </pre>
          </>
        ) : null}
        {x?.certainty === "possible" ? <p className="t-dim">{t("certainty")}</p> : null}
      </Part>
      <Words title={t("question")} text={of.ask && question(of.ask)} />
      <Words title={t("check")} text={of.check} />
      <Words title={t("wrong")} text={of.false} />
      {of.controls.length > 0 ? (
        <Part title={t("answers")}>
          <ol className="lib-answers">
            {of.controls.map((id) => {
              const c = shelf.get(`control/${id}`);
              return (
                <li key={id} lang="en">
                  {c ? <ThingLink thing={c} /> : <code>{id}</code>}
                  {c ? <p>{c.text}</p> : null}
                </li>
              );
            })}
          </ol>
        </Part>
      ) : null}
      {x ? <Tests cases={x.cases} /> : null}
      {x && (x.needs || x.gains.length > 0 || x.potential) ? (
        <Part title={t("attacker")}>
          <Rows
            rows={[
              [t("needs"), x.needs ? step(x.needs) : ""],
              [t("gains"), x.gains.map(step).join(", ")],
              [t("takes"), x.potential ? t("takesText", { ...x.potential }) : ""],
            ]}
          />
        </Part>
      ) : null}
      <Part title={t("references")}>
        <Rows
          rows={[
            [t("categories"), of.categories.join(", ")],
            [t("harms"), of.harms.join(", ")],
            [t("weaknesses"), ids(of.weakness)],
            [t("patterns"), ids(of.patterns)],
            [t("techniques"), ids(of.techniques)],
            [t("atlas"), ids(x?.atlas)],
            [t("emb3d"), ids(of.emb3d)],
            [t("evidence"), ids(of.evidence)],
            [t("prior"), x?.prior ?? ""],
            [t("stages"), x?.stages.join(", ") ?? ""],
            [t("reads"), ids(x?.reads)],
          ]}
        />
      </Part>
    </>
  );
}

// A condition in lines: each part that is joined by and or or begins one.
const layOut = (text: string) => text.replace(/ (&&|\|\|) (?![^(]*\)[^(]*$)/g, "\n$1 ").replace(/ && /g, "\n&& ");

const marks = /^(.*?)(\s+# (fires|possible|silent))$/;

function Tests({ cases }: { cases: LibraryCase[] }) {
  const t = useWords(words);
  if (cases.length === 0) return null;
  return (
    <Part title={t("tests")}>
      <p className="t-dim">{t("testsText")}</p>
      {cases.map((c) => (
        <figure key={c.name} className="lib-case">
          <figcaption>
            <code>{c.name}</code>
          </figcaption>

          <pre className="lib-code" tabIndex={0} lang="en">
            {c.text.split("\n").map((line, i) => {
              const m = marks.exec(line);
              const kind = m?.[3] as "fires" | "possible" | "silent" | undefined;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
                <Fragment key={i}>
                  <code>{m ? m[1] : line}</code>
                  {kind ? (
                    <span className="lib-mark" data-kind={kind}>
                      <Icon name={kind === "silent" ? "minus" : kind === "fires" ? "warning" : "questions"} size={12} />
                      {t(kind)}
                    </span>
                  ) : null}
                  {"\n"}
                </Fragment>
              );
            })}
          </pre>
        </figure>
      ))}
    </Part>
  );
}

function Control({ thing, shelf }: { thing: Of<"control">; shelf: Shelf }) {
  const t = useWords(words);
  const of = thing.of;
  const more = useQuery({
    queryKey: ["library", "control", of.id],
    queryFn: () => getControl({ id: of.id }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const here = useFindings().filter((f) => f.suggested.includes(of.id));
  const x = more.data;
  return (
    <>
      <p className="lib-here">
        {here.length > 0 ? t("inProject", { n: here.length }) : <span className="t-dim">{t("notInProject")}</span>}
      </p>
      <Rows
        rows={[
          [t("type"), of.type],
          [t("strength"), of.strength],
          [t("cost"), of.cost],
          [t("wider"), x?.is.join(", ") ?? ""],
        ]}
      />
      {of.evidence.length > 0 ? (
        <Part title={t("proof")}>
          <ul lang="en">
            {of.evidence.map((e) => (
              <li key={e}>{e}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      <Words title={t("test")} text={of.test} />
      <Words title={t("introduces")} text={of.introduces} />
      {x && x.threats.length > 0 ? (
        <Part title={t("threatsAnswered")}>
          <Things keys={x.threats.map((id) => `threat/${id}`)} shelf={shelf} />
        </Part>
      ) : null}
      <Part title={t("references")}>
        <Rows
          rows={[
            [t("fda"), of.fda.join(", ")],
            [t("items"), ids(x?.items)],
            [t("iec"), ids(of.iec62443)],
            [t("nist"), ids(of.nist)],
            [t("mds2"), ids(x?.mds2)],
            [t("emb3d"), ids(x?.emb3d)],
          ]}
        />
      </Part>
    </>
  );
}

function Device({ thing, shelf }: { thing: Of<"device">; shelf: Shelf }) {
  const t = useWords(words);
  const of = thing.of;
  const more = useQuery({
    queryKey: ["library", "device", of.id],
    queryFn: () => getDevice({ id: of.id }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const x = more.data;
  return (
    <>
      {x && x.hazards.length > 0 ? (
        <Part title={t("hazards")}>
          <table className="lib-table" lang="en">
            <thead>
              <tr>
                <th scope="col">{t("hazard")}</th>
                <th scope="col">{t("harm")}</th>
                <th scope="col">{t("severity")}</th>
              </tr>
            </thead>
            <tbody>
              {x.hazards.map((h) => (
                <tr key={h.id}>
                  <td>{h.text}</td>
                  <td>{h.harm}</td>
                  <td>{h.severity}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      ) : null}
      {x && x.functions.length > 0 ? (
        <Part title={t("functions")}>
          <ul lang="en">
            {x.functions.map((f) => (
              <li key={f.id}>{f.name}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      {of.parts.length > 0 ? (
        <Part title={t("parts")}>
          <Things keys={of.parts.map((p) => `component/${p}`)} shelf={shelf} />
        </Part>
      ) : null}
      {x && x.users.length > 0 ? (
        <Part title={t("users")}>
          <Things keys={x.users.map((p) => `component/${p}`)} shelf={shelf} />
        </Part>
      ) : null}
      {x && x.environments.length > 0 ? (
        <Part title={t("environments")}>
          <Things keys={x.environments.map((p) => `word/zone.${p}`)} shelf={shelf} />
        </Part>
      ) : null}
    </>
  );
}

function Term({ term, shelf }: { term: LibraryTerm; shelf: Shelf }) {
  const t = useWords(words);
  const keyOf = (id: string) => (term.vocabulary === "component" ? `component/${id}` : `word/${term.vocabulary}.${id}`);
  const under = [...shelf.values()]
    .filter(
      (x) =>
        (x.kind === "component" || x.kind === "word") &&
        x.of.vocabulary === term.vocabulary &&
        x.of.is.includes(term.id),
    )
    .map((x) => x.key);
  const facts = (of: { [k: string]: string[] } | undefined): [string, ReactNode][] =>
    Object.entries(of ?? {}).map(([k, v]) => [k, v.join(", ")]);
  return (
    <>
      {term.vocabulary !== "component" ? <Rows rows={[[t("vocabulary"), term.vocabulary]]} /> : null}
      {term.is.length > 0 ? (
        <Part title={t("wider")}>
          <Things keys={term.is.map(keyOf)} shelf={shelf} />
        </Part>
      ) : null}
      {under.length > 0 ? (
        <Part title={t("narrower")}>
          <Things keys={under} shelf={shelf} />
        </Part>
      ) : null}
      {term.gives ? (
        <Part title={t("gives")}>
          <Rows rows={facts(term.gives)} />
        </Part>
      ) : null}
      {term.usually ? (
        <Part title={t("usually")}>
          <p className="t-dim">{t("usuallyNote")}</p>
          <Rows rows={facts(term.usually)} />
        </Part>
      ) : null}
    </>
  );
}

function Attribute({ thing }: { thing: Of<"attribute"> }) {
  const t = useWords(words);
  return (
    <Rows
      rows={[
        [t("kindsOf"), thing.of.of.join(", ")],
        [t("values"), ids(["yes", "no", "partial", "unknown", "not-applicable", ...thing.of.values])],
      ]}
    />
  );
}
