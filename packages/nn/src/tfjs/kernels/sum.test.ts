import { expectClose } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { openBackend } from "../backends.ts";

beforeAll(() => openBackend("wasm"));

const cases = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()], { minLength: 1 }), fc.boolean()));

test("sums and means over any axes are those of a naive loop", () => {
  fc.assert(
    fc.property(cases, ([shape, axes, keepDims]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const data = Array.from({ length: size }, (_, i) => ((i * 7) % 13) - 4);
      const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
      const expected = new Float64Array(kept.reduce((a, b) => a * b, 1));
      data.forEach((value, i) => {
        let [rest, place, step] = [i, 0, 1];
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          const n = shape[axis] ?? 1;
          if (!axes.includes(axis)) [place, step] = [place + (rest % n) * step, step * n];
          rest = Math.floor(rest / n);
        }
        expected[place] = (expected[place] ?? NaN) + value;
      });
      const before = tf.memory().numTensors;
      const x = tf.tensor(data, shape);
      const [total, mean] = [tf.sum(x, axes, keepDims), tf.mean(x, axes, keepDims)];
      expect(total.shape).toEqual(keepDims ? kept : shape.filter((_, axis) => !axes.includes(axis)));
      expect([...total.dataSync()]).toEqual([...expected]);
      expectClose(mean.dataSync(), expected.map((v) => (v * expected.length) / size));
      tf.dispose([x, total, mean]);
      expect(tf.memory().numTensors).toBe(before);
    }),
  );
});

test("whole numbers and truth values are summed too", () => {
  const sums = tf.tidy(() => [...tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2], "int32"), 0).dataSync(), ...tf.sum(tf.tensor2d([1, 1, 1, 0], [2, 2], "bool"), 0).dataSync()]);
  expect(sums).toEqual([4, 6, 2, 1]);
});
