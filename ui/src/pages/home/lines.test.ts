import { describe, expect, test } from "vitest";
import type { Finding, ProjectSummary } from "@/api/types";
import { finding, scales, names as tableNames } from "../threats/made";
import { compile, overdue, rowMaker } from "../threats/rows";
import { waitingOf } from "./lines";

const project = (id: string, role: ProjectSummary["role"], waiting: Partial<ProjectSummary["waiting"]>, more = {}) =>
  ({
    id,
    name: id,
    role,
    waiting: { review: 0, overdue: 0, open: 0, questions: 0, reviews: 0, owners: [], ...waiting },
    ...more,
  }) as ProjectSummary;

test("only what a person may do something about waits for them", () => {
  const all = { overdue: 5, review: 1, open: 2, questions: 3, reviews: 4 };
  const lines = waitingOf(
    [
      project("mine", "owner", all),
      project("judged", "reviewer", all),
      project("read", "reader", all),
      project("old", "owner", all, { archived: true }),
      project("done", "owner", {}),
    ],
    ["anna"],
  );
  expect(lines.map((l) => `${l.p.id} ${l.kind} ${l.n}`)).toEqual([
    "mine reviews 4",
    "judged reviews 4",
    "mine overdue 5",
    "mine review 1",
    "mine open 2",
    "mine questions 3",
  ]);
});

describe("what is one's own comes first, and each number is that of its rows", () => {
  const today = "2026-11-22";
  const decided = (id: string, owner: string | undefined, until: string, state: Finding["state"] = "accepted") =>
    finding({ id: `${id}@wbm`, decision: "accept", state, until, ...(owner ? { owner } : {}) });
  const findings = [
    decided("a", "Jane Doe", "2026-01-31"),
    decided("b", "jane doe", "2026-02-28", "review"),
    decided("c", "jane", "2026-03-31"),
    decided("d", "Ben", "2026-04-30", "review"),
    decided("e", undefined, "2026-05-31"),
    decided("f", "Jane Doe", "2999-01-01", "review"),
    decided("g", 'Jane "J" Doe', "2026-06-30"),
    decided("h", "!Jane", "2026-06-30"),
    finding({}),
  ];
  const rows = rowMaker()(findings, tableNames);
  const found = (q: string | undefined) => rows.filter(compile(q ?? "", scales, today)).length;
  // What the server counts.
  const late = findings.filter((f) => overdue(f, today));
  const again = findings.filter((f) => f.state === "review");
  const owners = [...new Set(findings.flatMap((f) => f.owner ?? []))].map((owner) => ({
    owner,
    overdue: late.filter((f) => f.owner === owner).length,
    review: again.filter((f) => f.owner === owner).length,
  }));
  const waiting = { overdue: late.length, review: again.length, open: 1, owners };
  const table: [string[], string[]][] = [
    [[], ["overdue 7", "review 3", "open 1"]],
    [["Nobody"], ["overdue 7", "review 3", "open 1"]],
    [["JANE DOE"], ["mineOverdue 2", "mineReview 2", "otherOverdue 5", "otherReview 1", "open 1"]],
    [
      ["jane", "Jane Doe", ""],
      ["mineOverdue 3", "mineReview 2", "otherOverdue 4", "otherReview 1", "open 1"],
    ],
    [["Ben"], ["mineOverdue 1", "mineReview 1", "otherOverdue 6", "otherReview 2", "open 1"]],
    [["!jane"], ["mineOverdue 1", "otherOverdue 6", "review 3", "open 1"]],
    [['jane "j" doe'], ["overdue 7", "review 3", "open 1"]],
  ];
  for (const [names, want] of table)
    test(names.join(", ") || "(nobody)", () => {
      const lines = waitingOf([project("p", "editor", waiting)], names);
      expect(lines.map((l) => `${l.kind} ${l.n}`)).toEqual(want);
      for (const l of lines) expect(found(l.q), l.q).toBe(l.n);
    });
});
