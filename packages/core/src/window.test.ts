import { expect, test } from "vitest";
import { along, pads } from "./index.ts";
import { places, slideStep, slidingWindow } from "./window.ts";
import { formula, substitution } from "./expression.ts";

const slide = { kernelSize: 3, strides: 1, dilationRate: 1, padding: [0, 0] } as const;

test("same padding: none is needed, the odd one goes after, a stride needs less", () => {
  expect(pads({ ...slide, padding: "same" }, 5)).toEqual([1, 1]);
  expect(pads({ ...slide, kernelSize: 4, padding: "same" }, 5)).toEqual([1, 2]);
  expect(pads({ ...slide, strides: 2, padding: "same" }, 6)).toEqual([0, 1]);
  expect(pads({ ...slide, kernelSize: 1, strides: 3, padding: "same" }, 7)).toEqual([0, 0]);
  expect(pads({ ...slide, dilationRate: 2, padding: "same" }, 5)).toEqual([2, 2]);
});

test("formulas of each kind of padding, in symbols and with numbers", () => {
  const written = [
    slideStep("height", { ...slide, strides: 2, padding: [3, 3], kernelSize: 7 }, 224),
    slideStep("height", { ...slide, padding: [1, 0] }, 10),
    slideStep("height", { ...slide, dilationRate: 2, padding: [2, 2] }, 10),
    slideStep("height", { ...slide, strides: 2, padding: "same" }, 7),
    slideStep("height", { ...slide, strides: 2, ceilMode: true }, 112),
  ].map(({ expression, value, source }) => `${formula(expression)} = ${substitution(expression)} = ${value}, ${source}`);
  expect(written).toMatchInlineSnapshot(`
    [
      "⌊(n + 2·p − k) / s⌋ + 1 = ⌊(224 + 2·3 − 7) / 2⌋ + 1 = 112, arXiv:1603.07285, relationship 6",
      "⌊(n + p_before + p_after − k) / s⌋ + 1 = ⌊(10 + 1 + 0 − 3) / 1⌋ + 1 = 9, arXiv:1603.07285, relationship 6",
      "⌊(n + 2·p − d·(k − 1) − 1) / s⌋ + 1 = ⌊(10 + 2·2 − 2·(3 − 1) − 1) / 1⌋ + 1 = 10, arXiv:1603.07285, relationship 15",
      "⌈n / s⌉ = ⌈7 / 2⌉ = 4, TensorFlow, padding "same"",
      "⌈(n + 2·p − k) / s⌉ + 1 = ⌈(112 + 2·0 − 3) / 2⌉ + 1 = 56, PyTorch, ceil_mode",
    ]
  `);
});

test("a window that hangs over the end counts only if it starts before the padding after: PyTorch's ceil mode", () => {
  expect(slideStep("", { ...slide, kernelSize: 2, strides: 2, ceilMode: true }, 7).value).toBe(4);
  expect(slideStep("", { ...slide, kernelSize: 1, strides: 3, padding: [0, 1], ceilMode: true }, 3).value).toBe(1);
});

test("where it looks: from minus the padding, so many apart, so wide", () => {
  expect(slidingWindow([{ ...slide, kernelSize: 3, strides: 2, dilationRate: 2, padding: [2, 1] }], [9])).toEqual([{ size: 5, stride: 2, start: -2 }]);
});

test("the axis at fault is named", () => {
  expect(places("conv2d", [slide, slide], [3, 4])).toEqual([1, 2]);
  expect(() => places("conv2d", [slide, slide], [4, 2])).toThrow("along width");
  expect(() => places("conv1d", [slide], [2])).toThrow("along length");
});

test("a two-dimensional window along one axis", () => {
  expect(along({ kernelSize: [3, 5], strides: [1, 2], padding: [[0, 1], [2, 3]], dilationRate: [1, 4] }, 1)).toEqual({ kernelSize: 5, strides: 2, dilationRate: 4, padding: [2, 3], ceilMode: false });
});
