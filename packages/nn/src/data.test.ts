import { expect, test } from "vitest";
import { arrayData, batchIndices, inAdvance, inOrder, samplesIn, subset, type Data } from "./data.ts";

/** Ten numbers, and what was asked for. */
function numbers(asked: string[], ahead?: number): Data {
  const plain = arrayData({ inputs: { x: { shape: [10, 1], data: Float32Array.from({ length: 10 }, (_, i) => i) } }, targets: {} });
  return { length: 10, ...(ahead !== undefined && { ahead }), batch: async (at, epoch) => (asked.push(`${at.join("+")} in ${epoch}`), plain.batch(at)) };
}

test("arrays without their names are refused in words", () => {
  const x = { shape: [1, 1], data: new Float32Array(1) };
  expect(() => arrayData(x as never)).toThrowErrorMatchingInlineSnapshot(`[RangeError: data: inputs must be a record of arrays by name: arrayData({ inputs: { input: x }, targets: { output: y } }). Received undefined.]`);
  expect(() => arrayData({ inputs: { x }, targets: x } as never)).toThrow(/^data: targets must be a record of arrays by name/);
});

test("the next batches are asked for before one is used, as many as the data want", async () => {
  for (const [ahead, due] of [[undefined, 2], [1, 2], [3, 4], [0, 1]] as const) {
    const asked: string[] = [];
    const coming = inAdvance(numbers(asked, ahead), batchIndices(inOrder(10), 2), 7);
    const { value } = await coming.next();
    expect([...(value?.inputs["x"]?.data ?? [])]).toEqual([0, 1]);
    expect(asked).toEqual(["0+1 in 7", "2+3 in 7", "4+5 in 7", "6+7 in 7"].slice(0, due));
    const rest: number[] = [];
    for await (const { inputs } of coming) rest.push(...(inputs["x"]?.data ?? []));
    expect(rest).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(asked).toHaveLength(5);
  }
});

test("a batch that nobody waits for may fail, one that is due must not in silence", async () => {
  const data: Data = { length: 4, batch: async (at) => { if (at.includes(2)) throw new Error("no such file"); return { inputs: { x: { shape: [at.length], data: Float32Array.from(at) } }, targets: {} }; } };
  const coming = inAdvance(data, batchIndices(inOrder(4), 2));
  expect(samplesIn((await coming.next()).value ?? { inputs: {}, targets: {} })).toBe(2);
  await expect(coming.next()).rejects.toThrow("no such file");
});

test("a part of some data asks for its places, in the epoch that it is asked in, as early as the whole", async () => {
  const asked: string[] = [];
  const part = subset(numbers(asked, 3), Uint32Array.of(9, 4, 1));
  expect([part.length, part.ahead]).toEqual([3, 3]);
  await part.batch(Uint32Array.of(2, 0), 5);
  await part.batch(Uint32Array.of(1));
  expect(asked).toEqual(["1+9 in 5", "4 in undefined"]);
});

test("weights of samples come with their batch", async () => {
  const columns = { inputs: { x: { shape: [3, 1], data: Float32Array.of(1, 2, 3) } }, targets: { y: { shape: [3], data: Uint8Array.of(0, 1, 0) } } };
  const data = arrayData({ ...columns, weights: { y: { shape: [3], data: Float32Array.of(0.5, 1, 2) } } });
  expect((await data.batch(Uint32Array.of(2, 0))).weights).toEqual({ y: { shape: [2], data: Float32Array.of(2, 0.5) } });
  expect(await arrayData(columns).batch(Uint32Array.of(1))).not.toHaveProperty("weights");
  expect(() => arrayData({ ...columns, weights: { y: { shape: [2], data: Float32Array.of(1, 1) } } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: data: all columns must have the same number of samples. Received 2 in "y" and 3 in "x".]`);
});
