import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { mix, mixAxis } from "./axis.ts";
import { openBackend } from "./backends.ts";
import { backendOf, everyBackend } from "../../test/backends.ts";

test.each(everyBackend)("on %s, rows mix along one axis and leave the others", async (on) => {
  const backend = backendOf(on);
  await openBackend(backend);
  tf.tidy(() => {
    const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2]);
    expect(mixAxis(x, 1, [[1, 1]]).arraySync()).toEqual([[[[4, 40], [6, 60]]]]);
    expect(mixAxis(x, 2, [[0, 1], [1, 0], [1, -1]]).arraySync()).toEqual([[[[2, 20], [1, 10], [-1, -10]], [[4, 40], [3, 30], [-1, -10]]]]);
    expect(mix(x, [[[1, 1]], [[1, 1]]]).arraySync()).toEqual([[[[10, 100]]]]);
    expect(tf.grad((x) => tf.sum(mix(x as tf.Tensor4D, [[[1, 2]], [[1, 3]]])))(x).arraySync()).toEqual([[[[1, 1], [3, 3]], [[2, 2], [6, 6]]]]);
  });
});
