import { inferShapes, inputShape, isSequence, weightSpecs, type Graph, type Shape } from "@convscope/core";
import { network, type Arrays, type Engine, type GradientRequest, type Gradients, type NdArray } from "@convscope/nn";
import { beforeAll, describe, test } from "vitest";
import { families } from "../../nn/test/families.ts";
import { lightestOn } from "../../nn/test/suite/lightest.ts";
import { expectSameGradients } from "../../nn/test/suite/gradients.ts";
import { smoothed } from "../../nn/test/suite/smoothed.ts";
import { ortOn, simdEngine } from "./engines.ts";

/** Samples of numbers between −1 and 1, all different. */
const numbers = (shape: Shape, batch: number): NdArray => ({ shape: [batch, ...shape], data: Float32Array.from({ length: batch * shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1000 * Math.sin(i + 1))) });

const inputsOf = ({ inputs }: Graph, batch: number): Arrays =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => {
      const made = numbers(inputShape(spec), batch);
      return [name, isSequence(spec) ? { ...made, data: Int32Array.from(made.data, (_, i) => (7 * i) % spec.vocabulary) } : made];
    }),
  );

function requestOf(of: Graph, batch: number): GradientRequest {
  const shapes = inferShapes(of);
  const learned = [...weightSpecs(of)].filter(([, { trainable }]) => trainable).map(([name]) => name);
  return { inputs: inputsOf(of, batch), of: { upstream: Object.fromEntries(of.outputs.map((name) => [name, numbers(shapes.get(name) ?? [], batch)])) }, withRespectTo: { weights: learned }, training: true };
}

async function gradientsOn(engine: Engine, of: Graph, request: GradientRequest): Promise<Gradients> {
  const net = await network(of, { engine, seed: 1 });
  const found = await net.gradients(request);
  net.dispose();
  return found;
}

const normalizes = ({ nodes }: Graph): boolean => nodes.some(({ layer }) => layer.kind === "batchNormalization");
// Few values for each channel have a variance near 0, which a normalisation divides by: such nets get more samples, and larger ones.
const whole = lightestOn(32).map((of, i) => (normalizes(of) ? (lightestOn(64)[i] as Graph) : of));

async function compare(on: Engine, other: Engine, of: Graph): Promise<void> {
  const request = requestOf(of, normalizes(of) ? 4 : 2);
  expectSameGradients((await gradientsOn(on, of, request)).weights, (await gradientsOn(other, of, request)).weights);
}

let [ort, simd]: [Engine?, Engine?] = [];
beforeAll(async () => {
  [ort, simd] = [await ortOn(2), await simdEngine()];
}, 120_000);

describe("the gradients of whole nets in training are those of simd", { timeout: 120_000 }, () => {
  test.each(families)("what families are built of: $name", (of) => compare(ort as Engine, simd as Engine, of));
  test.each(whole)("$name", (of) => compare(ort as Engine, simd as Engine, smoothed(of)));
});
