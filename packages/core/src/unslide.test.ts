import { expect, test } from "vitest";
import { crops, type Unslide } from "./index.ts";
import { formula, substitution } from "./expression.ts";
import { unslideStep } from "./unslide.ts";

const unslide: Unslide = { kernelSize: 3, strides: 2, dilationRate: 1, padding: [0, 0], outputPadding: 0 };

test("same: the whole spread less what reaches beyond n·s, the odd one after; nothing where the kernel is smaller than the stride", () => {
  expect(crops({ ...unslide, padding: "same" })).toEqual([0, 1]);
  expect(crops({ ...unslide, kernelSize: 4, padding: "same" })).toEqual([1, 1]);
  expect(crops({ ...unslide, kernelSize: 1, strides: 3, padding: "same" })).toEqual([0, 0]);
});

test("formulas, in symbols and with numbers", () => {
  const written = [
    unslide,
    { ...unslide, kernelSize: 4, padding: [1, 1] as const },
    { ...unslide, padding: [1, 0] as const, outputPadding: 1 },
    { ...unslide, dilationRate: 3, outputPadding: 2 },
    { ...unslide, padding: "same" as const },
  ].map((u) => {
    const { expression, value } = unslideStep("height", u, 7);
    return `${formula(expression)} = ${substitution(expression)} = ${value}`;
  });
  expect(written).toMatchInlineSnapshot(`
    [
      "(n − 1)·s − 2·p + k = (7 − 1)·2 − 2·0 + 3 = 15",
      "(n − 1)·s − 2·p + k = (7 − 1)·2 − 2·1 + 4 = 14",
      "(n − 1)·s − p_before − p_after + k + o = (7 − 1)·2 − 1 − 0 + 3 + 1 = 15",
      "(n − 1)·s − 2·p + d·(k − 1) + 1 + o = (7 − 1)·2 − 2·0 + 3·(3 − 1) + 1 + 2 = 21",
      "n·s = 7·2 = 14",
    ]
  `);
});
