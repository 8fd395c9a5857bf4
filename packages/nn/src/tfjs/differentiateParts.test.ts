import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { differentiateParts, type Passed } from "./differentiateParts.ts";

beforeAll(() => openBackend("cpu"));

/** Σ (a·x)², and the products. */
const pass = (a: tf.Tensor) => (x: readonly number[]): Passed => {
  const products = tf.mul(a, tf.tensor1d([...x]));
  const loss: tf.Scalar = tf.sum(tf.square(products));
  return { losses: [loss, tf.mul(loss, 2)], outputs: [products] };
};

test("losses and gradients are summed, outputs put one after another, and nothing else is left", () => {
  const [a, unused] = [tf.scalar(3), tf.scalar(7)];
  const before = tf.memory().numTensors;
  for (const parts of [[[1, 2, 3]], [[1, 2], [3]], [[1], [2], [3]]]) {
    const { losses, outputs, gradients } = differentiateParts(parts, new Map([["a", a], ["unused", unused]]), pass(a));
    // (3² + 6² + 9²), and 2 a Σ x².
    expect([losses.map((loss) => loss.dataSync()[0]), outputs.map((output) => [...output.dataSync()]), [...gradients.keys()], gradients.get("a")?.dataSync()[0]]).toEqual([[126, 252], [[3, 6, 9]], ["a"], 84]);
    tf.dispose([...losses, ...outputs, ...gradients.values()]);
    expect(tf.memory().numTensors).toBe(before);
  }
  tf.dispose([a, unused]);
});

test("a part that fails leaves nothing of those before", () => {
  const a = tf.scalar(3);
  const before = tf.memory().numTensors;
  expect(() => differentiateParts([[1], [2], [3]], new Map([["a", a]]), (x, index) => {
    const passed = pass(a)(x);
    if (index === 1) throw new Error("the second part fails");
    return passed;
  })).toThrow("the second part fails");
  expect(tf.memory().numTensors).toBe(before);
  a.dispose();
});
