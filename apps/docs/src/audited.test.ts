import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkTable } from "./audited.ts";
import { auditTables, slide } from "./auditTables.ts";

test("the slide's table: six wrong, each with its slip", () => {
  const { total, params, notes, verdict } = checkTable(slide);
  expect([params, total, verdict]).toEqual(["62,958", { claimed: "149,547", verdict: "follows" }, "6 of 22 claims are wrong: 5 slips, and 1 claim that follows from them."]);
  expect(notes.map(({ where }) => where)).toEqual(["conv1, parameters", "conv2, parameters", "fc3, parameters", "fc4, parameters", "fc5, parameters", "total"]);
  expect(notes[3]).toEqual({
    where: "fc4, parameters",
    says: "100,081 is claimed, 10,164 is right: perhaps one bias was counted for the whole layer, not one for each filter or unit (10,081); then a digit too many was printed.",
    working: ["parameters: (n + 1)·u = (120 + 1)·84 = 10,164"],
  });
});

test("tables to choose from: every slip has its cause, wrong sizes their working", () => {
  const told = auditTables.map(({ text }) => checkTable(text).notes);
  expect(told.flat().filter(({ says }) => says.includes("no slip known"))).toEqual([]);
  expect(told[1]?.map(({ where, says }) => `${where}: ${says}`)).toMatchInlineSnapshot(`
    [
      "S2, parameters: 12 is claimed, 0 is right: it is the right count for LeNet-5's subsampling, with a coefficient and a bias for each map: write the layer as subsampling2d 2.",
      "C3, parameters: 1,516 is claimed, 2,416 is right: it is the right count with LeNet-5's connection table, by which most filters see 3 or 4 of the 6 maps: write the layer as connectionTableConv2d 5x5 table=lenet.",
      "S4, output: 9×9×16 is claimed, 5×5×16 is right: the stride was forgotten.",
      "S4, size: 1,296 is claimed, 400 is right: it follows from the wrong shape claimed in this row.",
      "total: ≈60,000 is claimed, 60,888 is right: it is the sum of the rows as they are claimed, with their slips.",
    ]
  `);
  expect(told[2]).toMatchInlineSnapshot(`
    [
      {
        "says": "26×26×96 is claimed, 27×27×96 is right: the + 1 for the first place of the window was forgotten.",
        "where": "pool1, output",
        "working": [
          "height: ⌊(n + 2·p − k) / s⌋ + 1 = ⌊(55 + 2·0 − 3) / 2⌋ + 1 = 27",
          "width: ⌊(n + 2·p − k) / s⌋ + 1 = ⌊(55 + 2·0 − 3) / 2⌋ + 1 = 27",
        ],
      },
      {
        "says": "614,656 is claimed, 307,456 is right: every filter was taken to see all input channels, not only its own.",
        "where": "conv2, parameters",
        "working": [
          "parameters: (k_h·k_w·c/g + 1)·f = (5·5·48 + 1)·256 = 307,456",
        ],
      },
      {
        "says": "885,000 is claimed, 885,120 is right: the number was rounded.",
        "where": "conv3, parameters",
        "working": [
          "parameters: (k_h·k_w·c + 1)·f = (3·3·256 + 1)·384 = 885,120",
        ],
      },
    ]
  `);
});

test("it is the table of the examples", () => {
  expect(readFileSync(new URL("../../../examples/slide.csv", import.meta.url), "utf8").trim().split("\n").slice(1).join("\n")).toBe(slide);
});

test("a table that cannot be read says where", () => {
  expect(() => checkTable("name,layer\nconv1,convd2 8")).toThrowErrorMatchingInlineSnapshot(`[TableError: your table, line 2: convd2: there is no such kind of layer. Did you mean "conv2d" or "conv1d" or "conv"? Write it as: conv2d 8 5x5.]`);
});
