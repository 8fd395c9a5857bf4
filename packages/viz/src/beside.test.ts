import { expect, test } from "vitest";
import { beside } from "./beside.ts";
import { confusionMatrix } from "./confusion-matrix.ts";

const matrix = confusionMatrix({ matrix: [[9, 1], [2, 8]], classes: ["cat", "dog"] }, { width: 300 });
const [, width = "", height = ""] = /width="(\d+)" height="(\d+)"/.exec(matrix) ?? [];

test("figures stand side by side, whole and as large as they fit", () => {
  const both = beside([matrix, matrix]);
  expect(/width="(\d+)" height="(\d+)"/.exec(both)?.slice(1)).toEqual([String(2 * Number(width)), height]);
  expect([...both.matchAll(/<svg [^>]*?x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)].map((found) => found.slice(1))).toEqual([["0", "0", width], [width, "0", width]]);
  expect(both.match(/<title>Confusion matrix<\/title>/g)).toHaveLength(2);
  const small = beside([matrix, matrix], { width: 332, title: "Two runs" });
  expect([...small.matchAll(/<svg [^>]*?x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map((found) => found.slice(1))).toEqual([["16", "150"], ["166", "150"]]);
});

test("what is no figure is refused", () => {
  expect(() => beside([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: beside: there must be a figure. Received none.]`);
  expect(() => beside(["<p>"])).toThrowErrorMatchingInlineSnapshot(`[RangeError: beside: every figure must be an SVG document of this package, with its size. Received another text.]`);
});
