import { fromTorch, headKeys, readSafetensors, toTorch } from "@convscope/exchange";
import { model } from "@convscope/models";
import { goldenBytes } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { initialWeights, network, type NdArray } from "../src/index.ts";
import { engineOn } from "./backends.ts";

/** How far the logits may lie from torchvision's, which were computed in float64: about four times what PyTorch's own float32 does. */
const files = [
  { name: "squeezenet1_1", tolerance: 2e-6 },
  { name: "mobilenet_v3_small", tolerance: 1e-4 },
] as const;

const tensors = (file: string): ReturnType<typeof readSafetensors>["tensors"] => readSafetensors(goldenBytes(`weights/${file}.safetensors`), file).tensors;

const bytes = (data: NdArray["data"] = new Float32Array()): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** Channels go last. */
function channelsLast({ shape: [samples = 0, channels = 0, height = 0, width = 0], data }: NdArray): NdArray {
  const result = new Float32Array(data.length);
  for (let n = 0; n < samples; n++)
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < height * width; i++) result[(n * height * width + i) * channels + c] = data[(n * channels + c) * height * width + i] ?? 0;
  return { shape: [samples, height, width, channels], data: result };
}

describe("files of torchvision's state dicts load and give its logits", () => {
  test.each(files)("$name", async ({ name, tolerance }) => {
    const state = tensors(`${name}_c10`);
    const { input = { shape: [], data: new Float32Array() }, logits } = tensors(`${name}_c10.io`);
    const graph = model(name, { classes: 10, inputShape: [64, 64, 3] });
    const weights = fromTorch(graph, state);
    const net = await network(graph, { engine: await engineOn("simd"), weights });
    const { shape, data } = await net.predict(channelsLast(input));
    net.dispose();
    expect(shape).toEqual(logits?.shape);
    expect(Math.max(...[...data].map((v, i) => Math.abs(v - (logits?.data[i] ?? NaN))))).toBeLessThan(tolerance);
    const back = toTorch(graph, weights);
    // Millions of numbers are compared as bytes: a matcher would take them one by one.
    for (const [key, { shape, data }] of Object.entries(state)) if (!key.endsWith("num_batches_tracked")) expect([key, back[key]?.shape, bytes(back[key]?.data).equals(bytes(data))]).toEqual([key, shape, true]);
  });
});

test("a file of ten classes starts a net of three, which keeps its fresh head", async () => {
  const graph = model("squeezenet1_1", { classes: 3, inputShape: [64, 64, 3] });
  const head = initialWeights(graph, { seed: 5 });
  const weights = fromTorch(graph, tensors("squeezenet1_1_c10"), { head });
  expect(headKeys(graph)).toEqual(["classifier.1.weight", "classifier.1.bias"]);
  expect(weights["classifier.1.weight"]).toEqual(head["classifier.1.weight"]);
  const net = await network(graph, { engine: await engineOn("simd"), weights });
  expect((await net.predict({ shape: [1, 64, 64, 3], data: new Float32Array(64 * 64 * 3) })).shape).toEqual([1, 3]);
  net.dispose();
});
