// Who works on a project, and as what. Its owner changes it; everybody else in it sees it.
import { Button, NativeSelect, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { listMembers, listPeople, type MemberStep, stepMember } from "@/api/schema";
import type { ProjectSummary } from "@/api/types";
import { useSearchText } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { words } from "./people";

const roles = ["owner", "editor", "reviewer", "reader"] as const;

export function Members({ me }: { me: string }) {
  const t = useWords(words);
  const projects = useQuery({ queryKey: ["projects"], queryFn: api.projects });
  const [wanted, choose] = useSearchText("project");
  const list = projects.data ?? [];
  const project = list.find((p) => p.id === wanted) ?? list[0];
  if (!project) return <Text c="dimmed">{t("noProject")}</Text>;
  return (
    <>
      <NativeSelect
        w={380}
        maw="100%"
        label={t("project")}
        value={project.id}
        onChange={(e) => choose(e.currentTarget.value)}
        data={list.map((p) => ({
          value: p.id,
          label: `${p.name} (${p.id})${p.archived ? `, ${t("archived")}` : ""}`,
        }))}
      />
      <MemberTable key={project.id} project={project} me={me} />
      <dl className="settings-roles">
        {roles.map((r) => (
          <div key={r}>
            <dt>{t(`role.${r}`)}</dt>
            <dd>{t(`may.${r}`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function MemberTable({ project, me }: { project: ProjectSummary; me: string }) {
  const t = useWords(words);
  const cache = useQueryClient();
  const key = ["members", project.id];
  const members = useQuery({ queryKey: key, queryFn: () => listMembers({ project: project.id }) });
  const owner = project.role === "owner";
  const people = useQuery({ queryKey: ["people"], queryFn: () => listPeople(), enabled: owner });
  const step = (name: string, role: MemberStep["role"]) =>
    stepMember({ project: project.id, body: { name, role } })
      .catch((e) => toast({ kind: "error", text: String(e.message) }))
      .finally(
        () =>
          void Promise.all([
            cache.invalidateQueries({ queryKey: key }),
            cache.invalidateQueries({ queryKey: ["projects"] }),
          ]),
      );
  const list = members.data ?? [];
  const others = (people.data ?? []).filter((p) => !p.disabled && !list.some((m) => m.name === p.name));
  const names = roles.map((r) => ({ value: r, label: t(`role.${r}`) }));
  return (
    <>
      <table className="settings-table">
        <thead>
          <tr>
            <th scope="col">{t("name")}</th>
            <th scope="col">{t("role")}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((m) => (
            <tr key={m.name}>
              <th scope="row">
                {m.name} {m.name === me ? <span className="t-dim">{t("you")}</span> : null}
              </th>
              <td>
                {owner ? (
                  <NativeSelect
                    aria-label={t("roleOf", { name: m.name })}
                    value={m.role}
                    onChange={(e) => void step(m.name, e.currentTarget.value as MemberStep["role"])}
                    data={[...names, { value: "none", label: t("takeOut") }]}
                  />
                ) : (
                  t(`role.${m.role}`)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {owner && others.length > 0 ? <Add names={others.map((p) => p.name)} roles={names} onAdd={step} /> : null}
      {owner && people.data && others.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t("nobodyLeft")}
        </Text>
      ) : null}
      {owner ? null : (
        <Text c="dimmed" size="sm">
          {t("notOwner")}
        </Text>
      )}
    </>
  );
}

function Add({
  names,
  roles,
  onAdd,
}: {
  names: string[];
  roles: { value: MemberStep["role"]; label: string }[];
  onAdd: (name: string, role: MemberStep["role"]) => void;
}) {
  const t = useWords(words);
  const [name, setName] = useState("");
  const [role, setRole] = useState<MemberStep["role"]>("editor");
  const chosen = names.includes(name) ? name : (names[0] ?? "");
  return (
    <form
      className="settings-add"
      aria-label={t("bringIn")}
      onSubmit={(e) => {
        e.preventDefault();
        onAdd(chosen, role);
      }}
    >
      <NativeSelect label={t("person")} value={chosen} onChange={(e) => setName(e.currentTarget.value)} data={names} />
      <NativeSelect
        label={t("role")}
        value={role}
        onChange={(e) => setRole(e.currentTarget.value as typeof role)}
        data={roles}
      />
      <Button type="submit" variant="default">
        {t("bringIn")}
      </Button>
    </form>
  );
}
