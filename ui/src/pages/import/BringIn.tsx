import { Button, Title } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { type Brought, bringIn } from "@/api/schema";
import type { Delta } from "@/api/types";
import { made, select } from "@/project/store";
import { useMayEdit, useProject, useView } from "@/project/use";
import { Icon } from "@/shell/icons";
import { go } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { hand } from "./handed";
import { base64Of, type Chosen } from "./read";
import { words } from "./words";

const mostSelected = 50;

/** Adds what is in the file to the model that is open: one revision, one step of undo. First it says what would happen. */
export function BringIn({ project, chosen, as }: { project: string; chosen: Chosen; as: string }) {
  const t = useWords(words);
  const may = useMayEdit();
  const cache = useQueryClient();
  const revision = useView((s) => s.revision);
  const name = useView((s) => s.project.name) ?? project;
  const waiting = useProject((p) => p.pending.length > 0 || p.offline);
  const session = useQuery({ queryKey: ["session"], queryFn: api.session });
  const ask = async (more: { try?: boolean }) => {
    const file = { name: chosen.file.name, data: await base64Of(chosen.file), ...(as ? { as } : {}) };
    return bringIn({ project, body: { ...file, ...more, key: crypto.randomUUID() } });
  };
  const plan = useQuery({
    queryKey: ["import", "plan", project, revision, chosen.mark, as],
    queryFn: () => ask({ try: true }),
    enabled: may,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const act = useMutation({
    mutationFn: () => ask({}),
    onSuccess: (done) => {
      const delta = done.delta as unknown as Delta;
      made(delta);
      void cache.invalidateQueries({ queryKey: [project, "comments"] });
      const elements = Object.keys(delta.entries.elements ?? {});
      if (elements.length <= mostSelected) select(elements.map((id) => ({ kind: "elements", id })));
      go("flows", project);
      toast({ kind: "ok", text: t("brought", { n: done.added }), undo: true });
    },
    onError: (e) => toast({ kind: "error", text: e.message }),
  });
  return (
    <section className="t-card imp-act" aria-label={t("bringInto", { name })}>
      <Title order={2}>{t("bringInto", { name })}</Title>
      {may ? null : <p>{t("readOnly")}</p>}
      {plan.isError ? (
        <p role="alert" className="imp-warn" lang="en">
          {plan.error.message}
        </p>
      ) : null}
      {plan.data ? <Plan plan={plan.data} /> : null}
      <div className="imp-row">
        {may ? (
          <Button disabled={!plan.data || plan.isError || waiting} loading={act.isPending} onClick={() => act.mutate()}>
            {t("bring")}
          </Button>
        ) : null}
        {session.data?.mode === "database" ? (
          <Button
            variant="default"
            onClick={() => {
              hand(chosen.file);
              go("import-new");
            }}
          >
            {t("instead")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** What would happen to this model. */
function Plan({ plan }: { plan: Brought }) {
  const t = useWords(words);
  return (
    <>
      <p>
        {t("planAdded", { n: plan.added })} {plan.placed > 0 ? t("planPlaced") : ""} {t("planUndo")}
      </p>
      {plan.renamed.length > 0 ? (
        <details className="imp-renamed">
          <summary>
            <Icon name="warning" size={14} /> {t("planRenamed", { n: plan.renamed.length })}
          </summary>
          <ul>
            {plan.renamed.map((r) => (
              <li key={`${r.section}/${r.from}`}>
                <code>
                  {r.section}/{r.from}
                </code>{" "}
                → <code>{r.to}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {plan.leftOut.length > 0 ? (
        <ul className="imp-left">
          {plan.leftOut.map((x) => (
            <li key={x.key}>
              {t(`left.${x.key}`)} <span lang="en">{x.key === "notes" ? "" : x.text}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
