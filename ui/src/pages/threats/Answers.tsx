// What answers a finding: controls that are there or suggested, and the decision that is written.
import { Button } from "@mantine/core";
import type { Finding } from "@/api/types";
import { pageOf } from "@/pages/registry";
import { did, named, useIndex, useMayEdit } from "@/project/use";
import { Icon } from "@/shell/icons";
import { PageLink } from "@/shell/router";
import { toast } from "@/shell/toast";
import { date, useWords } from "@/words/catalogue";
import { plain } from "./Decide";
import { controlFields, freeId, sendAndHear } from "./decide";
import type { Explained } from "./explained";
import { useLibraryControls } from "./library";
import { Part } from "./ReasonPart";
import { words } from "./words";

export function ControlsPart({ finding: f, why }: { finding: Finding; why: Explained }) {
  const t = useWords(words);
  const may = useMayEdit();
  const library = useLibraryControls();
  const model = useIndex("controls");
  const have = new Set(why.controls.map((c) => model.get(c.id)?.control));
  const suggested = f.suggested.filter((c) => !have.has(c));
  const add = (control: string) => {
    const id = freeId(control, new Set(model.keys()));
    const name = library?.get(control)?.title ?? control;
    const command = { verb: "control" as const, id, fields: controlFields(control, [f]), findings: [f.id] };
    const step = did("addControl", { name });
    void sendAndHear([command], step).then((o) => {
      if (o.kind === "done") toast({ text: named({ did: step }), undo: true });
    });
  };
  return (
    <Part title={t("controls")}>
      {why.controls.length === 0 ? <p className="t-dim">{t("controlsNone")}</p> : null}
      <ul className="threats-controls">
        {why.controls.map((c) => (
          <li key={c.id}>
            <Icon name="controls" size={16} />
            <PageLink page="controls" search={{ q: c.id }} className="threats-control-name">
              {c.title || c.id}
            </PageLink>
            <span className="threats-status" data-status={c.status}>
              {t(`status.${c.status}` as "status.gap")}
            </span>
          </li>
        ))}
      </ul>
      {suggested.length > 0 ? (
        <>
          <h4>{t("suggested")}</h4>
          <ul className="threats-controls">
            {suggested.map((c) => {
              const known = library?.get(c);
              const name = known?.title ?? plain(c);
              return (
                <li key={c}>
                  <Icon name="plus" size={16} />
                  <span className="threats-control-name" lang="en" title={known?.text}>
                    {name}
                  </span>
                  {may ? (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t("addControl", { name })}
                      onClick={() => add(c)}
                    >
                      {t("add")}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
    </Part>
  );
}

export function DecisionPart({ finding: f, why }: { finding: Finding; why: Explained }) {
  const t = useWords(words);
  const d = why.decision;
  const decided = d?.decision && d.decision !== "open";
  return (
    <Part title={t("decisionTitle")}>
      {decided ? (
        <p>
          <b>
            {t("decidedBy", {
              what: t(`done.${d.decision}` as "done.open"),
              who: d.owner || t("whoNobody"),
              date: date(d.date) || "–",
            })}
          </b>
        </p>
      ) : (
        <p className="t-dim">
          {t("decidedNo")}
          {f.owner ? ` ${t("owner")}: ${f.owner}.` : ""}
        </p>
      )}
      {d?.because ? <p>{d.because}</p> : null}
      {d?.authority ? <p>{t("acceptedAs", { who: plain(d.authority) })}</p> : null}
      {d?.to ? <p>{t("transferTo", { to: d.to, document: d.document, text: d.text })}</p> : null}
      {f.until ? <p>{t("lookedAt", { date: date(f.until) })}</p> : null}
      {pageOf("history") ? (
        <PageLink page="history" search={{ blame: `threats/${f.id}` }} className="t-link">
          {t("history")}
        </PageLink>
      ) : null}
    </Part>
  );
}
