import { expect, test } from "vitest";
import { countsOf, fractionsOf, splitTable, type SplitSettings } from "./splits.ts";

const settings: SplitSettings = { counts: [250, 250, 250], fractions: [0.7, 0.15, 0.15], seed: 1, stratified: true, copies: "none" };
const sum = (rows: readonly (readonly number[])[], part: number): number => rows.reduce((total, row) => total + (row[part] ?? 0), 0);

test("three classes of 250 at 70/15/15: 175 of each to train with, 112 and a half of all to validate", () => {
  const { counts, weights } = splitTable(settings);
  expect(counts.map(([train]) => train)).toEqual([175, 175, 175]);
  expect([0, 1, 2].map((part) => sum(counts, part))).toEqual([525, 113, 112]);
  for (const row of counts) for (const held of row.slice(1)) expect([37, 38]).toContain(held);
  expect(weights).toEqual([1, 1, 1]);
});

test("without regard to the classes the parts are as large, and a rare class comes out as chance has it", () => {
  const rare = { ...settings, counts: [900, 90, 10] };
  const tests = (stratified: boolean): Set<number | undefined> => new Set(Array.from({ length: 40 }, (_, seed) => splitTable({ ...rare, stratified, seed }).counts[2]?.[2]));
  expect([...tests(true)].every((count) => count === 1 || count === 2)).toBe(true);
  expect(tests(false).size).toBeGreaterThan(3);
  expect(sum(splitTable({ ...rare, stratified: false }).counts, 0)).toBe(700);
  expect(splitTable(rare).weights.map((weight) => weight.toFixed(3))).toEqual(["0.370", "3.704", "33.333"]);
});

test("copies that are shared out one by one leak, those that stay together do not", () => {
  const { leaked, counts } = splitTable({ ...settings, copies: "apart" });
  // A test picture's copy lies in training with 1050 chances of 1499.
  expect((leaked[1] ?? 0) / sum(counts, 2)).toBeCloseTo(1050 / 1499, 1);
  expect(splitTable({ ...settings, copies: "together" }).leaked).toEqual([0, 0]);
  expect(sum(splitTable({ ...settings, copies: "together" }).counts, 0)).toBe(1050);
});

test("what cannot be is refused", () => {
  expect(countsOf("250, 250 10")).toEqual([250, 250, 10]);
  expect(fractionsOf("70/15/15")).toEqual([0.7, 0.15, 0.15]);
  expect(() => countsOf("250 many")).toThrowErrorMatchingInlineSnapshot(`[RangeError: The classes must be at most 12 whole numbers of pictures, such as 250 250 250. Received "250 many".]`);
  expect(() => countsOf("60000 1")).toThrowErrorMatchingInlineSnapshot(`[RangeError: This page shares out at most 20000 pictures. Received 60001.]`);
  expect(() => splitTable({ ...settings, fractions: fractionsOf("90/10/10") })).toThrowErrorMatchingInlineSnapshot(`[RangeError: splitLabels: the fractions must be positive and sum to 1, as 0.7, 0.15, 0.15 do. Received 0.9, 0.1, 0.1, which sum to 1.1.]`);
});
