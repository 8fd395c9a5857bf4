import { writeOnnx } from "@convscope/exchange/onnx";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Recorder } from "../graph/recorder.ts";
import { Tape } from "../graph/tape.ts";
import { importOrt } from "../package.node.ts";
import { arePairs, ofPairs } from "./pairs.ts";

const ort = await importOrt();

/** dx of the maximum over pairs, computed in ONNX Runtime by what `write` writes. */
async function dx(dims: readonly [number, number, number, number], x: readonly number[], dy: readonly number[], write: typeof ofPairs): Promise<number[]> {
  const recorder = new Recorder();
  const [n, c, h, w] = dims;
  const halved = [n, c, h / 2, w / 2];
  recorder.result("dx", write(new Tape(recorder, "test"), recorder.input("x", "float", dims), recorder.input("dy", "float", halved)));
  const session = await ort.InferenceSession.create(writeOnnx(recorder.model("test", {})), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const outputs = await session.run({ x: new ort.Tensor("float32", Float32Array.from(x), [...dims]), dy: new ort.Tensor("float32", Float32Array.from(dy), halved) });
  await session.release();
  return Array.from(outputs["dx"]?.data as Float32Array);
}

test("by hand: the largest takes dy, the first of equals row by row", async () => {
  const x = [
    1, 2, 5, 5, 0, 0,
    3, 4, 5, 5, -1, 0,
  ];
  expect(await dx([1, 1, 2, 6], x, [10, 20, 30], ofPairs)).toEqual([
    0, 0, 20, 0, 30, 0,
    0, 10, 0, 0, 0, 0,
  ]);
});

test("the same as where ONNX Runtime's MaxPool says that each maximum was, with many equals", async () => {
  const places = { kernel_shape: [2, 2], strides: [2, 2] };
  await fc.assert(
    fc.asyncProperty(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(2, 4, 6), fc.constantFrom(2, 4, 8)), fc.infiniteStream(fc.integer({ min: -1, max: 2 })), async (dims, stream) => {
      const size = dims.reduce((a, b) => a * b, 1);
      const x = [...stream.take(size)];
      const dy = Array.from({ length: size / 4 }, (_, i) => i + 1);
      const expected = await dx(dims, x, dy, (to, data, given) => to.op("MaxUnpool", [given, to.ops("MaxPool", [data], 2, places)[1], to.wholes(dims)], { kernel_shape: [1, 1] }));
      expect(await dx(dims, x, dy, ofPairs)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test("only pairs of rows and columns that fill the maps are written so", () => {
  const two = { kernel_shape: [2, 2], strides: [2, 2] };
  expect(arePairs([1, 3, 8, 6], { ...two, pads: [0, 0, 0, 0], dilations: [1, 1] })).toBe(true);
  expect(arePairs([1, 3, 7, 6], two)).toBe(false);
  expect(arePairs([1, 3, 8, 6], { ...two, pads: [0, 0, 1, 1] })).toBe(false);
  expect(arePairs([1, 3, 8, 6], { ...two, dilations: [2, 2] })).toBe(false);
  expect(arePairs([1, 3, 8, 6], { ...two, kernel_shape: [3, 3] })).toBe(false);
  expect(arePairs([1, 3, 8, 6], { kernel_shape: [2, 2] })).toBe(false);
  expect(arePairs([1, 3, 8], { kernel_shape: [2], strides: [2] })).toBe(false);
});
