// What people say of the project besides changing it: comments in threads, and reviews. The live line brings them; only
// while it is down they are asked for in turn.
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { listComments, listReviews, type Review, type Thread } from "@/api/schema";
import { useProject } from "./store";

const beat = 15_000; // ms between looks while the live line is down

export const threadsKey = (project: string) => [project, "comments"];
export const reviewsKey = (project: string) => [project, "reviews"];

const useBeat = () => useProject((p) => (p.live ? (false as const) : beat));

/** All threads of the project, kept fresh. */
export function useThreads(project: string) {
  const refetchInterval = useBeat();
  return useQuery({ queryKey: threadsKey(project), queryFn: () => listComments({ project }), refetchInterval });
}

/** All reviews of the project, kept fresh. */
export function useReviews(project: string) {
  const refetchInterval = useBeat();
  return useQuery({ queryKey: reviewsKey(project), queryFn: () => listReviews({ project }), refetchInterval });
}

/** What was said is asked for again: after a line that was down, or something of one's own. */
export function askAgain(client: QueryClient, project: string) {
  return Promise.all([
    client.invalidateQueries({ queryKey: threadsKey(project) }),
    client.invalidateQueries({ queryKey: reviewsKey(project) }),
  ]);
}

let later: ReturnType<typeof setTimeout> | undefined;

/** The project has changed, and what a review was about may be left behind. Many changes are one look. */
export function moved(client: QueryClient, project: string) {
  clearTimeout(later);
  later = setTimeout(() => void client.invalidateQueries({ queryKey: reviewsKey(project) }), 250);
}

/** Takes in what the live line brings. A thing that is known takes its place; a new one is asked for, in its order. */
export function hear(client: QueryClient, project: string, said: { comment?: Thread; review?: Review }) {
  if (said.comment) take(client, threadsKey(project), said.comment);
  if (said.review) take(client, reviewsKey(project), said.review);
}

function take<T extends { id: string }>(client: QueryClient, key: string[], one: T) {
  const known = client.getQueryData<T[]>(key);
  if (known?.some((x) => x.id === one.id))
    client.setQueryData<T[]>(
      key,
      known.map((x) => (x.id === one.id ? one : x)),
    );
  else void client.invalidateQueries({ queryKey: key });
}
