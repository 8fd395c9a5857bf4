import { expectClose } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { columnMeans, columnSums, rowsOf } from "./columns.ts";
import { backendOf, everyBackend } from "../../test/backends.ts";

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);
  test("columns are summed as by hand, whatever the number of rows", async () => {
    await openBackend(backend);
    const shape = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(shape, ([rows, columns]) => {
        const data = Array.from({ length: rows * columns }, (_, i) => (i % 11) - 3);
        const sums = tf.tidy(() => columnSums(tf.tensor2d(data, [rows, columns])).dataSync());
        expect([...sums]).toEqual(Array.from({ length: columns }, (_, c) => data.reduce((sum, v, i) => (i % columns === c ? sum + v : sum), 0)));
      }),
    );
  });

  test("the mean of half a million equal numbers is that number", async () => {
    await openBackend(backend);
    const means = tf.tidy(() => columnMeans(rowsOf(tf.fill([8, 256, 256, 2], 1.1))).dataSync());
    expectClose(means, [1.1, 1.1], { relative: 1e-6, absolute: 0 });
  });
});
