import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkTable, slide } from "./audited.ts";

test("the slide's table: six wrong, each with its slip", () => {
  const { rows, total, params, wrong } = checkTable(slide);
  expect([params, wrong, total]).toEqual(["62,958", 6, { claimed: "149,547", truth: "62,958", verdict: "follows", says: "it is the sum of the rows as they are claimed, with their slips" }]);
  expect(rows.filter((row) => row.params?.verdict === "wrong").map((row) => `${row.name}: ${row.params?.truth}, ${row.params?.says}`)).toMatchInlineSnapshot(`
    [
      "conv1: 608, each filter was taken to be one channel deep, not as deep as its input",
      "conv2: 3,216, each filter was taken to be one channel deep, not as deep as its input",
      "fc3: 48,120, one bias was counted for the whole layer, not one for each filter or unit",
      "fc4: 10,164, one bias was counted for the whole layer, not one for each filter or unit (10,081); then a digit too many was printed",
      "fc5: 850, one bias was counted for the whole layer, not one for each filter or unit",
    ]
  `);
  expect(rows[0]?.working).toBe("(k_h·k_w·c + 1)·f = (5·5·3 + 1)·8 = 608");
});

test("it is the table of the examples", () => {
  expect(readFileSync(new URL("../../../examples/slide.csv", import.meta.url), "utf8").trim().split("\n").slice(1).join("\n")).toBe(slide);
});

test("a table that cannot be read says where", () => {
  expect(() => checkTable("name,layer\nconv1,convd2 8")).toThrowErrorMatchingInlineSnapshot(`[TableError: your table, line 2: convd2: there is no such kind of layer. Did you mean "conv2d" or "conv1d" or "conv"? Write it as: conv2d 8 5x5.]`);
});
