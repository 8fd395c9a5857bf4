import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folder } from "../../test/run.ts";
import { columnOf, numbersOf, placeOf, readTable } from "./table-file.ts";

test("CSV with commas, semicolons and tabs, records and lists of JSON are the same table", () => {
  const cwd = folder();
  const files: Readonly<Record<string, string>> = {
    "a.csv": "\ufeffepoch,loss,\"a, \"\"b\"\"\"\r\n1,0.5,x\r\n2,,\"y\nz\"\r\n\r\n",
    "a.tsv": "epoch\tloss\ta, \"b\"\n1\t0.5\tx\n2\t\t\"y\nz\"",
    "b.csv": "epoch;loss;\"a, \"\"b\"\"\"\n1;0.5;x\n2;;\"y\nz\"\n",
    "a.json": JSON.stringify([{ epoch: 1, loss: 0.5, 'a, "b"': "x" }, { epoch: 2, loss: null, 'a, "b"': "y\nz" }]),
    "a.jsonl": `{"epoch":1,"loss":0.5,"a, \\"b\\"":"x"}\n{"epoch":2,"a, \\"b\\"":"y\\nz"}\n`,
    "b.json": JSON.stringify({ epoch: [1, 2], loss: [0.5], 'a, "b"': ["x", "y\nz"] }),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(cwd, name), text);
    const { columns, rows } = readTable(name, cwd);
    expect({ name, columns, rows }).toEqual({ name, columns: ["epoch", "loss", 'a, "b"'], rows: [["1", "0.5", "x"], ["2", "", "y\nz"]] });
  }
  const table = readTable("a.csv", cwd);
  expect([columnOf(table, "Loss"), placeOf(table, ["valloss"]), numbersOf(table, 1)]).toEqual([1, -1, [0.5, NaN]]);
});

test("what is written as CSV is read again", () => {
  const cwd = folder();
  const cell = fc.string({ unit: fc.constantFrom("a", "b", ",", '"', "\n", "1", ";") });
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
    writeFileSync(join(cwd, "t.csv"), `x,y\n${rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join("\n")}\n`);
    const kept = rows.filter((row) => row.some((text) => text !== ""));
    if (kept.length > 0) expect(readTable("t.csv", cwd).rows).toEqual(kept);
  }), { numRuns: 50 });
});

test("what is no table is refused", () => {
  const cwd = folder();
  const said = (name: string, text: string): string => {
    writeFileSync(join(cwd, name), text);
    try {
      readTable(name, cwd);
      return "nothing";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect([said("a.csv", "x,y\n"), said("b.csv", 'x,y\n"1"2,3\n'), said("c.csv", 'x,y\n"1,3\n'), said("d.json", "{"), said("e.json", "3"), said("f.json", '{"a":1}')]).toMatchInlineSnapshot(`
    [
      "a.csv: must hold a line of names and at least one of values. Received 1 line.",
      "b.csv: line 2 must be fields with "," between them. Received something behind a closing quotation mark, or one that is not closed.",
      "c.csv: line 2 must be fields with "," between them. Received something behind a closing quotation mark, or one that is not closed.",
      "d.json: must be JSON. It is damaged, or another kind of file.",
      "e.json: must hold a table: CSV with names in its first line, JSON records, or JSON lists by name.",
      "f.json: must hold a table: CSV with names in its first line, JSON records, or JSON lists by name.",
    ]
  `);
});
