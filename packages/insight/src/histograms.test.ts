import fc from "fast-check";
import { expect, test } from "vitest";
import { histograms } from "./histograms.ts";

const of = (...values: number[]): { readonly shape: number[]; readonly data: Float32Array } => ({ shape: [values.length], data: Float32Array.from(values) });

test("values by hand: the greatest belongs to the last bin, values all alike to the middle", () => {
  const [weight, bias] = histograms({ "fc.weight": of(0, 0.25, 0.5, 0.75, 1), "fc.bias": of(2, 2) }, { bins: 4 });
  expect(weight).toEqual({ name: "fc.weight", from: 0, to: 1, counts: Uint32Array.from([1, 1, 1, 2]) });
  expect([...(bias?.counts ?? [])]).toEqual([0, 0, 2, 0]);
});

test("every value is counted, in the bin whose edges it lies between", () => {
  fc.assert(fc.property(fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 1 }), fc.integer({ min: 1, max: 50 }), (values, bins) => {
    const [{ from, to, counts } = { from: 0, to: 0, counts: new Uint32Array() }] = histograms({ a: of(...values) }, { bins });
    const width = (to - from) / bins;
    const slack = 1e-9 * Math.max(1, Math.abs(from), Math.abs(to));
    const loops = Array.from({ length: bins }, (_, bin) => values.filter((value) => Math.fround(value) >= from + bin * width - slack && Math.fround(value) <= from + (bin + 1) * width + slack).length);
    counts.forEach((count, bin) => expect(count).toBeLessThanOrEqual(loops[bin] ?? 0));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
  }));
});

test("what is no number is refused", () => {
  expect(() => histograms({ "conv1.weight": of(1, NaN) })).toThrowErrorMatchingInlineSnapshot(`[RangeError: histograms: "conv1.weight" must hold finite numbers. Received NaN. A training whose weights are no numbers any more cannot go on: lower the learning rate.]`);
});
