import { conv2d, graph, maxPooling2d, relu } from "@convscope/core";
import { arrayData, network, randomOf, useBackend, type NdArray } from "@convscope/nn";
import { expect, test } from "vitest";
import { reconstructions, topPatches } from "../src/index.ts";

type Cell = (row: number, column: number, channel: number) => number;
type Volume = number[][][];

const volume = (height: number, width: number, channels: number, of: Cell): Volume => Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => Array.from({ length: channels }, (___, c) => of(y, x, c))));
const at = (of: Volume, y: number, x: number, c: number): number => of[y]?.[x]?.[c] ?? 0;
const kernelAt = ({ shape: [, width = 0, channels = 0, filters = 0], data }: NdArray, i: number, j: number, c: number, f: number): number => data[((i * width + j) * channels + c) * filters + f] ?? NaN;

/** A convolution without padding, by loops. */
function convolved(of: Volume, kernel: NdArray, bias: NdArray): Volume {
  const [kh = 0, kw = 0, channels = 0, filters = 0] = kernel.shape;
  return volume(of.length - kh + 1, (of[0]?.length ?? 0) - kw + 1, filters, (y, x, f) => {
    let sum = bias.data[f] ?? NaN;
    for (let i = 0; i < kh; i++) for (let j = 0; j < kw; j++) for (let c = 0; c < channels; c++) sum += at(of, y + i, x + j, c) * kernelAt(kernel, i, j, c, f);
    return sum;
  });
}

/** Each value spread over what it came from, by the same kernel: the paper's filters, flipped in both directions. */
function spread(of: Volume, kernel: NdArray, height: number, width: number): Volume {
  const [kh = 0, kw = 0, channels = 0, filters = 0] = kernel.shape;
  return volume(height, width, channels, (y, x, c) => {
    let sum = 0;
    for (let i = 0; i < kh; i++) for (let j = 0; j < kw; j++) for (let f = 0; f < filters; f++) sum += at(of, y - i, x - j, f) * kernelAt(kernel, i, j, c, f);
    return sum;
  });
}

test("the reconstruction of a patch is what a deconvolutional network written as loops draws", async () => {
  const net = await network(graph("deconvolved", [10, 9, 2], { conv1: conv2d(3, 3), relu1: relu(), pool: maxPooling2d(2), conv2: conv2d(4, 2), relu2: relu() }), { engine: await useBackend("cpu"), seed: 6 });
  const pictures: NdArray = { shape: [6, 10, 9, 2], data: randomOf(2, "pictures").normals(6 * 180) };
  const data = arrayData({ inputs: { input: pictures }, targets: {} });
  const channel = 1;
  const [found] = await topPatches(net, data, "relu2", { channels: [channel], top: 3 });
  const patches = found?.patches ?? [];
  expect(patches.length).toBe(3);
  const { data: drawn } = await reconstructions(net, "relu2", channel, patches);
  const { "conv1.weight": kernel1, "conv1.bias": bias1, "conv2.weight": kernel2 } = (await net.weights()) as Record<string, NdArray>;
  if (!kernel1 || !bias1 || !kernel2) throw new Error("weights are missing");
  for (const [i, { picture, row, column, value }] of patches.entries()) {
    expect(value).toBeGreaterThan(0);
    const shown = volume(10, 9, 2, (y, x, c) => picture.data[(y * 9 + x) * 2 + c] ?? NaN);
    const rectified = convolved(shown, kernel1, bias1).map((line) => line.map((cell) => cell.map((one) => Math.max(0, one))));
    // Back from the unit alone, through the second convolution.
    const seed = volume(3, 2, 4, (y, x, c) => (y === row && x === column && c === channel ? value : 0));
    const pooled = spread(seed, kernel2, 4, 3);
    // To where the maximum of each window was, and what is below 0 is cut off.
    const unpooled = volume(8, 7, 3, (y, x, c) => {
      const [top, left] = [2 * Math.floor(y / 2), 2 * Math.floor(x / 2)];
      if (left + 1 >= 7) return 0;
      const most = Math.max(...[0, 1, 2, 3].map((k) => at(rectified, top + Math.floor(k / 2), left + (k % 2), c)));
      return at(rectified, y, x, c) === most && most > 0 ? Math.max(0, at(pooled, top / 2, left / 2, c)) : 0;
    });
    const expected = spread(unpooled, kernel1, 10, 9).flat(2);
    expect(expected.some((one) => Math.abs(one) > 0.01)).toBe(true);
    expected.forEach((one, k) => expect(drawn[i * 180 + k], `patch ${i} at ${k}`).toBeCloseTo(one, 5));
  }
  net.dispose();
});
