import { product } from "@convscope/core";
import { writeOnnx, type Value } from "@convscope/exchange/onnx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dims } from "../graph/dims.ts";
import { Recorder } from "../graph/recorder.ts";
import { Tape } from "../graph/tape.ts";
import { importOrt } from "../package.node.ts";
import { blockOf } from "../selfTest.ts";
import { cells } from "./cells.ts";
import { columns } from "./columns.ts";
import { depthwise, isDepthwise } from "./depthwise.ts";
import { filterGradient } from "./filterGradient.ts";
import { gathered } from "./gathered.ts";
import { geometryOf, type Geometry } from "./geometry.ts";
import { inputGradient } from "./inputGradient.ts";
import { phasesOf } from "./phases.ts";
import { groupsOf } from "./samples.ts";
import { placesOf } from "./seen.ts";

const ort = await importOrt();
const block = await blockOf(ort);

/** What a convolution of one axis has. */
interface Axis {
  readonly length: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

const placesAlong = ({ length, kernel, stride, dilation, before, after }: Axis): number => Math.floor((length + before + after - dilation * (kernel - 1) - 1) / stride) + 1;

const axis: fc.Arbitrary<Axis> = fc
  .record({ length: fc.integer({ min: 1, max: 8 }), kernel: fc.integer({ min: 1, max: 3 }), stride: fc.integer({ min: 1, max: 3 }), dilation: fc.integer({ min: 1, max: 2 }), before: fc.nat(2), after: fc.nat(2) })
  .filter((one) => placesAlong(one) > 0);

/** Samples, channels, filters, groups. */
type Sizes = readonly [n: number, channels: number, filters: number, groups: number];

const small: fc.Arbitrary<Sizes> = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).map(([n, c, f, g]) => [n, c * g, f * g, g]);
const inBlocks: fc.Arbitrary<Sizes> = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constantFrom(16, 32), fc.constantFrom(16, 48), fc.boolean()).map(([n, c, f, isDepthwise]) => (isDepthwise ? [n, c, c, c] : [n, c, f, 1]));

const geometryFrom = ([n, channels, filters, groups]: Sizes, axes: readonly Axis[]): Geometry =>
  geometryOf([n, channels, ...axes.map(({ length }) => length)], [filters, channels / groups, ...axes.map(({ kernel }) => kernel)], [n, filters, ...axes.map(placesAlong)], {
    strides: axes.map(({ stride }) => stride), dilations: axes.map(({ dilation }) => dilation), pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)], group: groups,
  });

const numbers = (dims: Dims, seed: number): Float32Array => Float32Array.from({ length: product(dims) }, (_, i) => (((i + seed) * 0.6180339887) % 1) - 0.5);

/** Every product of the definition, given to whoever needs it: places in x, w and y. */
function products({ x: [n = 1, channels = 1, ...lengths], w: [filters = 1, each = 1], y: [, , ...places], kernel, strides, dilations, before, groups }: Geometry, take: (x: number, w: number, y: number) => void): void {
  const [pixels, spots, inKernel] = [product(lengths), product(places), placesOf(kernel)];
  for (let sample = 0; sample < n; sample++)
    for (let f = 0; f < filters; f++)
      for (const [spot, place] of placesOf(places).entries())
        for (const [k, cell] of inKernel.entries()) {
          const at = place.map((p, i) => p * (strides[i] ?? 1) + (cell[i] ?? 0) * (dilations[i] ?? 1) - (before[i] ?? 0));
          if (at.some((p, i) => p < 0 || p >= (lengths[i] ?? 1))) continue;
          const pixel = at.reduce((sum, p, i) => sum * (lengths[i] ?? 1) + p, 0);
          for (let c = 0; c < each; c++)
            take((sample * channels + Math.floor(f / (filters / groups)) * each + c) * pixels + pixel, (f * each + c) * inKernel.length + k, (sample * filters + f) * spots + spot);
        }
}

/** y, dx and dw of the same numbers by loops. */
function byLoops(geometry: Geometry): { readonly y: Float32Array; readonly dx: Float32Array; readonly dw: Float32Array } {
  const [x, w, dy] = [numbers(geometry.x, 1), numbers(geometry.w, 2), numbers(geometry.y, 3)];
  const [y, dx, dw] = [dy.map(() => 0), x.map(() => 0), w.map(() => 0)];
  products(geometry, (i, j, k) => {
    y[k] = (y[k] ?? 0) + (x[i] ?? NaN) * (w[j] ?? NaN);
    dx[i] = (dx[i] ?? 0) + (dy[k] ?? NaN) * (w[j] ?? NaN);
    dw[j] = (dw[j] ?? 0) + (dy[k] ?? NaN) * (x[i] ?? NaN);
  });
  return { y, dx, dw };
}

/** Whatever is written, computed. */
async function computed(geometry: Geometry, size: number, write: (to: Tape, x: Value, w: Value, dy: Value) => Readonly<Record<string, Value>>): Promise<Readonly<Record<string, Float32Array>>> {
  const recorder = new Recorder({ block: size });
  const values = write(new Tape(recorder, "test"), recorder.input("x", "float", geometry.x), recorder.input("w", "float", geometry.w), recorder.input("dy", "float", geometry.y));
  for (const [name, value] of Object.entries(values)) recorder.result(name, value);
  const session = await ort.InferenceSession.create(writeOnnx(recorder.model("test", {})), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const tensor = (dims: Dims, seed: number): InstanceType<typeof ort.Tensor> => new ort.Tensor("float32", numbers(dims, seed), [...dims]);
  const outputs = await session.run({ x: tensor(geometry.x, 1), w: tensor(geometry.w, 2), dy: tensor(geometry.y, 3) });
  const found = Object.fromEntries(Object.keys(values).map((name) => [name, outputs[name]?.data as Float32Array]));
  await session.release();
  return found;
}

/** All ways to write y, dx and dw of a convolution give what the definition does. */
async function agree(geometry: Geometry, size: number): Promise<void> {
  const { kernel, strides, dilations, before, after, groups } = geometry;
  const { y, dx, dw } = byLoops(geometry);
  const found = await computed(geometry, size, (to, x, w, dy) => ({
    y: to.op("Conv", [x, w], { kernel_shape: kernel, strides, dilations, pads: [...before, ...after], group: groups }),
    dx: inputGradient(to, dy, w, geometry),
    dw: filterGradient(to, x, dy, geometry),
    "dw by cells": cells(to, x, dy, geometry),
    "dw by cells in parts": cells(to, x, dy, geometry, 1),
    ...(groups === 1 && { "dw by columns": columns(to, x, dy, geometry), "dw gathered": gathered(to, x, dy, geometry), "dw gathered in parts": gathered(to, x, dy, geometry, 1) }),
    ...(isDepthwise(to, geometry) && { "dw depthwise": depthwise(to, x, dy, geometry) }),
  }));
  for (const [name, values] of Object.entries(found)) {
    const expected = name.startsWith("dw") ? dw : name === "dx" ? dx : y;
    expect(values.length, name).toBe(expected.length);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0.1);
    const apart = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN))), 0);
    expect(apart, `${name} of ${JSON.stringify(geometry)}`).toBeLessThan(2e-5 * largest);
  }
}

const options = { numRuns: 40 };

describe.each([["in the usual layout", 0], ["in blocks, where this machine has them", block]] as const)("%s", (_, size) => {
  test("every way gives what the loops of the definition do", () => fc.assert(fc.asyncProperty(small, fc.array(axis, { minLength: 1, maxLength: 2 }), (sizes, axes) => agree(geometryFrom(sizes, axes), size)), options));
  test("with channels that fill blocks", () => fc.assert(fc.asyncProperty(inBlocks, fc.tuple(axis, axis), (sizes, axes) => agree(geometryFrom(sizes, axes), size)), options));
});

test("what half of ResNet's stages begin with is written as four convolutions in steps of 1, of nine cells together", () => {
  const three: Axis = { length: 8, kernel: 3, stride: 2, dilation: 1, before: 1, after: 1 };
  expect(phasesOf(geometryFrom([1, 16, 16, 1], [three, three]))).toEqual([three, three].map(() => [
    { cells: [1], before: 0, after: 0 },
    { cells: [2, 0], before: 0, after: 1 },
  ]));
  // 7 places have 4 of one phase and 3 of the other.
  expect(phasesOf(geometryFrom([1, 16, 16, 1], [three, { ...three, length: 7 }]))).toBeUndefined();
});

test("a product sums at least 512 rows, in groups that divide the samples", () => {
  expect(groupsOf(64, 1024)).toEqual({ count: 64, size: 1 });
  expect(groupsOf(64, 64)).toEqual({ count: 8, size: 8 });
  expect(groupsOf(64, 4)).toEqual({ count: 1, size: 64 });
  expect(groupsOf(17, 256)).toEqual({ count: 1, size: 17 });
});
