// The findings of what is selected: each with why it is there and what is decided on it.
import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { request } from "@/api/client";
import type { Finding } from "@/api/types";
import { Acts } from "@/pages/threats/Acts";
import { Certainty, type Fact, Risk, StateOf, Why } from "@/parts";
import { useProject } from "@/project/use";
import { go, PageLink, useProjectId } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { words } from "./words";

interface WhyFact {
  subject: string;
  field: string;
  value: string;
  at?: string; // file:line:column
}

interface WhyAnswer {
  text?: string;
  clinical?: string;
  ask?: string;
  rule?: string;
  reason?: { because?: string; facts?: WhyFact[]; missing?: WhyFact[] };
  known?: { check?: string };
}

const shownAtFirst = 8;

export function Findings({ target, findings }: { target: string; findings: Finding[] }) {
  const t = useWords(words);
  const [all, setAll] = useState(false);
  const rows = all ? findings.slice(0, 200) : findings.slice(0, shownAtFirst);
  return (
    <section className="in-part" aria-label={t("findings")}>
      <h3>
        {t("findings")} {findings.length ? <span className="in-count">{findings.length}</span> : null}
      </h3>
      {findings.length === 0 ? <p className="in-none">{t("findingsNone")}</p> : null}
      {rows.map((f) => (
        <FindingRow key={f.id} finding={f} />
      ))}
      <Group gap="sm">
        {!all && findings.length > shownAtFirst ? (
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
            {t("findingsMore", { n: findings.length - shownAtFirst })}
          </Button>
        ) : null}
        {findings.length > 0 ? <AllLink target={target} /> : null}
      </Group>
    </section>
  );
}

function AllLink({ target }: { target: string }) {
  const t = useWords(words);
  return (
    <PageLink page="threats" search={{ q: `target:${target}` }} className="in-link">
      {t("findingsAll")}
    </PageLink>
  );
}

function FindingRow({ finding: f }: { finding: Finding }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="in-finding" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        <span className="in-finding-title" lang="en">
          {f.title}
        </span>
        <span className="in-finding-marks">
          <Risk id={f.residual || f.risk} />
          <Certainty certainty={f.certainty} />
          <StateOf state={f.state} />
        </span>
      </summary>
      {open ? <FindingBody finding={f} /> : null}
    </details>
  );
}

export function FindingBody({ finding: f }: { finding: Finding }) {
  const t = useWords(words);
  const project = useProjectId();
  const revision = useProject((p) => p.state?.revision);
  const { data, isPending } = useQuery({
    queryKey: [project, "why", f.id, revision],
    queryFn: () =>
      request<WhyAnswer>(
        "GET",
        `/projects/${encodeURIComponent(project ?? "")}/findings/${encodeURIComponent(f.id)}/why`,
      ),
    placeholderData: (old) => old,
  });
  const facts = useMemo(() => (data?.reason?.facts ?? []).map(factOf), [data]);
  const missing = useMemo(() => (data?.reason?.missing ?? []).map(factOf), [data]);
  if (isPending) return <p className="in-none">{t("whyLoading")}</p>;
  return (
    <div className="in-why">
      {data?.text ? <Text size="sm">{data.text}</Text> : null}
      <Why {...(data?.reason?.because ? { rule: data.reason.because } : {})} facts={facts} unknown={missing}>
        {data?.known?.check ? (
          <>
            <h3>{t("check")}</h3>
            <Text size="sm" lang="en">
              {data.known.check.replace(/\{(\w+)\}/g, "$1")}
            </Text>
          </>
        ) : null}
      </Why>
      <h3>{t("decide")}</h3>
      <Acts finding={f} />
    </div>
  );
}

function factOf(x: WhyFact): Fact {
  const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(x.at ?? "") ?? [];
  const { view, id } = useProject.getState();
  const file = view?.files.find((f) => path === f.name || path?.endsWith(`/${f.name}`))?.name;
  return {
    text: `${x.subject} ${x.field} = ${x.value}`,
    ...(path && line ? { place: { file: path.slice(path.lastIndexOf("/") + 1), line: Number(line) } } : {}),
    ...(file && line && column ? { onOpen: () => go("text", id, { file, line, column }) } : {}),
  };
}
