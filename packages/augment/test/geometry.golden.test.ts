import { golden } from "@convscope/test-kit";
import { describe, expect, it } from "vitest";
import type { Border } from "../src/geometry/border.ts";
import { displaced, displacementOf } from "../src/geometry/displacement.ts";
import type { Interpolation } from "../src/geometry/interpolation.ts";
import { affinity, inverse, toCorners, type Affinity, type Matrix } from "../src/geometry/matrix.ts";
import { pixelsAt } from "../src/geometry/sampler.ts";
import { applyOperations, augment, centerCrop, crop, pad, parseOperations, resize, type Image, type ImageShape, type Step } from "../src/index.ts";

interface Kept {
  readonly shape: ImageShape;
  readonly kind: "bytes" | "floats";
  readonly pixels: string;
}

type Pair = readonly [number, number];
type Point = readonly [x: number, y: number];

interface Case {
  readonly picture: "rgb" | "grey" | "floats";
  readonly result: Kept;
}

interface Golden {
  readonly pictures: { readonly [P in Case["picture"]]: Kept };
  readonly resizes: readonly (Case & { readonly by: string; readonly size: Pair; readonly interpolation: Interpolation; readonly antialias: boolean })[];
  readonly affines: readonly (Case & Required<Affinity> & { readonly interpolation: Interpolation })[];
  readonly rotations: readonly (Case & { readonly degrees: number; readonly fill: readonly number[] })[];
  readonly coverage: { readonly degrees: number; readonly ones: Kept; readonly floats: Kept };
  readonly perspectives: readonly (Case & { readonly corners: readonly [Point, Point, Point, Point]; readonly back: readonly number[]; readonly interpolation: Interpolation })[];
  readonly elastics: readonly (Case & { readonly alpha: number; readonly sigma: number; readonly noise: string; readonly interpolation: Interpolation })[];
  readonly crops: readonly (Case & { readonly top: number; readonly left: number; readonly size: Pair; readonly padding?: Pair; readonly border: Border; readonly center?: Pair })[];
  readonly warps: readonly (Case & { readonly back: Matrix; readonly border: Border; readonly interpolation: Interpolation })[];
}

const { pictures, resizes, affines, rotations, coverage, perspectives, elastics, crops, warps } = golden<Golden>("augment/geometry.json");

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const image = ({ shape, kind, pixels }: Kept): Image => ({ shape, data: kind === "bytes" ? bytes(pixels) : new Float32Array(bytes(pixels).buffer) });
const given = ({ picture }: Case): Image => image(pictures[picture]);

const apply = (from: Image, operation: object): Image => applyOperations({ image: from }, parseOperations([operation])).image;
const step = (from: Image, one: Step): Image => augment({ image: from }, [one], { seed: 0 }).image;

/** Others compute places and sums in float32: floats agree but for its roundings, bytes but for single ones that lie halfway between two levels. */
function expectNearly(ours: Image, kept: Kept): void {
  const theirs = image(kept);
  expect(ours.shape).toEqual(theirs.shape);
  expect(ours.data.length).toBe(theirs.data.length);
  const distances = Array.from(theirs.data, (level, i) => Math.abs(level - (ours.data[i] as number)));
  expect(Math.max(...distances)).toBeLessThanOrEqual(kept.kind === "bytes" ? 1 : 2e-5);
  if (kept.kind === "bytes") expect(distances.filter((distance) => distance > 0).length).toBeLessThanOrEqual(distances.length / 100);
}

describe("resize", () => {
  it.each(resizes.filter(({ by }) => by === "Pillow"))("gives Pillow's bytes: $picture to $size, $interpolation", (one) => {
    const { size, interpolation } = one;
    expect(step(given(one), resize({ size, interpolation }))).toEqual(image(one.result));
  });

  it.each(resizes.filter(({ by }) => by === "PyTorch"))("gives PyTorch's numbers: $picture to $size, $interpolation, antialias: $antialias", (one) => {
    const { size, interpolation, antialias } = one;
    expectNearly(step(given(one), resize({ size, interpolation, antialias })), one.result);
  });
});

describe("warp", () => {
  it.each(affines)("turns, shears, scales and shifts as torchvision: $picture by $degrees°, $translate, ×$scale, $shear, $interpolation", (one) => {
    const from = given(one);
    expectNearly(apply(from, { kind: "warp", matrix: affinity(one, from.shape), interpolation: one.interpolation }), one.result);
  });

  it.each(rotations)("fills as torchvision: $degrees°", (one) => {
    const from = given(one);
    expect(apply(from, { kind: "warp", matrix: affinity(one, from.shape), interpolation: "nearest", fill: one.fill })).toEqual(image(one.result));
  });

  it("blends with the fill by as much as the picture covers", () => {
    const from = image(pictures.floats);
    const [covered, kept] = [image(coverage.ones).data, image(coverage.floats).data];
    const fill = [51, 204];
    const turned = apply(from, { kind: "warp", matrix: affinity(coverage, from.shape), fill });
    for (const [i, level] of turned.data.entries()) expect(level).toBeCloseTo((kept[i] as number) + ((1 - (covered[i >> 1] as number)) * (fill[i % 2] as number)) / 255, 5);
    expect(covered.some((part) => part > 0.1 && part < 0.9)).toBe(true);
  });

  it.each(perspectives)("sees from elsewhere as torchvision: $picture, $corners, $interpolation", (one) => {
    const from = given(one);
    const matrix = toCorners(from.shape, one.corners);
    // Torchvision's lie in float32, and the last is 1.
    const back = inverse(matrix) as Matrix;
    for (const [i, value] of one.back.entries()) expect((back[i] as number) / back[8]).toBeCloseTo(value, 4);
    expectNearlyOrBeside(apply(from, { kind: "warp", matrix, interpolation: one.interpolation }), one.result);
  });

  it.each(warps)("looks up as scikit-image: $interpolation, $border", (one) => {
    const matrix = inverse(one.back) as Matrix;
    expectNearly(apply(given(one), { kind: "warp", matrix, interpolation: one.interpolation, border: one.border, fill: [0.6 * 255] }), one.result);
  });
});

/** Coefficients in float32 move places by up to 10⁻⁴ pixels: a level may go the other way. */
function expectNearlyOrBeside(ours: Image, kept: Kept): void {
  const theirs = image(kept);
  const distances = Array.from(theirs.data, (level, i) => Math.abs(level - (ours.data[i] as number)));
  expect(Math.max(...distances)).toBeLessThanOrEqual(kept.kind === "bytes" ? 1 : 2e-4);
}

describe("elastic", () => {
  it.each(elastics)("bends by the same noise as torchvision: $picture, α $alpha, σ $sigma, $interpolation", (one) => {
    const from = given(one);
    const noise = new Float32Array(bytes(one.noise).buffer);
    const places = displaced(displacementOf(noise, from.shape, one), from.shape);
    expectNearly({ shape: from.shape, data: pixelsAt("elastic", from, places, { interpolation: one.interpolation, border: "constant", fill: [0] }) }, one.result);
  });
});

describe("crop", () => {
  it.each(crops)("takes what torchvision takes: $picture, $top, $left, $size, $padding, $border, $center", (one) => {
    const { top, left, size, padding, border, center } = one;
    const fill = one.picture === "floats" ? 0.25 * 255 : 51;
    const cut = padding !== undefined ? pad({ padding, border, fill }) : center !== undefined ? centerCrop({ size: center }) : crop({ top, left, size });
    expect(step(given(one), cut)).toEqual(image(one.result));
  });
});
