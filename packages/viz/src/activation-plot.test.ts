import { activations, isKind, layerOf, relu, sigmoid, softmax, step, tanh } from "@convscope/core";
import type { ActivationKind, LayerOf } from "@convscope/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { activationPlot } from "./activation-plot.ts";

const description = (svg: string): string => /<desc>(.*)<\/desc>/.exec(svg)?.[1] ?? "";
const lines = (svg: string, colour: string): number[][][] => Array.from(svg.matchAll(new RegExp(`<path d="([^"]*)" fill="none" stroke="${colour}"`, "g")), ([, d = ""]) => Array.from(d.matchAll(/[ML]([-\d.]+) ([-\d.]+)/g), ([, x, y]) => [Number(x), Number(y)]));

it("says what each is and where it saturates", () => {
  // The slope of the sigmoid is 0.05 at ln(17.94) = 2.89; that of ReLU is 0 below 0.
  expect(description(activationPlot([sigmoid(), relu()]))).toMatchInlineSnapshot(`"sigmoid is 1 / (1 + e^−x), its slope f(x)·(1 − f(x)), saturated from −5 to −2.88 and from 2.88 to 5 and relu is max(x, 0), its slope 1 if x &gt; 0, else 0, saturated from −5 to 0."`);
});

it("draws a jump as a gap, and a slope of ReLU that is 0 and then 1", () => {
  const [left = [], right = [], ...slopes] = lines(activationPlot([step()]), "#0b61b8");
  expect([left.at(-1)?.[0], right[0]?.[0]].map((x) => Math.round(x ?? 0))).toEqual([right[0]?.[0], right[0]?.[0]].map((x) => Math.round(x ?? 0)));
  expect(Math.abs((left.at(-1)?.[1] ?? 0) - (right[0]?.[1] ?? 0))).toBeGreaterThan(100);
  expect(slopes).toHaveLength(2);
  const ofRelu = lines(activationPlot([relu()]), "#0b61b8").slice(2).map((line) => new Set(line.map(([, y]) => y)).size);
  expect(ofRelu).toEqual([1, 1]);
});

it("shades each function in its own band", () => {
  const shades = (svg: string): number => svg.match(/fill-opacity="0.13"/g)?.length ?? 0;
  expect([shades(activationPlot([tanh()])), shades(activationPlot([tanh(), relu()])), shades(activationPlot([relu()], { saturation: 0 }))]).toEqual([4, 6, 0]);
});

const kinds = Object.keys(activations).filter((kind) => isKind(kind)) as ActivationKind[];
const pointwise = kinds.map((kind) => layerOf(kind, {}) as LayerOf<ActivationKind>).filter((layer) => !layer.kind.toLowerCase().includes("softmax"));

it("keeps text apart for all of them", () => {
  fc.assert(
    fc.property(fc.subarray(pointwise, { minLength: 1, maxLength: 8 }), fc.constantFrom(240, 500, 760), fc.constantFrom<readonly [number, number]>([-5, 5], [-0.1, 0.2], [3, 1000]), (layers, width, range) => {
      expect(layoutProblems(activationPlot(layers, { width, range }))).toEqual([]);
    }),
    { numRuns: 20 },
  );
  expect(textBoxes(activationPlot(pointwise.slice(0, 8))).length).toBeGreaterThan(10);
});

it("refuses what has no curve", () => {
  expect(() => activationPlot([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: activationPlot: there must be 1 to 8 activations. Received 0.]`);
  expect(() => activationPlot([softmax()])).toThrowErrorMatchingInlineSnapshot(`[RangeError: activationPlot: an activation must act on each value alone to have a curve. Received softmax, which acts on a row.]`);
  expect(() => activationPlot([relu()], { range: [1, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: activationPlot: range must be two numbers in rising order. Received 1, 1.]`);
  expect(() => activationPlot([relu()], { saturation: 2 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: activationPlot: saturation must lie in 0 … 1. Received 2.]`);
});
