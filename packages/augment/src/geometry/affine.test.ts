import { expect, it } from "vitest";
import type { Operation } from "../operation.ts";
import { drawOperations, type Step } from "../step.ts";
import { affine } from "./affine.ts";
import { perspective } from "./perspective.ts";
import { rotate } from "./rotate.ts";
import { scale } from "./scale.ts";
import { shear } from "./shear.ts";
import { translate } from "./translate.ts";

const draw = (step: Step): Operation | undefined => drawOperations([step], [20, 40, 3], { seed: 5 })[0];

it("says what was drawn", () => {
  const steps = [
    rotate({ degrees: 30 }),
    shear({ x: 10 }),
    shear({ y: [5, 10] }),
    translate({ x: 0.1, y: 0.5 }),
    scale({ factor: 0.2 }),
    affine({ degrees: 10, translate: [0.1, 0.1], scale: [0.8, 0.9], shear: 5 }),
    affine({ degrees: 0 }),
    perspective({ p: 1 }),
  ];
  expect(steps.map((step) => draw(step)?.label)).toMatchInlineSnapshot(`
    [
      "rotate -19.4°",
      "shear -6.5°, 0.0°",
      "shear 0.0°, 5.3°",
      "translate -3, -9",
      "scale ×0.87",
      "rotate -6.5°, translate -4, 0, scale ×0.82, shear -3.9°, 0.0°",
      "affine",
      "perspective",
    ]
  `);
});

it("makes all of them one kind of operation", () => {
  expect(draw(rotate({ degrees: [90, 90], border: "edge", interpolation: "bicubic" }))).toMatchInlineSnapshot(`
    {
      "border": "edge",
      "fill": [
        0,
      ],
      "interpolation": "bicubic",
      "kind": "warp",
      "label": "rotate 90.0°",
      "matrix": [
        0,
        1,
        10,
        -1,
        0,
        30,
        0,
        0,
        1,
      ],
    }
  `);
  expect(draw(affine({ degrees: 0 }))).toMatchObject({ kind: "warp", matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
  expect(draw(perspective({ p: 1, distortion: 0 }))).toMatchObject({ kind: "warp", matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
});

it("shifts by whole pixels, at most by what was asked for", () => {
  const shifts = Array.from({ length: 200 }, (_, seed) => drawOperations([translate({ x: 0.1, y: [0.25, 0.5] })], [20, 40, 3], { seed })[0]).map((operation) => (operation?.kind === "warp" ? [operation.matrix[2], operation.matrix[5]] : []));
  expect([...new Set(shifts.map(([x]) => x))].sort((a = 0, b = 0) => a - b)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
  expect([...new Set(shifts.map(([, y]) => y))].sort((a = 0, b = 0) => a - b)).toEqual([5, 6, 7, 8, 9, 10]);
});

it("refuses what is no range, and names options", () => {
  expect(() => rotate({} as never)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: rotate: degrees must be [low, high] from -360 to 360, or one number: how far from 0. Received none.]`);
  expect(() => shear({ x: [-90, 0] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: shear: x must be [low, high] from -89 to 89, or one number: how far from 0. Received [-90,0].]`);
  expect(() => scale({ factor: [0, 1] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: scale: factor must be [low, high] from 0.001 to 1000, or one number: how far from 1. Received [0,1].]`);
  expect(() => affine({ degrees: 5, translate: [0.1] as never })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: affine: translate must be a list of 2 numbers from 0 to 1. Received [0.1].]`);
  expect(() => perspective({ distortion: 0.9 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: perspective: distortion must be a number from 0 to 0.66. Received 0.9.]`);
  expect(() => rotate({ degrees: 5, interpolation: "cubic" as never })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: rotate: interpolation must be one of "nearest", "bilinear", "bicubic". Received "cubic".]`);
  expect(() => rotate({ degrees: 5, angle: 5 } as never)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: rotate: there is no option "angle". Options: degrees, interpolation, border, fill.]`);
});
