import { expect, test } from "vitest";
import type { Given } from "../import/given";
import { includesOf, ownModel } from "./ownmodel";

const give = (files: Record<string, string>): Given[] =>
  Object.entries(files).map(([path, text]) => ({
    path,
    file: new File([text], path.slice(path.lastIndexOf("/") + 1)),
  }));
const root = "theriac: 1\nid: pump\nname: 'Pump 3: new' # the name\ninclude: [risk.yaml]\n";

test("includes are read however they are written", () => {
  const want = ["a.yaml", "b c.yaml"];
  for (const text of [
    'x: 1\ninclude: [a.yaml, "b c.yaml"] # both\n',
    "include: [\n  a.yaml,\n  'b c.yaml',\n]\nx: 1\n",
    "include:\n  - a.yaml # first\n  # and\n\n  - b c.yaml\nzones:\n  - z\n",
    "include:\n- a.yaml\n- b c.yaml\n",
    "include:\r\n- a.yaml\r\n- b c.yaml\r\n",
  ])
    expect(includesOf(text), text).toEqual(want);
  expect(includesOf("include: a.yaml\n")).toEqual(["a.yaml"]);
  expect(includesOf("zones:\n  include: [x]\n")).toEqual([]);
});

test("a model is its root with what it includes, in a folder or chosen one by one", async () => {
  const files = [
    { name: "theriac.yaml", text: root },
    { name: "risk.yaml", text: "hazards:\n" },
  ];
  expect(await ownModel(give({ "risk.yaml": "hazards:\n", "theriac.yaml": root, "readme.txt": "no" }))).toEqual({
    is: "model",
    title: "Pump 3: new",
    files,
  });
  expect(
    await ownModel(
      give({
        "pump/theriac.yaml": root,
        "pump/risk.yaml": "hazards:\n",
        "pump/old/theriac.yaml": root,
        "pump/a.md": "",
      }),
    ),
  ).toMatchObject({ is: "model", title: "Pump 3: new" });
  expect(await ownModel(give({ "any.yaml": "theriac: 1\n", "b.yaml": "x: 1\n" }))).toMatchObject({ title: "any" });
  const deep = "theriac: 1\ninclude: [parts/risk.yaml]\n";
  expect(await ownModel(give({ "theriac.yaml": deep, "risk.yaml": "hazards:\n" }))).toMatchObject({
    files: [{ name: "theriac.yaml" }, { name: "parts/risk.yaml" }],
  });
});

test("what is missing, and what is too much, is named", async () => {
  expect(await ownModel(give({ "theriac.yaml": root }))).toEqual({
    is: "missing",
    root: "theriac.yaml",
    names: ["risk.yaml"],
  });
  expect(await ownModel(give({ "a.yaml": "theriac: 1\n", "b.yaml": "theriac: 1\n" }))).toEqual({
    is: "several",
    names: ["a.yaml", "b.yaml"],
  });
  expect(await ownModel(give({ "x.json": "{}" }))).toEqual({ is: "other" });
});
