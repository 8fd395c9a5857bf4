import { colorSpace, graph, type Kind } from "@convscope/core";
import { graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { test } from "vitest";
import { agrees } from "./agrees.ts";

const kinds = [
  "add", "average", "channelShuffle", "channelSlice", "colorSpace", "concatenate", "connectionTableConv2d", "cropping2d", "dense", "embedding",
  "flatten", "gru", "layerScale", "learnedConstant", "linear", "locallyConnected2d", "lstm", "maxUnpooling2d", "multiHeadAttention", "multiply",
  "normalization", "permute", "rbf", "repeatVector", "rescaling", "reshape", "scale", "select", "simpleRnn", "softmax", "step", "subtract",
  "upSampling2d", "zeroPadding2d",
] as const satisfies readonly Kind[];

test.each(kinds)("%s trains as on the cpu engine", async (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];
  await fc.assert(
    fc.asyncProperty(placed, fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.nat(1000), (one, batch, training, seed) => agrees(graphOf(one), { batch, training, seed })),
    { numRuns: 10 },
  );
});

/** Black, greys, white, the corners of the cube, equal channels, and what lies at the bends of the curves. */
const pixels = [0, 0.04, 0.04045, 0.5, 1].flatMap((r) => [0, 0.04045, 0.5, 1].flatMap((g) => [0, 0.008, 0.5, 1].flatMap((b) => [r, g, b])));

test.each(["greyscale", "hsv", "lab", "lch", "ycbcr"] as const)("%s at the corners and edges of colour", async (space) => {
  const input = { shape: [1, pixels.length / 12, 4, 3], data: Float32Array.from(pixels) };
  // Of white and grey, only rounding says in which direction the chroma grows.
  await agrees(graph("colours", [pixels.length / 12, 4, 3], { out: colorSpace(space) }), { inputs: { input }, tolerance: space === "lch" ? 1e-4 : 1e-5 });
});
