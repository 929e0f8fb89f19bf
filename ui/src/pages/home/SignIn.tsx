import { Alert, Button, PasswordInput, TextInput, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, api } from "@/api/client";
import { signedIn } from "@/project/store";
import { useWords } from "@/words/catalogue";
import { words } from "./words";
import "./home.css";

/** Asks for name and password where the server demands an account; onDone goes on with what was asked for. */
export function SignIn({ onDone }: { onDone?: () => void }) {
  const t = useWords(words);
  const cache = useQueryClient();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    setBusy(true);
    setProblem("");
    try {
      const session = await api.signIn(String(data.get("name")), String(data.get("password")));
      signedIn(session.user?.name ?? "");
      notifications.clean(); // they tell of edits, and offer to take them back
      await cache.invalidateQueries();
      onDone?.();
    } catch (e) {
      const status = e instanceof ApiError ? e.status : 0;
      setProblem(status === 401 ? t("signInWrong") : status === 429 ? t("signInWait") : String((e as Error).message));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="home-sign t-card"
      onSubmit={(e) => {
        e.preventDefault();
        void submit(e.currentTarget);
      }}
    >
      <Title order={1}>{t("signIn")}</Title>
      {problem ? (
        <Alert color="red" role="alert" variant="outline">
          {problem}
        </Alert>
      ) : null}
      <TextInput name="name" label={t("signInName")} autoComplete="username" required autoFocus />
      <PasswordInput
        visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
        name="password"
        label={t("signInPassword")}
        autoComplete="current-password"
        required
      />
      <Button type="submit" loading={busy}>
        {t("signIn")}
      </Button>
    </form>
  );
}
