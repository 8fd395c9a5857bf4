import * as fc from "fast-check";
import { expect, it } from "vitest";
import { AugmentError } from "../error.ts";
import type { MixBatch } from "./batch.ts";
import { cutmix } from "./cutmix.ts";
import { drawMixings, mixBatch, mixKinds, parseMix, type Mix } from "./mix.ts";
import { applyMixings, parseMixings } from "./mixing.ts";
import { mixupOrCutmix } from "./mixupOrCutmix.ts";
import { mixup } from "./mixup.ts";
import { parseMosaic } from "./mosaic.ts";

/** Images of one level each, with targets one-hot by place. */
function batchOf(levels: readonly number[], [height, width, channels]: readonly [number, number, number], bytes = false): MixBatch {
  const each = height * width * channels;
  const data = new (bytes ? Uint8Array : Float32Array)(levels.length * each);
  const targets = new Float32Array(levels.length ** 2);
  for (const [i, level] of levels.entries()) {
    data.fill(level, i * each, (i + 1) * each);
    targets[i * levels.length + i] = 1;
  }
  return { images: { shape: [levels.length, height, width, channels], data }, targets: { shape: [levels.length, levels.length], data: targets } };
}

it("lays images over each other, bytes rounded", () => {
  const batch = batchOf([0, 101, 255], [1, 1, 1], true);
  const { images, targets } = applyMixings(batch, [{ kind: "mixup", lambda: 0.75, partners: [1, 2, 2] }]);
  expect([...images.data]).toEqual([25, 140, 255]); // 25.25, 139.5, 255
  expect([...targets.data]).toEqual([0.75, 0.25, 0, 0, 0.75, 0.25, 0, 0, 1]);
  expect([...batch.images.data]).toEqual([0, 101, 255]);
});

it("takes a box from the partner, and as much of its targets", () => {
  const { images, targets } = applyMixings(batchOf([1, 2], [2, 3, 1]), [{ kind: "cutmix", top: 1, left: 1, size: [1, 2], partners: [1, 0] }]);
  expect([...images.data]).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1]);
  expect([...targets.data].map((x) => +x.toFixed(6))).toEqual([0.666667, 0.333333, 0.333333, 0.666667]);
});

it("leaves a batch as it is, a Buffer too, whose slice copies nothing", () => {
  const { images: { shape }, targets } = batchOf([10, 20], [1, 2, 1]);
  const data = Buffer.of(10, 10, 20, 20);
  const { images } = applyMixings({ images: { shape, data }, targets }, [{ kind: "cutmix", top: 0, left: 1, size: [1, 1], partners: [1, 0] }]);
  expect([...images.data]).toEqual([10, 20, 20, 10]);
  expect([...data]).toEqual([10, 10, 20, 20]);
});

const mixes: fc.Arbitrary<Mix> = fc.oneof(
  fc.record({ alpha: fc.double({ min: 0.01, max: 20, noNaN: true }), p: fc.constantFrom(0.5, 1) }).chain((options) => fc.constantFrom<Mix>(mixup(options), cutmix(options))),
  fc.record({ switch: fc.constantFrom(0, 0.5, 1) }).map(mixupOrCutmix),
);

it("keeps in every image what its targets say: the sum of levels, one-hot targets weighed", () => {
  const sides = fc.integer({ min: 1, max: 6 });
  fc.assert(fc.property(mixes, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }), fc.tuple(sides, sides, sides), fc.integer(), (mix, levels, shape, seed) => {
    const batch = batchOf(levels, shape);
    const { images, targets, mixings } = mixBatch(batch, mix, { seed, path: [1, 2] });
    const each = shape[0] * shape[1] * shape[2];
    for (let i = 0; i < levels.length; i++) {
      const row = [...targets.data.subarray(i * levels.length, (i + 1) * levels.length)];
      const mean = Array.from(images.data).slice(i * each, (i + 1) * each).reduce((sum, x) => sum + x, 0) / each;
      expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      expect(mean).toBeCloseTo(row.reduce((sum, x, j) => sum + x * (levels[j] as number), 0), 5);
    }
    expect(applyMixings(batch, parseMixings(JSON.parse(JSON.stringify(mixings))))).toEqual({ images, targets });
    expect(parseMix(JSON.parse(JSON.stringify(mix)))).toEqual(mix);
  }));
});

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const draws = (mix: Mix, count: number, side: number) => Array.from({ length: count }, (_, i) => drawMixings(mix, [1, side, side, 1], { seed: 7, path: [i] })).flat();

it.each([0.2, 1, 4])("draws λ of the beta distribution: mean ½, variance 1 / (8α + 4) for α = %s", (alpha) => {
  const count = 10_000;
  const lambdas = draws(mixup({ alpha }), count, 8).map((mixing) => (mixing.kind === "mixup" ? mixing.lambda : NaN));
  const variance = 1 / (8 * alpha + 4);
  // Five deviations of the mean of so many.
  expect(Math.abs(mean(lambdas) - 0.5)).toBeLessThan(5 * Math.sqrt(variance / count));
  expect(Math.abs(mean(lambdas.map((x) => (x - 0.5) ** 2)) - variance)).toBeLessThan(5 * Math.sqrt(1 / 16 / count));
});

it("cuts boxes of the right area: ½ on average for α = 1, of which the borders leave 1/2 − 1/5 + 1/48", () => {
  const [count, side] = [10_000, 2_000];
  const areas = draws(cutmix(), count, side).map((mixing) => (mixing.kind === "cutmix" ? (mixing.size[0] * mixing.size[1]) / side ** 2 : NaN));
  // A side √u around a uniform centre keeps √u − u/4 of itself on average; ∫ (√u − u/4)² du. An area deviates by less than ½.
  expect(Math.abs(mean(areas) - (1 / 2 - 1 / 5 + 1 / 48))).toBeLessThan((5 * 0.5) / Math.sqrt(count));
});

it("switches as often as asked, and leaves out as often as p says", () => {
  const count = 4_000;
  const share = (mix: Mix, kind: string): number => draws(mix, count, 8).filter((mixing) => mixing.kind === kind).length / count;
  const bound = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / count);
  expect(Math.abs(share(mixupOrCutmix({ switch: 0.3 }), "cutmix") - 0.3)).toBeLessThan(bound(0.3));
  expect(Math.abs(share(mixup({ p: 0.8 }), "mixup") - 0.8)).toBeLessThan(bound(0.8));
});

it("pairs every image with another as often as with any", () => {
  const seen = Array.from({ length: 9 }, () => 0);
  for (let i = 0; i < 9_000; i++) {
    const [mixing] = drawMixings(mixup(), [3, 1, 1, 1], { seed: 3, path: [i] });
    mixing?.partners.forEach((partner, own) => { seen[own * 3 + partner] = (seen[own * 3 + partner] as number) + 1; });
  }
  for (const count of seen) expect(Math.abs(count / 9_000 - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / 9_000));
});

it("depends on seed and path alone", () => {
  const at = { seed: 5, path: [2, 9] };
  expect(drawMixings(cutmix(), [4, 32, 32, 3], at)).toEqual(drawMixings(cutmix(), [4, 32, 32, 3], at));
  expect(drawMixings(cutmix(), [4, 32, 32, 3], at)).not.toEqual(drawMixings(cutmix(), [4, 32, 32, 3], { ...at, path: [2, 10] }));
  expect(drawMixings(cutmix(), [4, 32, 32, 3], { seed: 1 })).toMatchInlineSnapshot(`
    [
      {
        "kind": "cutmix",
        "label": "cutmix 7×7 at 8, 13",
        "left": 8,
        "partners": [
          0,
          3,
          1,
          2,
        ],
        "size": [
          7,
          7,
        ],
        "top": 13,
      },
    ]
  `);
});

it("names what it knows, and refuses the rest", () => {
  const refused = (run: () => unknown): string => {
    try { run(); } catch (error) { return String(error); }
    return "nothing";
  };
  expect([
    mixKinds.join(),
    refused(() => parseMix(7)),
    refused(() => parseMix("mixupp")),
    refused(() => parseMix({ kind: "mixup", alpha: 0 })),
    refused(() => parseMix({ kind: "cutmix", beta: 1 })),
    refused(() => cutmix({ p: 2 })),
    refused(() => parseMixings({})),
    refused(() => parseMixings([1])),
    refused(() => parseMixings([{ kind: "cutout" }])),
    refused(() => parseMixings([{ kind: "mixup", lambda: 0.5, partners: [0, 2] }])),
    refused(() => applyMixings(batchOf([1, 2], [2, 2, 1]), [{ kind: "mixup", lambda: 0.5, partners: [0] }])),
    refused(() => applyMixings(batchOf([1], [2, 2, 1]), [{ kind: "cutmix", top: 1, left: 0, size: [2, 1], partners: [0] }])),
    refused(() => mixBatch({ ...batchOf([1, 2], [2, 2, 1]), targets: { shape: [1, 2], data: new Float32Array(2) } }, mixup(), { seed: 1 })),
    refused(() => mixBatch({ ...batchOf([1, 2], [2, 2, 1]), targets: { shape: [2, 2], data: new Float32Array(3) } }, mixup(), { seed: 1 })),
    refused(() => mixBatch({ ...batchOf([1, 2], [2, 2, 1]), images: { shape: [2, 0, 2, 1], data: new Float32Array(0) } }, mixup(), { seed: 1 })),
  ].join("\n")).toMatchInlineSnapshot(`
    "cutmix,mixup,mixupOrCutmix
    AugmentError: mix: must be a kind, or a record with a kind. Received 7.
    AugmentError: mix: there is no mix "mixupp". Did you mean "mixup"? Known: cutmix, mixup, mixupOrCutmix.
    AugmentError: mixup: alpha must be a number from 0.001 to 1000. Received 0.
    AugmentError: cutmix: there is no option "beta". Options: alpha.
    AugmentError: cutmix: p must be a number from 0 to 1. Received 2.
    AugmentError: mixings: must be a list of records. Received {}.
    AugmentError: mixings[0]: must be a record with a kind. Received 1.
    AugmentError: mixings[0]: there is no mixing "cutout". Did you mean "cutmix"? Known: cutmix, mixup.
    AugmentError: mixings[0] (mixup): partners must be a list of places in the batch, one for each image. Received [0,2].
    AugmentError: mixup: there must be a partner for each of the 2 images. Received 1. Draw anew for a batch of another size.
    AugmentError: cutmix: the box must lie inside the images of 2×2. Received 2×1 at 0, 1.
    AugmentError: batch: there must be a row of targets for each of the 2 images. Received 1.
    AugmentError: batch: targets.data must hold 2×2 = 4 numbers. Received 3.
    AugmentError: batch: images.shape must be [n, height, width, channels], whole numbers of at least 1. Received [2, 0, 2, 1]."
  `);
});

it("takes any JSON for what it is: a mix, or an error of its own", () => {
  const value = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom<unknown>(undefined, 1, 0.5, [0], [1, 1]));
  const record = fc.record({ kind: fc.constantFrom("mixup", "cutmix", "mixupOrCutmix", "mosaic", "__proto__"), p: value, alpha: value, switch: value, lambda: value, partners: value, top: value, left: value, size: value, centre: value, label: value }, { requiredKeys: ["kind"] });
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), record, fc.array(record)), (json) => {
    for (const parse of [parseMix, parseMixings, parseMosaic])
      try {
        expect(typeof parse(json)).toBe("object");
      } catch (error) {
        expect(error).toBeInstanceOf(AugmentError);
      }
  }), { numRuns: 2_000 });
});
