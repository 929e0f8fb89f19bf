import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { listRevisions, type Revision } from "@/api/schema";
import { useView } from "@/project/use";

const PAGE = 60;

/** The revisions of a project, newest first, read in pages; asked for anew after each edit. */
export function useRevisions(project: string) {
  const head = useView((s) => s.revision) ?? 0;
  const q = useInfiniteQuery({
    queryKey: [project, "history", head],
    queryFn: ({ pageParam }) => listRevisions({ project, before: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: (last: Revision[]) => (last.length === PAGE ? last.at(-1)?.number : undefined),
    placeholderData: keepPreviousData,
  });
  const list = useMemo(() => q.data?.pages.flat() ?? [], [q.data]);
  return { ...q, list, head };
}
