import type { Diagnostic, Fix } from "@/api/types";
import { Icon } from "@/shell/icons";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

/** Problems of the text, each with its place, what to do next, and the changes that would mend it. */
export function ProblemList({
  problems,
  onOpen,
  onFix,
}: {
  problems: Diagnostic[];
  onOpen?: (d: Diagnostic) => void;
  onFix?: (d: Diagnostic, fix: Fix) => void;
}) {
  const t = useWords(words);
  if (problems.length === 0) return <p className="t-dim">{t("noProblems")}</p>;
  return (
    <ul className="t-problems">
      {problems.map((d) => (
        <li key={`${d.file}:${d.start}:${d.code}:${d.message}`} data-kind={d.severity}>
          <Icon name={d.severity === "note" ? "info" : d.severity} size={16} title={t(`kind.${d.severity}`)} />
          <div>
            <p>{d.message}</p>
            {d.hint ? <p className="t-dim">{d.hint}</p> : null}
            <p className="t-problem-foot">
              {onOpen ? (
                <button type="button" className="t-link-button" onClick={() => onOpen(d)}>
                  {t("whyPlace", { line: String(d.line), file: d.file })}
                </button>
              ) : (
                <span className="t-dim">{t("whyPlace", { line: String(d.line), file: d.file })}</span>
              )}
              {onFix
                ? d.fixes?.map((f) => (
                    <button key={f.title} type="button" className="t-link-button" onClick={() => onFix(d, f)}>
                      {t("fix", { title: f.title })}
                    </button>
                  ))
                : null}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
