import { golden } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { useBackend } from "../index.ts";
import type { Features } from "./features.ts";
import { linearProbe, probeAccuracy } from "./linearProbe.ts";

interface Regression {
  readonly samples: number;
  readonly width: number;
  readonly classes: number;
  readonly l2: number;
  readonly features: readonly number[];
  readonly labels: readonly number[];
  readonly weight: readonly number[];
  readonly bias: readonly number[];
  readonly loss: number;
}

const { regressions } = golden<{ readonly regressions: readonly Regression[] }>("transfer.json");
const featuresOf = ({ samples, width, features, labels }: Pick<Regression, "samples" | "width" | "features" | "labels">): Features => ({
  features: { shape: [samples, width], data: Float32Array.from(features) },
  labels: { shape: [samples], data: Int32Array.from(labels) },
});

test.each(regressions)("the minimum is PyTorch's: $samples samples of $width features, $classes classes, λ = $l2", async (regression) => {
  const { l2, classes, loss, weight, bias } = regression;
  const probe = await linearProbe(featuresOf(regression), { engine: await useBackend("cpu"), ...(l2 !== 1 / regression.samples && { l2 }) });
  expect(probe.converged).toBe(true);
  expect(probe.loss).toBeCloseTo(loss, 6);
  expect(probe.weights["fc.weight"]?.shape).toEqual([regression.width, classes]);
  // In float32, and flat near the minimum.
  probe.weights["fc.weight"]?.data.forEach((value, i) => expect(value).toBeCloseTo(weight[i] ?? NaN, 2.5));
  probe.weights["fc.bias"]?.data.forEach((value, i) => expect(value).toBeCloseTo(bias[i] ?? NaN, 2.5));
});

test("classes that a flat cut parts are all told apart, also those it has not seen", async () => {
  const engine = await useBackend("cpu");
  const points = (n: number, shift: number): Features => featuresOf({ samples: n, width: 2, features: Array.from({ length: n }, (_, i) => [(i % 3) + shift, ((i % 3) * 7) % 5]).flat(), labels: Array.from({ length: n }, (_, i) => i % 3) });
  const probe = await linearProbe(points(30, 0), { engine, l2: 1e-4 });
  expect(await probeAccuracy(probe, points(9, 0.1), { engine })).toBe(1);
  // Classes that no sample is of have a row too.
  expect((await linearProbe(points(30, 0), { engine, classes: 5, steps: 1 })).weights["fc.bias"]?.shape).toEqual([5]);
});

test("refusals", async () => {
  const engine = await useBackend("cpu");
  const some = featuresOf({ samples: 2, width: 1, features: [0, 1], labels: [0, 1] });
  await expect(linearProbe({ ...some, labels: { shape: [3], data: new Int32Array(3) } }, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: linearProbe: there must be one label for each of 2 samples. Received [3].]`);
  await expect(linearProbe({ ...some, features: { shape: [2], data: new Float32Array(2) } }, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: linearProbe: features must be [N, D]. Received [2].]`);
  await expect(linearProbe({ ...some, labels: { shape: [2], data: new Int32Array(2) } }, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: linearProbe: classes must be a whole number ≥ 2. Received 1.]`);
  await expect(linearProbe(some, { engine, l2: -1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: linearProbe: l2 must be a finite number ≥ 0. Received -1.]`);
});
