import { golden } from "@convscope/test-kit";
import { describe, expect, it } from "vitest";
import { colourOperations } from "../src/colour/operations.ts";
import { applyOperations, parseOperations, principalColours, type Image, type Pixels } from "../src/index.ts";

interface Golden {
  readonly pictures: { readonly [P in "colour" | "grey" | "floats" | "smooth"]: string };
  readonly cases: readonly { readonly operation: { readonly kind: string }; readonly colour?: string; readonly grey?: string; readonly floats?: string }[];
  readonly jpegs: readonly { readonly picture: "colour" | "smooth" | "grey"; readonly quality: number; readonly subsampling: string; readonly pixels: string }[];
  readonly principal: { readonly values: readonly number[]; readonly vectors: readonly (readonly number[])[] };
}

const { pictures, cases, jpegs, principal } = golden<Golden>("augment/colour.json");

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const floats = (base64: string): Float32Array => new Float32Array(bytes(base64).buffer);

const colour: Image = { shape: [20, 24, 3], data: bytes(pictures.colour) };
const grey: Image = { shape: [20, 24, 1], data: bytes(pictures.grey) };
const corner: Image = { shape: [12, 10, 3], data: floats(pictures.floats) };
const smooth: Image = { shape: [20, 24, 3], data: bytes(pictures.smooth) };

const apply = (image: Image, operation: object): Pixels => applyOperations({ image }, parseOperations([operation])).image.data;

const distances = (a: Pixels, b: Pixels): Float64Array => {
  expect(a.length).toBe(b.length);
  return Float64Array.from(a, (level, i) => Math.abs(level - (b[i] as number)));
};

/** Of which torchvision's floats are met within a few roundings, as powers and sums over neighbours are not rounded at the same places; all others, and all bytes, to the bit. */
const rounding: readonly string[] = ["gamma", "sharpness", "blur", "normalize"];

describe("what torchvision gives", () => {
  it.each(cases)("$operation", (given) => {
    const { operation } = given;
    if (given.colour !== undefined) expect(apply(colour, operation)).toEqual(bytes(given.colour));
    if (given.grey !== undefined) expect(apply(grey, operation)).toEqual(bytes(given.grey));
    if (given.floats === undefined) return;
    const [ours, theirs] = [apply(corner, operation), floats(given.floats)];
    if (rounding.includes(operation.kind)) expect(Math.max(...distances(ours, theirs))).toBeLessThan(4e-7);
    else expect(ours).toEqual(theirs);
  });

  it("is known of every operation that torchvision has", () => {
    const elsewhere = ["channelDrop", "channelOrder", "erase", "eraseWithNoise", "jpeg", "lighting", "noise"];
    const compared = cases.map(({ operation: { kind } }) => kind);
    expect([...new Set(compared), ...elsewhere].sort()).toEqual(Object.keys(colourOperations).sort());
  });
});

describe("floats and bytes agree where torchvision takes bytes alone", () => {
  it.each(cases.filter(({ floats }) => floats === undefined))("$operation", ({ operation, colour: expected = "" }) => {
    const image: Image = { ...colour, data: Float32Array.from(colour.data, (level) => level / 255) };
    expect(apply(image, operation)).toEqual(Float32Array.from(bytes(expected), (level) => level / 255));
  });
});

// Frequencies that lie halfway between two multiples may go the other way, since libjpeg computes them with whole numbers.
// One such moves a block of 64 pixels by a few levels, which happens in a third of these. The upsampling of colour is Pillow's ("fancy").
describe("what Pillow makes of a JPEG is met within few levels", () => {
  it.each(jpegs)("$picture, quality $quality, $subsampling", ({ picture, quality, subsampling, pixels }) => {
    const image = { colour, smooth, grey: { shape: grey.shape, data: smooth.data.filter((_, i) => i % 3 === 2) } }[picture];
    const off = distances(apply(image, { kind: "jpeg", quality, subsampling }), bytes(pixels));
    expect(Math.max(...off)).toBeLessThanOrEqual(picture === "colour" && quality === 75 ? 16 : 6);
    expect(off.reduce((sum, distance) => sum + distance) / off.length).toBeLessThan(0.9);
  });
});

it("principal colours are NumPy's", () => {
  const { values, vectors } = principalColours([corner]);
  for (const [i, value] of principal.values.entries()) {
    expect(values[i]).toBeCloseTo(value, 10);
    const theirs = principal.vectors[i] as readonly number[];
    const cosine = theirs.reduce((sum, part, c) => sum + part * (vectors[3 * i + c] as number), 0);
    expect(Math.abs(cosine)).toBeCloseTo(1, 10);
  }
});
