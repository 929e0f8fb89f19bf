// Who can sign in, for those who manage people, and what somebody may change about their own account.
import { Alert, Button, Checkbox, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { ApiError, api } from "@/api/client";
import { type Account, addPerson, listPeople, stepPerson } from "@/api/schema";
import type { Session } from "@/api/types";
import { go } from "@/shell/router";
import { toast } from "@/shell/toast";
import { useWords } from "@/words/catalogue";
import { words } from "./people";

/** The shortest password that the server takes. */
const shortest = 12;

/** Sends a form, and keeps what went wrong where it was typed. */
function useForm(send: (data: (name: string) => string) => Promise<unknown>, done: () => void) {
  const t = useWords(words);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const onSubmit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const data = new FormData(form);
    setBusy(true);
    setProblem("");
    send((name) => String(data.get(name) ?? ""))
      .then(() => {
        form.reset();
        done();
      })
      .catch((x) => {
        const locked = x instanceof ApiError && x.status === 429;
        setProblem(
          locked ? t("locked") : x instanceof ApiError && x.status === 401 ? t("oldWrong") : String(x.message),
        );
      })
      .finally(() => setBusy(false));
  };
  return { problem, busy, onSubmit };
}

function Form({
  form,
  label,
  button,
  onCancel,
  children,
}: {
  form: ReturnType<typeof useForm>;
  label: string;
  button: string;
  onCancel?: () => void;
  children: ReactNode;
}) {
  const t = useWords(words);
  return (
    <form className="settings-form" aria-label={label} onSubmit={form.onSubmit}>
      {children}
      {form.problem ? (
        <Alert color="red" role="alert" variant="outline">
          {form.problem}
        </Alert>
      ) : null}
      <div className="settings-buttons">
        <Button type="submit" variant="default" loading={form.busy}>
          {button}
        </Button>
        {onCancel ? (
          <Button variant="subtle" onClick={onCancel}>
            {t("cancel")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** One's own password, and the way out. */
export function OwnAccount({ session }: { session: Session }) {
  const t = useWords(words);
  const cache = useQueryClient();
  const name = session.user?.name ?? "";
  const leave = async () => {
    await api.signOut();
    go("home");
    cache.clear();
  };
  const form = useForm(
    (data) => stepPerson({ name, body: { old: data("old"), password: data("password") } }),
    () => toast({ kind: "ok", text: t("passwordChanged") }),
  );
  return (
    <>
      <p className="settings-who">
        {t("signedIn", { name })}{" "}
        <button type="button" className="t-link-button" onClick={() => void leave()}>
          {t("signOut")}
        </button>
      </p>
      <Form form={form} label={t("password")} button={t("change")}>
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          name="old"
          label={t("old")}
          autoComplete="current-password"
          required
        />
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          name="password"
          label={t("new")}
          description={t("long")}
          minLength={shortest}
          autoComplete="new-password"
          required
        />
      </Form>
    </>
  );
}

/** Everybody who can sign in: for those who manage people. */
export function Accounts({ me }: { me: string }) {
  const t = useWords(words);
  const cache = useQueryClient();
  const people = useQuery({ queryKey: ["people"], queryFn: () => listPeople() });
  const again = () => cache.invalidateQueries({ queryKey: ["people"] });
  const form = useForm(
    (data) => addPerson({ body: { name: data("name"), password: data("password"), admin: data("admin") !== "" } }),
    () => void again(),
  );
  const step = (name: string, body: Parameters<typeof stepPerson>[0]["body"]) =>
    stepPerson({ name, body })
      .catch((e) => toast({ kind: "error", text: String(e.message) }))
      .finally(() => void again());
  return (
    <>
      <p className="settings-note">{t("accountsNote")}</p>
      <table className="settings-table">
        <thead>
          <tr>
            <th scope="col">{t("name")}</th>
            <th scope="col">{t("admin")}</th>
            <th scope="col">{t("mayEnter")}</th>
            <th scope="col">
              <span className="t-hidden">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.data?.map((p) => (
            <Row key={p.name} p={p} me={p.name === me} onStep={(body) => void step(p.name, body)} />
          ))}
        </tbody>
      </table>
      <Form form={form} label={t("add")} button={t("addButton")}>
        <TextInput name="name" label={t("name")} autoComplete="off" maxLength={64} required />
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          name="password"
          label={t("first")}
          description={t("long")}
          minLength={shortest}
          autoComplete="new-password"
          required
        />
        <Checkbox name="admin" value="yes" label={t("admin")} />
      </Form>
    </>
  );
}

function Row({
  p,
  me,
  onStep,
}: {
  p: Account;
  me: boolean;
  onStep: (body: { admin?: boolean; disabled?: boolean }) => void;
}) {
  const t = useWords(words);
  const [setting, setSetting] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setSetting(false);
    button.current?.focus();
  };
  return (
    <>
      <tr>
        <th scope="row">
          {p.name} {me ? <span className="t-dim">{t("you")}</span> : null}
        </th>
        <td>
          <Checkbox
            aria-label={t("adminOf", { name: p.name })}
            checked={p.admin}
            disabled={me}
            onChange={(e) => onStep({ admin: e.currentTarget.checked })}
          />
        </td>
        <td>
          <Checkbox
            aria-label={t("mayEnterOf", { name: p.name })}
            checked={!p.disabled}
            disabled={me}
            onChange={(e) => onStep({ disabled: !e.currentTarget.checked })}
          />
        </td>
        <td>
          {me ? null : (
            <Button
              ref={button}
              size="compact-sm"
              variant="default"
              aria-label={t("forgotOf", { name: p.name })}
              aria-expanded={setting}
              onClick={() => (setting ? close() : setSetting(true))}
            >
              {t("forgot")}
            </Button>
          )}
        </td>
      </tr>
      {setting ? (
        <tr>
          <td colSpan={4}>
            <NewPassword name={p.name} onDone={close} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** A new password for somebody who forgot theirs. Their own account asks for the old one; this does not. */
function NewPassword({ name, onDone }: { name: string; onDone: () => void }) {
  const t = useWords(words);
  const form = useForm(
    (data) => stepPerson({ name, body: { password: data("password") } }),
    () => {
      toast({ kind: "ok", text: t("forgotDone", { name }) });
      onDone();
    },
  );
  return (
    <Form form={form} label={t("forgotOf", { name })} button={t("set")} onCancel={onDone}>
      <PasswordInput
        autoFocus
        name="password"
        label={t("new")}
        description={`${t("long")} ${t("forgotNote", { name })}`}
        minLength={shortest}
        autoComplete="new-password"
        required
        onKeyDown={(e) => {
          if (e.key === "Escape") onDone();
        }}
      />
    </Form>
  );
}
