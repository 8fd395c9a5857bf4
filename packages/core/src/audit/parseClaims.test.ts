import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { audit } from "./audit.ts";
import { TableError } from "./claims.ts";
import { parseClaims } from "./parseClaims.ts";
import { readCsv } from "./csv.ts";

const slide = readFileSync(new URL("../../../../examples/slide.csv", import.meta.url), "utf8");

test("the example file is the slide's table", () => {
  const { table, input } = parseClaims(slide, { file: "slide.csv" });
  expect(input).toEqual([32, 32, 3]);
  expect(table.rows.map(({ params }) => params)).toEqual([208, 0, 416, 0, 48_001, 100_081, 841]);
  const { total, params, wrong } = audit(table, input);
  expect([total?.claimed, params, wrong]).toEqual([149_547, 62_958, 6]);
});

test("other separators, names of columns and ways to write numbers", () => {
  const { table, input } = parseClaims('\uFEFFName;Kind;Activation shape;# Parameters\r\nin;input;(32, 32, 3);\r\n"a ""b""";conv 8 5x5;28×28×8;1 608\r\n', { file: "t.csv" });
  expect(input).toEqual([32, 32, 3]);
  expect(table.rows).toMatchObject([{ name: 'a "b"', output: [28, 28, 8], params: 1608 }]);
  expect(parseClaims("layer\nflatten\n", { input: [2, 2, 1] }).table.rows).toMatchObject([{ name: "flatten" }]);
});

test("numbers as slides round them, and columns as Keras and slides call them", () => {
  const params = (text: string): unknown => parseClaims(`Name,Layer,Output size,Param #\nin,input,32x32x3,\na,conv 8 5x5,28x28x8,${text}\n`).table.rows[0]?.params;
  expect(["608", "2.4K", "61M", "1.2 g", "0.608k"].map(params)).toEqual([608, { about: 2400, unit: 100 }, { about: 61_000_000, unit: 1_000_000 }, { about: 1_200_000_000, unit: 100_000_000 }, { about: 608, unit: 1 }]);
  for (const text of ["2.4", "1.2345K", "2.4T", "K", '"2,4K"']) expect(() => params(text)).toThrow(/params must be a whole number ≥ 0, or a rounded one such as 2\.4K, 61M or 1\.2G\. Received/);
});

test.each([
  [""], ["name,params\nx,3\n"], ["layer,paramz\n"], ["layer,layer\n"], ["layer,output\nconv 8 5x5,28\n"], ["layer,output,params\ninput,32x32x3,0\nconv 8 5x5,28x28x8,48,001\n"],
  ["layer,output\ninput,32x32x3\nconv 8 5x5,28 by 28\n"], ["layer,output,params\ninput,32x32x3,\ncnv 8 5x5,,4\n"], ["layer,output,params\ninput,32x32x3,\nconv 8 5x5,,-4\n"], ["layer,output\ninput,\n"],
  ["layer,output\ninput,3x3x1\ntotal,\nflatten,\n"], ["layer,output\nflatten,\ninput,3x3x1\n"], ['layer,output\n"input,3x3x1\n'], ["layer,output\ninput,3x3x1\n"], [`layer\n${"flatten\n".repeat(3000)}`], ["x".repeat(2 ** 20 + 1)],
])("a wrong table is refused with its place: %#", (text) => {
  expect(() => parseClaims(text, { file: "t.csv" })).toThrow(TableError);
  expect(() => parseClaims(text, { file: "t.csv" })).toThrowErrorMatchingSnapshot();
});

test("what is written as CSV is read back", () => {
  const cell = fc.string({ maxLength: 6, unit: fc.constantFrom("a", "1", ",", '"', ";", " ", "\n", "×") }).map((text) => text.trim());
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(rows, (lines) => {
    const kept = [["x", "y"], ...lines].filter((cells) => cells.some((text) => text !== ""));
    const text = kept.map((cells) => cells.map((held) => `"${held.replaceAll('"', '""')}"`).join(",")).join("\r\n");
    expect(readCsv(text).map(({ cells }) => cells)).toEqual(kept);
  }));
});
