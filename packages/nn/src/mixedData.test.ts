import fc from "fast-check";
import { expect, test } from "vitest";
import { arrayData, batchIndices, inOrder, type Data } from "./data.ts";
import { balancedData, mixedData } from "./mixedData.ts";

/** So many samples from a number on: both input and target. */
const from = (first: number, length: number): Data => {
  const column = { shape: [length, 1], data: Float32Array.from({ length }, (_, i) => first + i) };
  return arrayData({ inputs: { x: column }, targets: { y: column } });
};
/** The samples of an epoch, batch by batch. */
async function epochOf(data: Data, epoch?: number, batchSize = 7): Promise<number[]> {
  const seen: number[] = [];
  for (const indices of batchIndices(inOrder(data.length), batchSize)) {
    const { inputs, targets } = await data.batch(indices, epoch);
    expect(inputs["x"]).toEqual(targets["y"]);
    seen.push(...(inputs["x"]?.data ?? []));
  }
  return seen;
}

test("without shares it is all of all, in the order asked for", async () => {
  const data = mixedData([{ data: from(0, 5) }, { data: from(100, 3) }]);
  expect(await epochOf(data)).toEqual([0, 1, 2, 3, 4, 100, 101, 102]);
  expect([...((await data.batch(Uint32Array.of(7, 0, 6, 4), 3)).inputs["x"]?.data ?? [])]).toEqual([102, 0, 101, 4]);
});

test("with shares each epoch has so many of each, every one before any a second time, whatever the sizes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ length: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0.1, max: 10, noNaN: true }) }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 120 }), fc.nat(9), async (sources, length, seed) => {
      const data = mixedData(sources.map(({ length: n, share }, i) => ({ data: from(1000 * i, n), share })), { length, seed });
      const seen = await epochOf(data, 2);
      expect(seen).toHaveLength(length);
      const sum = sources.reduce((total, { share }) => total + share, 0);
      sources.forEach(({ length: n, share }, i) => {
        const own = seen.filter((value) => Math.floor(value / 1000) === i);
        expect(Math.abs(own.length - (length * share) / sum)).toBeLessThan(1);
        const times = Array.from({ length: n }, (_, at) => own.filter((value) => value === 1000 * i + at).length);
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
      });
    }),
    { numRuns: 40 },
  );
});

test("another epoch and another seed draw others, the same ones the same; a measurement has always the same", async () => {
  const data = (seed: number): Data => mixedData([{ data: from(0, 50), share: 1 }, { data: from(100, 50), share: 1 }], { length: 20, seed });
  const first = await epochOf(data(1), 1);
  expect(await epochOf(data(1), 1)).toEqual(first);
  expect(await epochOf(data(1), 2)).not.toEqual(first);
  expect(await epochOf(data(2), 1)).not.toEqual(first);
  expect(await epochOf(data(1))).toEqual(await epochOf(data(1)));
});

test("sources learn which epoch they are asked in, and are asked as early as the most eager one wants", async () => {
  const asked: (number | undefined)[] = [];
  const late: Data = { length: 4, ahead: 3, batch: async (at, epoch) => (asked.push(epoch), from(0, 4).batch(at)) };
  const data = mixedData([{ data: late }, { data: from(10, 2) }]);
  expect(data.ahead).toBe(3);
  await data.batch(Uint32Array.of(0, 5), 9);
  await data.batch(Uint32Array.of(1));
  expect(asked).toEqual([9, undefined]);
});

test("a sample that cannot be read is left out, and weights are 1 where a source has none", async () => {
  const gaps: Data = { length: 3, batch: (at) => from(0, 3).batch(at.filter((i) => i !== 1)) };
  const weighted = arrayData({ inputs: { x: { shape: [2, 1], data: Uint8Array.of(7, 8), scale: 1 } }, targets: { y: { shape: [2, 1], data: Float32Array.of(7, 8) } }, weights: { y: { shape: [2], data: Float32Array.of(0.5, 2) } } });
  const { inputs, weights } = await mixedData([{ data: gaps }, { data: weighted }]).batch(Uint32Array.of(4, 0, 1, 3, 2));
  expect([...(inputs["x"]?.data ?? [])]).toEqual([8, 0, 2, 7]);
  expect([...(weights?.["y"]?.data ?? [])]).toEqual([2, 1, 1, 0.5]);
});

test("balanced: 90 of one class and 10 of another are 50 and 50", async () => {
  const labels = Array.from({ length: 100 }, (_, i) => (i < 90 ? 3 : 1));
  const seen = await epochOf(balancedData(from(0, 100), labels, { seed: 4 }), 1);
  const rare = seen.filter((i) => i >= 90);
  expect([seen.length, rare.length, new Set(rare).size, new Set(seen.filter((i) => i < 90)).size]).toEqual([100, 50, 10, 50]);
  expect(await epochOf(balancedData(from(0, 100), labels, { seed: 4 }), 2)).not.toEqual(seen);
});

test("what does not fit together is refused in words", async () => {
  const other = arrayData({ inputs: { x: { shape: [1, 1], data: Float32Array.of(1) } }, targets: { z: { shape: [1, 1], data: Float32Array.of(1) } } });
  const wide = arrayData({ inputs: { x: { shape: [1, 2], data: Float32Array.of(1, 2) } }, targets: { y: { shape: [1, 1], data: Float32Array.of(1) } } });
  expect(() => mixedData([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: mixedData: there must be samples in each source. Received no source.]`);
  expect(() => mixedData([{ data: from(0, 1) }, { data: from(0, 0) }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: mixedData: there must be samples in each source. Received none in source 2 of 2.]`);
  expect(() => mixedData([{ data: from(0, 1), share: 1 }, { data: from(0, 1) }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: mixedData: every source must have a share above 0, or none any. Received 1, none.]`);
  expect(() => mixedData([{ data: from(0, 1) }], { length: 4 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: mixedData: length needs shares, by which so many samples are drawn. Received 4 and none.]`);
  expect(() => balancedData(from(0, 3), [1, 2])).toThrowErrorMatchingInlineSnapshot(`[RangeError: balancedData: there must be a label for each sample. Received 2 for 3.]`);
  await expect(mixedData([{ data: from(0, 1) }, { data: other }]).batch(Uint32Array.of(0, 1))).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: mixedData: all sources must have the same targets. Received y, and z.]`);
  await expect(mixedData([{ data: from(0, 1) }, { data: wide }]).batch(Uint32Array.of(0, 1))).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: mixedData: input "x" must have the same shape in all sources. Received [1] and [2] for a sample.]`);
});
