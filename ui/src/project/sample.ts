// A small state for tests.
import type { Delta, Entry, Finding, State } from "@/api/types";

export const finding = (id: string, rank: number, more: Partial<Finding> = {}): Finding => ({
  id,
  threat: id.split("@")[0] ?? "",
  target: id.split("@")[1] ?? "",
  title: id,
  rank,
  severity: 5,
  certainty: "confirmed",
  state: "open",
  risk: "high",
  residual: "high",
  exploitability: 3,
  residualExploitability: 3,
  many: false,
  hazards: [],
  categories: [],
  exposure: [],
  suggested: [],
  controls: [],
  ...more,
});

const counts: State["counts"] = {
  findings: 2,
  byState: {},
  byCertainty: {},
  bySeverity: {},
  byRisk: {},
  byResidual: {},
  errors: 0,
  warnings: 0,
  notes: 0,
  questions: 0,
};

export const sample = (): State => ({
  project: { id: "pump", name: "Pump", role: "owner" },
  revision: 3,
  hash: "h3",
  model: {
    head: { id: "pump", name: "Pump", device: { type: "infusion-pump" } },
    sections: {
      zones: [
        { id: "z1", name: "Bed" },
        { id: "z2", name: "Core", in: "z1" },
      ],
      elements: [
        { id: "pcu", name: "Control unit", zone: "z2", interfaces: [{ id: "usb", state: "open" }] },
        { id: "server", name: "Server", runs: ["windows"] },
      ] as Entry[],
      flows: [{ id: "f1", from: "server", to: "pcu", carries: ["lib"] }],
    },
    layout: {
      default: { pcu: { x: 0, y: 0, w: 10, h: 5 } },
      update: { server: { x: 1, y: 2, locked: true }, f1: { via: [[5, 6]] } },
    },
  },
  protection: {},
  findings: [finding("a@pcu", 20), finding("b@f1", 10)],
  counts,
  diagnostics: [],
  files: [{ name: "theriac.yaml", text: "name: Pümpe\n", hash: "t3" }],
  scales: { severity: [], exploitability: [], risks: [], matrix: [], after: "" },
});

/** The delta that takes the sample from one revision to the next; it changes nothing unless told. */
export const delta = (base: number, more: Partial<Delta> = {}): Delta => ({
  revision: base + 1,
  base,
  hash: `h${base + 1}`,
  author: "Ann",
  time: "2026-11-23T00:00:00Z",
  title: "Change",
  key: `foreign-${base}`,
  entries: {},
  findings: { upsert: [], gone: [] },
  counts,
  files: {},
  ...more,
});
