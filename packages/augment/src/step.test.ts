import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { augment } from "./augment.ts";
import { normalize } from "./colour/normalize.ts";
import { AugmentError } from "./error.ts";
import { mirror } from "./geometry/mirror.ts";
import { randomCrop } from "./geometry/randomCrop.ts";
import { applyOperations, operationKinds, parseOperations, shapeAfter } from "./operation.ts";
import { compose } from "./policy/compose.ts";
import { oneOf } from "./policy/oneOf.ts";
import type { Sample } from "./sample.ts";
import { drawOperations, optionsOf, parsePipeline, stepKinds, type Pipeline, type Step, type StepKind } from "./step.ts";

const sample: Sample = {
  image: { shape: [9, 7, 3], data: Uint8Array.from({ length: 189 }, (_, i) => (i * 59) % 256) },
  mask: Uint8Array.from({ length: 63 }, (_, i) => i % 5),
  boxes: Float32Array.of(1, 2, 6, 5),
  keypoints: Float32Array.of(3, 3),
};

/** What must be given to steps that cannot do without. */
const needed: { readonly [K in StepKind]?: object } = {
  affine: { degrees: 20 },
  centerCrop: { size: 5 },
  compose: { steps: ["mirror"] },
  crop: { size: [4, 5] },
  oneOf: { steps: ["mirror", "invert"] },
  pad: { padding: 2 },
  randomCrop: { size: 5 },
  randomResizedCrop: { size: 6 },
  resize: { size: [5, 8] },
  rotate: { degrees: 30 },
  scale: { factor: 0.2 },
  someOf: { steps: ["mirror", "invert"], count: 1 },
};

describe.each(stepKinds)("%s", (kind) => {
  const step = parsePipeline([{ kind, p: 1, ...needed[kind] }])[0] as Step;

  it("comes out of JSON as it went in, every option said", () => {
    expect(parsePipeline(JSON.parse(JSON.stringify([step])))).toEqual([step]);
    expect(Object.keys(step).sort()).toEqual(["kind", "p", ...Object.keys(optionsOf(kind).fields)].sort());
  });

  it("draws operations that are data, keep every box and point, and say the shape beforehand", () => {
    for (let seed = 0; seed < 12; seed++) {
      const { operations, ...result } = augment(sample, [step], { seed });
      expect(operations.every((operation) => operationKinds.includes(operation.kind) && (operation.label ?? "") !== "")).toBe(true);
      expect(applyOperations(sample, parseOperations(JSON.parse(JSON.stringify(operations))))).toEqual(result);
      expect(result.image.shape).toEqual(operations.reduce((shape, operation) => shapeAfter(operation, shape), sample.image.shape));
      const [height, width, channels] = result.image.shape;
      expect([result.image.data.length, result.mask?.length, result.boxes?.length, result.keypoints?.length]).toEqual([height * width * channels, height * width, 4, 2]);
    }
  });

  it("leaves the sample itself as it is", () => {
    const before = structuredClone(sample);
    for (let seed = 0; seed < 5; seed++) augment(sample, [step], { seed });
    expect(sample).toEqual(before);
  });
});

describe("draws", () => {
  it("depend on seed and path alone, each step's on a stream of its own", () => {
    const two: Pipeline = [mirror(), randomCrop({ size: 5, padding: 3 })];
    fc.assert(fc.property(fc.integer(), fc.array(fc.nat(), { maxLength: 3 }), (seed, path) => {
      const drawn = drawOperations(two, [9, 7, 3], { seed, path });
      expect(drawOperations(two, [9, 7, 3], { seed, path })).toEqual(drawn);
      // A step that is added at the end, and one before that is not taken, change nothing.
      expect(drawOperations([...two, mirror({ p: 0 })], [9, 7, 3], { seed, path })).toEqual(drawn);
      expect(drawOperations([mirror({ p: 0 }), two[1] as Step], [9, 7, 3], { seed, path })).toEqual(drawn.slice(-1));
    }));
  });

  it("take a step as often as p says, and one of several as often as the others", () => {
    const count = 4_000;
    const share = (step: Step, kind: string): number => Array.from({ length: count }, (_, i) => drawOperations([step], [9, 7, 3], { seed: 2, path: [i] })).filter((drawn) => drawn.some((operation) => operation.kind === kind)).length / count;
    const bound = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / count);
    expect(Math.abs(share(mirror({ p: 0.3 }), "mirror") - 0.3)).toBeLessThan(bound(0.3));
    expect(share(mirror({ p: 0 }), "mirror")).toBe(0);
    expect(share(mirror({ p: 1 }), "mirror")).toBe(1);
    expect(Math.abs(share(oneOf([mirror({ p: 1 }), normalize(), randomCrop({ size: 2 })]), "crop") - 1 / 3)).toBeLessThan(bound(1 / 3));
    expect(Math.abs(share(compose([normalize(), mirror({ p: 0.5 })], { p: 0.5 }), "mirror") - 0.25)).toBeLessThan(bound(0.25));
  });

  it("know the shape that the steps before leave", () => {
    expect(() => drawOperations([compose([randomCrop({ size: 4 })]), randomCrop({ size: 5 })], [9, 7, 3], { seed: 1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: randomCrop: the height must be at most that of the padded image, 4. Received 5. Give more padding, or resize first.]`);
  });
});

it("refuses what is no pipeline", () => {
  const nested = (depth: number): unknown => (depth === 0 ? "mirror" : { kind: "compose", steps: [nested(depth - 1)] });
  const refused = (json: unknown): string => {
    try { parsePipeline(json); } catch (error) { return String(error); }
    return "nothing";
  };
  expect([{}, new Array(1_001).fill("mirror"), [7], ["mirror", null], ["constructor"], ["mirrow"], [{ kind: "mirror", p: 2 }], [{ kind: "mirror", chance: 1 }], ["rotate"], [{ kind: "rotate", degrees: 999 }], [{ kind: "oneOf", steps: [] }], [{ kind: "oneOf", steps: ["mirror", { kind: "normalize", std: 0 }] }], [nested(9)], [nested(8)]].map(refused).join("\n").replaceAll(/Known: .*/g, "Known: …")).toMatchInlineSnapshot(`
    "AugmentError: pipeline: must be a list of steps. Received {}.
    AugmentError: pipeline: must have at most 1000 steps. Received 1001.
    AugmentError: pipeline[0]: must be a kind, or a record with a kind. Received 7.
    AugmentError: pipeline[1]: must be a kind, or a record with a kind. Received null.
    AugmentError: pipeline[0]: there is no step "constructor". Known: …
    AugmentError: pipeline[0]: there is no step "mirrow". Did you mean "mirror"? Known: …
    AugmentError: pipeline[0] (mirror): p must be a number from 0 to 1. Received 2.
    AugmentError: pipeline[0] (mirror): there is no option "chance". Options: none.
    AugmentError: pipeline[0] (rotate): degrees must be [low, high] from -360 to 360, or one number: how far from 0. Received none.
    AugmentError: pipeline[0] (rotate): degrees must be [low, high] from -360 to 360, or one number: how far from 0. Received 999.
    AugmentError: pipeline[0] (oneOf): steps must be a list of steps. Received [].
    AugmentError: pipeline[0] (oneOf) (normalize): std must be a list of numbers of at least 1e-12. Received 0.
    AugmentError: pipeline[0] (compose) (compose) (compose) (compose) (compose) (compose) (compose) (compose) (compose): steps may lie in steps at most 8 deep.
    nothing"
  `);
  const brackets: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  expect([{ brackets }, [{ kind: "mirror", p: brackets }], [{ kind: "x".repeat(100_000) }], [{ kind: "mirror", ["y".repeat(100_000)]: 1 }]].map(refused).join("\n").replaceAll(/Known: .*/g, "Known: …")).toMatchInlineSnapshot(`
    "AugmentError: pipeline: must be a list of steps. Received a value that cannot be shown.
    AugmentError: pipeline[0] (mirror): p must be a number from 0 to 1. Received a value that cannot be shown.
    AugmentError: pipeline[0]: there is no step "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…. Known: …
    AugmentError: pipeline[0] (mirror): there is no option "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…. Options: none."
  `);
});

it("takes any JSON for what it is: a pipeline that draws and does, or an error of its own", () => {
  const value: fc.Arbitrary<unknown> = fc.oneof(fc.double({ min: -4, max: 40 }), fc.integer({ min: -2, max: 40 }), fc.tuple(fc.double({ min: 0, max: 3 }), fc.integer({ min: -1, max: 9 })), fc.jsonValue({ maxDepth: 1 }), fc.constantFrom("nearest", "bicubic", "wrap", "reflect", "edge", "noise", "gaussian", "speckle", "svhn"));
  const step = (kind: StepKind, depth: number): fc.Arbitrary<unknown> => {
    const options = Object.keys(optionsOf(kind).fields).map((name) => [name, name === "steps" && depth < 2 ? fc.array(steps(depth + 1), { maxLength: 3 }) : value] as const);
    return fc.record<Record<string, unknown>>({ ...Object.fromEntries(options), p: fc.constantFrom(1, 0.5) }, { requiredKeys: [] }).map((given) => ({ ...given, kind }));
  };
  const steps = (depth: number): fc.Arbitrary<unknown> => fc.constantFrom(...stepKinds).chain((kind) => step(kind, depth));
  fc.assert(fc.property(fc.oneof({ arbitrary: fc.array(steps(0), { maxLength: 2 }), weight: 9 }, fc.jsonValue()), fc.nat(), (json, seed) => {
    try {
      const { operations, image } = augment(sample, parsePipeline(json), { seed });
      expect(image.data.length).toBe(image.shape.reduce((all, n) => all * n, 1));
      expect(parseOperations(JSON.parse(JSON.stringify(operations)))).toEqual(operations);
    } catch (error) {
      if (!(error instanceof AugmentError)) throw error;
    }
  }), { numRuns: 3_000 });
});
