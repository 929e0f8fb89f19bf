// Why a finding is there: the rule, the facts that matched with their places, and what is not known.
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

export interface Fact {
  text: string;
  /** Where it stands in the text. */
  place?: { file: string; line: number };
  /** Goes to it. */
  onOpen?: () => void;
}

export function Why({
  rule,
  facts,
  unknown,
  children,
}: {
  rule?: string;
  facts: Fact[];
  unknown: Fact[];
  children?: ReactNode;
}) {
  const t = useWords(words);
  return (
    <div className="t-why">
      {rule ? (
        <>
          <h3>{t("whyRule")}</h3>
          <Text size="sm">{rule}</Text>
        </>
      ) : null}
      {facts.length > 0 ? <h3>{t("whyFacts")}</h3> : null}
      <FactList facts={facts} icon="check" />
      {unknown.length > 0 ? <h3>{t("whyUnknown")}</h3> : null}
      <FactList facts={unknown} icon="questions" />
      {children}
    </div>
  );
}

function FactList({ facts, icon }: { facts: Fact[]; icon: "check" | "questions" }) {
  const t = useWords(words);
  if (facts.length === 0) return null;
  return (
    <ul>
      {facts.map((f) => (
        <li key={`${f.text}${f.place?.line ?? ""}`}>
          <Icon name={icon} size={14} />
          <span>
            {f.text}
            {f.place ? (
              f.onOpen ? (
                <button type="button" className="t-link-button" onClick={f.onOpen}>
                  {t("whyPlace", { line: String(f.place.line), file: f.place.file })}
                </button>
              ) : (
                <span className="t-dim"> {t("whyPlace", { line: String(f.place.line), file: f.place.file })}</span>
              )
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
