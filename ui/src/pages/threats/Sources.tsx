import { useWords } from "@/words/catalogue";
import type { Explained } from "./explained";
import { Part } from "./ReasonPart";
import { words } from "./words";

// Sources by their ids, with the address of the body that keeps them. Nothing is fetched from there.
const addresses: Record<string, (id: string) => string | undefined> = {
  weaknesses: (id) => numbered(/^CWE-(\d+)$/, id, (n) => `https://cwe.mitre.org/data/definitions/${n}.html`),
  patterns: (id) => numbered(/^CAPEC-(\d+)$/, id, (n) => `https://capec.mitre.org/data/definitions/${n}.html`),
  techniques: (id) => numbered(/^(T\d{4})$/, id, (n) => `https://attack.mitre.org/techniques/${n}/`),
  emb3d: (id) => numbered(/^(TID-\d+)$/, id, (n) => `https://emb3d.mitre.org/threats/${n}.html`),
  evidence: (id) => numbered(/^(CVE-\d+-\d+)$/, id, (n) => `https://www.cve.org/CVERecord?id=${n}`),
};

function numbered(form: RegExp, id: string, make: (n: string) => string): string | undefined {
  const m = form.exec(id);
  return m?.[1] && make(m[1]);
}

export function Sources({ why }: { why: Explained }) {
  const t = useWords(words);
  const lists = [
    ["weaknesses", why.weaknesses],
    ["patterns", why.known.patterns],
    ["techniques", why.known.techniques],
    ["emb3d", why.known.emb3d],
    ["evidence", why.known.evidence],
  ] as const;
  if (lists.every(([, ids]) => ids.length === 0) && !why.known.check) return null;
  return (
    <Part title={t("sources")}>
      <dl className="threats-sources">
        {lists.map(([key, ids]) =>
          ids.length === 0 ? null : (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>
                {ids.map((id) => {
                  const to = addresses[key]?.(id);
                  return to ? (
                    <a key={id} className="t-link" href={to} target="_blank" rel="noreferrer">
                      {id}
                    </a>
                  ) : (
                    <span key={id}>{id}</span>
                  );
                })}
              </dd>
            </div>
          ),
        )}
        {why.known.check ? (
          <div>
            <dt>{t("check")}</dt>
            <dd lang="en">{why.known.check.replace(/\{(\w+)\}/g, "$1")}</dd>
          </div>
        ) : null}
      </dl>
    </Part>
  );
}
