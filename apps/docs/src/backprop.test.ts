import { computationalGraph } from "@convscope/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sheets, signOf, waysTo, workOut } from "./backprop.ts";

const at = (index: number, values: Readonly<Record<string, number>> = {}): Readonly<Record<string, { readonly value: number; readonly gradient: number }>> => Object.fromEntries(workOut(sheets[index] ?? sheets[0]!, values).map((one) => [one.name, one]));

test("by hand: (x + y)·z, and one leaf on two paths", () => {
  expect(Object.values(at(1)).map(({ value, gradient }) => [value, gradient])).toEqual([[-2, -4], [5, -4], [-4, 3], [3, -4], [-12, 1]]);
  expect(at(2)["x"]).toMatchObject({ gradient: 8 });
  expect(waysTo(workOut(sheets[2]!, {}), "x").map(({ names, product }) => [names.join(" "), product])).toEqual([["f x", 5], ["f s x", 3]]);
});

test("logistic regression: a − y, times x for the weight", () => {
  expect(at(0)).toMatchObject({ a: { value: 0.5, gradient: -2 }, z: { gradient: -0.5 }, w: { gradient: -1 }, b: { gradient: -0.5 }, x: { gradient: -0.25 } });
  expect(workOut(sheets[0]!, {}).map(({ name, rule }) => `${name}: ${rule}`)).toMatchInlineSnapshot(`
    [
      "x: ∂L/∂p·w",
      "w: ∂L/∂p·x",
      "b: ∂L/∂z",
      "y: ln(1 − a) − ln a",
      "p: ∂L/∂z",
      "z: ∂L/∂a·a·(1 − a)",
      "a: −y/a + (1 − y)/(1 − a)",
      "L: 1",
    ]
  `);
});

test("slopes agree with differences, with books, and with the sum over all ways", () => {
  fc.assert(fc.property(fc.constantFrom(...sheets), fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 6, maxLength: 6 }), (sheet, numbers) => {
    const leaves = sheet.quantities.filter(({ op }) => op === undefined).map(({ name }) => name);
    const values = Object.fromEntries(leaves.map((name, i) => [name, name === "y" ? Math.abs(numbers[i] ?? 0) / 1.5 : (numbers[i] ?? 0)]));
    const worked = workOut(sheet, values);
    const value = (name: string): number => worked.find((one) => one.name === name)?.value ?? NaN;
    for (const leaf of leaves) {
      const moved = (by: number): number => workOut(sheet, { ...values, [leaf]: (values[leaf] ?? 0) + by }).at(-1)?.value ?? NaN;
      const { gradient = NaN } = worked.find((one) => one.name === leaf) ?? {};
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5, `${sheet.title}: ${leaf}`).toBeCloseTo(gradient, 4);
      expect(waysTo(worked, leaf).reduce((sum, { product }) => sum + product, 0)).toBeCloseTo(gradient, 9);
    }
    for (const [name, { value: closed }] of Object.entries(sheet.closed ?? {})) expect(closed(value), `${sheet.title}: ${name}`).toBeCloseTo(worked.find((one) => one.name === name)?.gradient ?? NaN, 9);
  }));
});

test("each is drawn", () => {
  for (const sheet of sheets) expect(computationalGraph(workOut(sheet, {}).map((one) => ({ name: one.name, ...(one.inputs && { inputs: one.inputs, op: signOf(one) ?? "" }), value: one.value, gradient: one.gradient }))), sheet.title).toContain("<svg");
});
