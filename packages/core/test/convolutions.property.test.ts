import { convolveByLoops, spreadByLoops, type Counted } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  along, connectionTableConv2d, conv1d, conv1dTranspose, conv2d, conv2dTranspose, crops, dense, depthwiseConv2d, derive, evaluate, LayerError, locallyConnected2d, macs, outputShape, pads, product, rbf, separableConv2d,
  subsampling2d, unslideAlong, weights, type Layer, type PaddingOption2d, type Pair, type Shape,
} from "../src/index.ts";

const pair = (least: number, most: number): fc.Arbitrary<Pair> => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
const padding: fc.Arbitrary<PaddingOption2d> = fc.oneof(fc.constant("valid" as const), fc.constant("same" as const), fc.integer({ min: 0, max: 3 }), fc.tuple(pair(0, 3), pair(0, 3)));
const maps = (channels: fc.Arbitrary<number>): fc.Arbitrary<Shape> => fc.tuple(pair(1, 9), channels).map(([[h, w], c]) => [h, w, c]);
const sliding = { strides: pair(1, 3), padding, dilationRate: pair(1, 3), useBias: fc.boolean() };
const kernel = pair(1, 4);
const groups = fc.integer({ min: 1, max: 3 });
const few = fc.integer({ min: 1, max: 3 });

/** A layer with an input that may fit it. */
type Sample = readonly [Layer, Shape];
const sample = (of: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> => of;

const samples: { readonly [kind: string]: fc.Arbitrary<Sample> } = {
  conv2d: sample(fc.tuple(kernel, fc.record(sliding), groups, few, few, pair(1, 9)).map(([k, options, g, a, b, [h, w]]) => [conv2d(g * a, k, { ...options, groups: g }), [h, w, g * b]])),
  conv1d: sample(
    fc.tuple(kernel, fc.record(sliding), groups, few, few, fc.integer({ min: 1, max: 12 })).map(([[k], { strides: [s], dilationRate: [d], useBias }, g, a, b, length]) => [
      conv1d(g * a, k, { strides: s, dilationRate: d, useBias, groups: g, padding: [a - 1, b - 1] }), [length, g * b],
    ]),
  ),
  depthwiseConv2d: sample(fc.tuple(kernel, fc.record(sliding), few, maps(few)).map(([k, options, m, input]) => [depthwiseConv2d(k, { ...options, depthMultiplier: m }), input])),
  separableConv2d: sample(
    fc.tuple(kernel, fc.record(sliding), few, few, fc.boolean(), maps(few)).map(([k, options, m, f, useDepthwiseBias, input]) => [separableConv2d(f, k, { ...options, depthMultiplier: m, useDepthwiseBias }), input]),
  ),
  conv2dTranspose: sample(
    fc.tuple(kernel, fc.record(sliding), groups, few, few, pair(1, 6), pair(0, 2)).map(([k, options, g, a, b, [h, w], o]) => {
      const most = (axis: 0 | 1): number => (options.padding === "same" ? 0 : Math.min(o[axis], Math.max(options.strides[axis], options.dilationRate[axis]) - 1));
      return [conv2dTranspose(g * a, k, { ...options, groups: g, outputPadding: [most(0), most(1)] }), [h, w, g * b]];
    }),
  ),
  conv1dTranspose: sample(
    fc.tuple(kernel, fc.record(sliding), groups, few, few, fc.integer({ min: 1, max: 9 })).map(([[k], { strides: [s], dilationRate: [d], useBias }, g, a, b, length]) => [
      conv1dTranspose(g * a, k, { strides: s, dilationRate: d, useBias, groups: g, padding: [a - 1, b - 1], outputPadding: s - 1 }), [length, g * b],
    ]),
  ),
  locallyConnected2d: sample(fc.tuple(kernel, fc.record({ strides: pair(1, 3), padding, useBias: fc.boolean() }), few, maps(few)).map(([k, options, f, input]) => [locallyConnected2d(f, k, options), input])),
  connectionTableConv2d: sample(
    fc.tuple(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), { minLength: 1, maxLength: 5 }), kernel, fc.record({ strides: pair(1, 3), padding, useBias: fc.boolean() }), maps(fc.constant(4))).map(
      ([table, k, options, input]) => [connectionTableConv2d(table, k, options), input],
    ),
  ),
  subsampling2d: sample(fc.tuple(pair(1, 3), pair(1, 3), maps(few)).map(([k, strides, input]) => [subsampling2d(k, { strides }), input])),
  dense: sample(fc.tuple(few, fc.boolean(), fc.array(few, { minLength: 1, maxLength: 3 })).map(([units, useBias, input]) => [dense(units, { useBias }), input])),
  rbf: sample(fc.tuple(few, few).map(([units, n]) => [rbf(units), [n]])),
};

/** The output shape, or nothing where the layer says that the input does not fit. */
function fits([layer, input]: Sample): Shape | undefined {
  try {
    return outputShape(layer, [input]);
  } catch (error) {
    if (error instanceof LayerError) return undefined;
    throw error;
  }
}

const zeros = (...shape: number[]): { shape: number[]; data: Float32Array } => ({ shape, data: new Float32Array(product(shape)) });

describe.each(Object.entries(samples))("%s", (_, arbitrary) => {
  test("every line of its working comes to what the rule says", () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitrary, (drawn) => {
        const [layer, input] = drawn;
        const shape = fits(drawn);
        if (!shape) return;
        seen++;
        const specs = Object.values(weights(layer, [input]));
        const truth: { readonly [of: string]: number | undefined } = {
          height: shape[0], width: shape[1], length: shape[0],
          parameters: specs.filter(({ trainable }) => trainable).reduce((sum, spec) => sum + product(spec.shape), 0),
          macs: macs(layer, [input]),
        };
        const lines = derive(layer, [input]);
        for (const { of, value, expression } of lines) {
          expect([of, value]).toEqual([of, truth[of]]);
          expect(evaluate(expression)).toBe(value);
        }
        expect(lines.map(({ of }) => of)).toEqual(expect.arrayContaining(["parameters", "macs"]));
        for (const { shape, torchAxes = shape.map((__, i) => i), torchShape } of specs) {
          expect([...torchAxes].sort()).toEqual(shape.map((__, i) => i));
          if (torchShape) expect(product(torchShape)).toBe(product(shape));
        }
        expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
      }),
      { numRuns: 150 },
    );
    expect(seen).toBeGreaterThan(30);
  });
});

/** The layer as loops over its definition take it; only how many products there are and the shape matter. */
function looped(layer: Layer, input: Shape): Counted | undefined {
  const [h = 0, w = 0, c = 0] = input;
  switch (layer.kind) {
    case "conv2d": {
      const edges = [pads(along(layer, 0), h), pads(along(layer, 1), w)] as const;
      return convolveByLoops(zeros(1, h, w, c), zeros(...layer.kernelSize, c / layer.groups, layer.filters), { strides: layer.strides, dilationRate: layer.dilationRate, pads: edges, groups: layer.groups });
    }
    case "depthwiseConv2d": {
      const edges = [pads(along(layer, 0), h), pads(along(layer, 1), w)] as const;
      return convolveByLoops(zeros(1, h, w, c), zeros(...layer.kernelSize, 1, c * layer.depthMultiplier), { strides: layer.strides, dilationRate: layer.dilationRate, pads: edges, groups: c });
    }
    case "conv2dTranspose": {
      const [oh = 0, ow = 0] = outputShape(layer, [input]);
      const before = [crops(unslideAlong(layer, 0))[0], crops(unslideAlong(layer, 1))[0]] as const;
      return spreadByLoops(zeros(1, h, w, c), zeros(...layer.kernelSize, layer.filters / layer.groups, c), { size: [oh, ow], strides: layer.strides, dilationRate: layer.dilationRate, before, groups: layer.groups });
    }
    default:
      return undefined;
  }
}

test.each(["conv2d", "depthwiseConv2d", "conv2dTranspose"])("%s takes as many products as loops count, and has their shape", (kind) => {
  fc.assert(
    fc.property(samples[kind] ?? fc.constant([dense(1), [1]] as Sample), (drawn) => {
      const [layer, input] = drawn;
      const shape = fits(drawn);
      const counted = shape && looped(layer, input);
      if (!counted) return;
      expect([1, ...shape]).toEqual(counted.shape);
      expect(macs(layer, [input])).toBe(counted.macs);
    }),
    { numRuns: 60 },
  );
});

test("a transposed convolution gives back the size that the convolution came from, with the output padding that it lost", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 }), (n, k, s, d, p) => {
      const free = n + 2 * p - d * (k - 1) - 1;
      if (free < 0) return;
      const [length = 0] = outputShape(conv1d(1, k, { strides: s, dilationRate: d, padding: p }), [[n, 1]]);
      expect(outputShape(conv1dTranspose(1, k, { strides: s, dilationRate: d, padding: p, outputPadding: free % s }), [[length, 1]])).toEqual([n, 1]);
    }),
  );
});
