// The live line: deltas of other people, what they say, and who is here. Where it cannot be had the store asks for deltas
// in turn.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Review, Thread } from "@/api/schema";
import type { Delta, Presence, Role } from "@/api/types";
import { archived, catchUp, flush, given, receive, reload, useProject } from "./store";
import { askAgain, hear, moved } from "./talk";

const set = useProject.setState;
const get = useProject.getState;

export interface Me {
  who: string;
  name: string;
  color: string;
}

// Dark enough to carry white letters.
const colors = ["#0f5f99", "#7e22ce", "#0f766e", "#b42318", "#92400e", "#3f6212", "#9d174d", "#374151"];

export const me: Me = { who: id(), name: "", color: colors[Math.floor(Math.random() * colors.length)] ?? "#0f5f99" };

function id(): string {
  return typeof crypto !== "undefined" && "randomUUID" in crypto ? crypto.randomUUID() : String(Math.random());
}

/** Says under which name this person is here; others see it at once. */
export function introduce(name: string) {
  if (me.name === name) return;
  me.name = name;
  tell({});
}

type Say = Pick<Presence, "page" | "selection" | "cursor">;
let publish: ((data: unknown) => void) | undefined;
let last: Say = {};

/** Tells the others where this person is. Cursors go at most 20 times a second. */
export function tell(say: Say) {
  last = { ...last, ...say };
  if (timer) return;
  timer = setTimeout(() => {
    timer = undefined;
    publish?.({ ...me, ...last });
  }, 50);
}
let timer: ReturnType<typeof setTimeout> | undefined;

/** Forgets people who have said nothing for a while. */
const quiet = 45_000;

type News =
  | { type: "delta"; delta: Delta }
  | { type: "comment"; comment: Thread }
  | { type: "review"; review: Review }
  | { type: "archiving" } // the delta says so too
  | { type: "role"; role: { name: string; role: Role } };

function learn(client: QueryClient, project: string, news: News) {
  if (news.type === "archiving") return void client.invalidateQueries({ queryKey: ["projects"] });
  if (news.type === "role") {
    if (news.role.name === get().person) given(news.role.role);
    return void client.invalidateQueries({ queryKey: ["members"] });
  }
  if (news.type !== "delta") return hear(client, project, news);
  receive(news.delta);
  moved(client, project);
}

/** Keeps the live line of a project open while a component is shown. */
export function useLive(project: string | undefined) {
  const client = useQueryClient();
  useEffect(() => {
    if (!project) return;
    let stop = () => {};
    let closed = false;
    void import("centrifuge").then(({ Centrifuge }) => {
      if (closed) return;
      const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`;
      const line = new Centrifuge(url, { name: "studio", minReconnectDelay: 500, maxReconnectDelay: 15_000 });
      const deltas = line.newSubscription(`project:${project}`);
      deltas.on("publication", (c) => learn(client, project, c.data as News));
      deltas.on("subscribed", (c) => {
        set({ live: true, offline: false });
        const welcome = c.data as { archived?: boolean; role?: Role } | undefined;
        archived(Boolean(welcome?.archived));
        if (welcome?.role) given(welcome.role);
        void catchUp().then(flush);
        void askAgain(client, project);
      });
      deltas.on("subscribing", () => set({ live: false }));
      deltas.on("unsubscribed", () => {
        set({ live: false });
        void reload(); // it is gone, or not for this person any more
      });
      const here = line.newSubscription(`presence:${project}`);
      here.on("publication", (c) => meet(c.data as Presence));
      here.on("subscribed", () => {
        publish = (data) => void here.publish(data).catch(() => {});
        publish({ ...me, ...last, hello: true });
      });
      deltas.subscribe();
      here.subscribe();
      line.connect();
      stop = () => {
        publish?.({ ...me, gone: true });
        publish = undefined;
        line.disconnect();
      };
    });
    const beat = setInterval(() => {
      publish?.({ ...me, ...last });
      forget();
      if (!get().live) void catchUp().then(flush);
    }, 10_000);
    const back = () => void catchUp().then(flush);
    const leave = () => publish?.({ ...me, gone: true });
    window.addEventListener("online", back);
    window.addEventListener("pagehide", leave);
    return () => {
      closed = true;
      clearInterval(beat);
      window.removeEventListener("online", back);
      window.removeEventListener("pagehide", leave);
      stop();
    };
  }, [project, client]);
}

function meet(p: Presence & { gone?: boolean; hello?: boolean }) {
  if (!p?.who || p.who === me.who) return;
  const people = { ...get().people };
  if (p.gone) delete people[p.who];
  else people[p.who] = { ...p, seen: Date.now() };
  set({ people });
  if (p.hello) publish?.({ ...me, ...last });
}

function forget() {
  const now = Date.now();
  const left = Object.values(get().people).filter((p) => now - p.seen < quiet);
  if (left.length !== Object.keys(get().people).length)
    set({ people: Object.fromEntries(left.map((p) => [p.who, p])) });
}
