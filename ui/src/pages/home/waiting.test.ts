import { expect, test } from "vitest";
import type { ProjectSummary } from "@/api/types";
import { waitingOf } from "./Waiting";

const project = (id: string, role: ProjectSummary["role"], waiting: Partial<ProjectSummary["waiting"]>, more = {}) =>
  ({
    id,
    name: id,
    role,
    waiting: { review: 0, overdue: 0, open: 0, questions: 0, reviews: 0, ...waiting },
    ...more,
  }) as ProjectSummary;

test("only what a person may do something about waits for them", () => {
  const all = { overdue: 5, review: 1, open: 2, questions: 3, reviews: 4 };
  const lines = waitingOf([
    project("mine", "owner", all),
    project("judged", "reviewer", all),
    project("read", "reader", all),
    project("old", "owner", all, { archived: true }),
    project("done", "owner", {}),
  ]);
  expect(lines.map((l) => `${l.p.id} ${l.kind} ${l.n}`)).toEqual([
    "mine reviews 4",
    "judged reviews 4",
    "mine overdue 5",
    "mine review 1",
    "mine open 2",
    "mine questions 3",
  ]);
});
