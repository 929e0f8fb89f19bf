// Import: a model of another tool is read, one sees what is taken and what is lost, and only then it becomes a project of
// its own or part of the model that is open. The page is the same for both; the address says which.
import { Button, NativeSelect, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { type ForeignFormat, listImportFormats } from "@/api/schema";
import { EmptyState } from "@/parts/EmptyState";
import { Wide } from "@/parts/Wide";
import { useProjectId } from "@/shell/router";
import { number, useWords } from "@/words/catalogue";
import { BringIn } from "./BringIn";
import { Counts } from "./Counts";
import { Earlier } from "./Earlier";
import { FilePlace } from "./FilePlace";
import { Losses } from "./Losses";
import { NewProject } from "./NewProject";
import { type Chosen, mostBytes, useImportFile, useLook } from "./read";
import { words } from "./words";
import "./import.css";

export default function ImportPage() {
  const t = useWords(words);
  const project = useProjectId();
  const { chosen, as, choose, readAs } = useImportFile();
  const formats = useQuery({
    queryKey: ["import", "formats"],
    queryFn: () => listImportFormats(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = formats.data ?? [];
  return (
    <div className="t-page imp">
      <div className="t-page-head">
        <div>
          <Title order={1}>{t("title")}</Title>
          <Text c="dimmed" size="sm">
            {t(project ? "leadInto" : "leadNew")}
          </Text>
        </div>
      </div>
      {chosen ? (
        <Look
          key={chosen.mark}
          chosen={chosen}
          as={as}
          formats={known}
          onAs={readAs}
          onOther={() => choose(undefined)}
        />
      ) : (
        <>
          <FilePlace
            title={t("choose")}
            text={t("chooseText", { mb: mostBytes >> 20 })}
            onFiles={([given]) => choose(given?.file)}
          />
          <Formats list={known} />
        </>
      )}
      {project ? <Earlier project={project} /> : null}
    </div>
  );
}

function Formats({ list }: { list: ForeignFormat[] }) {
  const t = useWords(words);
  if (list.length === 0) return null;
  return (
    <section className="t-section">
      <Title order={2}>{t("formats")}</Title>
      <Wide label={t("formats")}>
        <table className="t-sheet" data-roomy data-stack>
          <thead>
            <tr>
              <th scope="col">{t("tool")}</th>
              <th scope="col">{t("endings")}</th>
              <th scope="col">{t("takes")}</th>
            </tr>
          </thead>
          <tbody lang="en">
            {list.map((f) => (
              <tr key={f.id}>
                <th scope="row">{f.title}</th>
                <td data-label={t("endings")}>{f.endings.join(", ")}</td>
                <td data-label={t("takes")}>{f.takes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function Look({
  chosen,
  as,
  formats,
  onAs,
  onOther,
}: {
  chosen: Chosen;
  as: string;
  formats: ForeignFormat[];
  onAs: (id: string) => void;
  onOther: () => void;
}) {
  const t = useWords(words);
  const project = useProjectId();
  const { look, large, empty } = useLook(chosen, as);
  const name = chosen.file.name;
  const read = look.data;
  return (
    <>
      <div className="t-card imp-file">
        <div>
          <b>{name}</b>
          <span className="t-dim">{t("size", { kb: number(Math.max(1, Math.round(chosen.file.size / 1024))) })}</span>
        </div>
        <NativeSelect
          size="sm"
          label={t("readAs")}
          value={as || read?.format.id || ""}
          onChange={(e) => onAs(e.currentTarget.value)}
          data={[
            ...(as || read ? [] : [{ value: "", label: t("byContent") }]),
            ...formats.map((f) => ({ value: f.id, label: f.title })),
          ]}
        />
        <Button variant="default" size="sm" onClick={onOther}>
          {t("other")}
        </Button>
      </div>
      {look.isFetching ? (
        <div className="imp-wait" role="status">
          <progress aria-label={t("reading", { name })} />
          {t("reading", { name })}
        </div>
      ) : null}
      {large ? (
        <EmptyState icon="error" title={t("tooLarge")} text={t("tooLargeText", { mb: mostBytes >> 20 })} />
      ) : null}
      {empty ? <EmptyState icon="error" title={t("nothing")} text={t("nothingText")} /> : null}
      {look.isError ? <Unreadable name={name} error={look.error} /> : null}
      {read && !look.isError ? (
        <>
          <p className="imp-found">{t("recognised", { format: read.format.title, title: read.title || name })}</p>
          <Counts look={read} />
          {read.picture ? <Picture svg={read.picture} title={read.title} /> : null}
          {project ? (
            <BringIn project={project} chosen={chosen} as={as} />
          ) : (
            <NewProject chosen={chosen} as={as} title={read.title} />
          )}
          <Losses file={name} look={read} />
        </>
      ) : null}
    </>
  );
}

/** Why a file cannot be read, where, and what to do. */
function Unreadable({ name, error }: { name: string; error: Error }) {
  const t = useWords(words);
  const problem = error instanceof ApiError ? error.problem : undefined;
  const at = problem?.line ? t("at", { line: problem.line, column: problem.column ?? 1 }) : "";
  return (
    <section className="t-card imp-bad" role="alert">
      <h2>{t("unreadable", { name })}</h2>
      <p lang="en">{error.message}</p>
      {at ? <p>{at}</p> : null}
      {problem?.hint ? <p lang="en">{problem.hint}</p> : null}
      <p className="t-dim">{t("unreadableText")}</p>
    </section>
  );
}

function Picture({ svg, title }: { svg: string; title: string }) {
  const t = useWords(words);
  return (
    <section className="t-section">
      <Title order={2}>{t("picture")}</Title>
      <div className="imp-picture" role="region" aria-label={t("picture")} tabIndex={0}>
        <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={t("pictureOf", { title })} />
      </div>
    </section>
  );
}
