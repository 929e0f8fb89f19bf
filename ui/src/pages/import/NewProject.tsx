import { Button, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { go } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { base64Of, type Chosen } from "./read";
import { words } from "./words";

/** Makes a project of the file. What became of it is kept as a comment in the project. */
export function NewProject({ chosen, as, title }: { chosen: Chosen; as: string; title: string }) {
  const t = useWords(words);
  const cache = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: async () => {
      const file = { name: chosen.file.name, data: await base64Of(chosen.file), ...(as ? { as } : {}) };
      return api.createProject((name || title || chosen.file.name).slice(0, 200), { import: file });
    },
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: ["projects"] });
      go("flows", made.id);
      toast({ kind: "ok", text: t("madeProject", { name: made.name }) });
    },
    onError: (e) => toast({ kind: "error", text: e.message }),
  });
  return (
    <form
      className="t-card imp-act"
      onSubmit={(e) => {
        e.preventDefault();
        make.mutate();
      }}
    >
      <Title order={2}>{t("newProject")}</Title>
      <p className="t-dim">{t("newProjectText")}</p>
      <div className="imp-row">
        <TextInput
          label={t("name")}
          placeholder={title || chosen.file.name}
          value={name}
          maxLength={200}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <Button type="submit" loading={make.isPending}>
          {t("make")}
        </Button>
      </div>
    </form>
  );
}
