import { expect, test } from "vitest";
import { conv1dTranspose, conv2dTranspose, derive, formula, macs, outputShape, substitution, windows } from "../index.ts";

test("2×2 with stride 2 doubles; 4×4 with padding 1 does too, and 3×3 with an output padding", () => {
  for (const layer of [conv2dTranspose(8, 2, { strides: 2 }), conv2dTranspose(8, 4, { strides: 2, padding: 1 }), conv2dTranspose(8, 3, { strides: 2, padding: 1, outputPadding: 1 }), conv2dTranspose(8, 3, { strides: 2, padding: "same" })])
    expect(outputShape(layer, [[7, 5, 16]])).toEqual([14, 10, 8]);
  expect(outputShape(conv1dTranspose(8, 4, { strides: 2, padding: 1 }), [[7, 16]])).toEqual([14, 8]);
});

test("each input is multiplied by the whole kernel", () => {
  expect(macs(conv2dTranspose(8, 4, { strides: 2, padding: 1 }), [[7, 5, 16]])).toBe(7 * 5 * 16 * 4 * 4 * 8);
  expect(macs(conv2dTranspose(8, 4, { strides: 2, groups: 4 }), [[7, 5, 16]])).toBe(7 * 5 * 16 * 4 * 4 * 2);
});

test("the working of a width of 63, with output padding and dilation", () => {
  const [, width] = derive(conv2dTranspose(8, [3, 5], { strides: 3, padding: 2, outputPadding: 1, dilationRate: 2 }), [[7, 20, 4]]);
  expect(width && [formula(width.expression), substitution(width.expression), width.value]).toMatchInlineSnapshot(`
    [
      "(n − 1)·s − 2·p + d·(k − 1) + 1 + o",
      "(20 − 1)·3 − 2·2 + 2·(5 − 1) + 1 + 1",
      63,
    ]
  `);
});

test("where outputs look: with 4×4, stride 2 and padding 1, output 5 is made of inputs 2 and 3", () => {
  const [window] = windows(conv2dTranspose(1, 4, { strides: 2, padding: 1 }), [[7, 7, 1]]);
  if (!Array.isArray(window)) throw new Error("not a window");
  expect(window[0]).toMatchObject({ size: 2, stride: 0.5, start: -0.5, middle: -0.25 });
  expect(Math.floor(-0.5 + 5 * 0.5)).toBe(2);
});

test("refused", () => {
  expect(() => conv2dTranspose(8, 3, { strides: 2, outputPadding: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2dTranspose: outputPadding must be below strides or dilationRate. Received outputPadding=2, strides=2, dilationRate=1 along height. Use at most 1.]`);
  expect(() => conv2dTranspose(8, 3, { strides: 2, padding: "same", outputPadding: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2dTranspose: padding "same" fixes the output to length × strides. Received outputPadding=1 along height. Leave outputPadding out, or give padding as numbers.]`);
  expect(() => conv2dTranspose(9, 3, { groups: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2dTranspose: filters must divide into groups. Received filters=9, groups=2. Nearest that divide: 8, 10.]`);
  expect(() => outputShape(conv2dTranspose(8, 3, { groups: 2 }), [[7, 7, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2dTranspose: input channels must divide into groups. Received 7×7×3, groups=2. Nearest that divide: 2, 4.]`);
  expect(() => outputShape(conv2dTranspose(8, 3, { padding: 2 }), [[2, 9, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2dTranspose: padding must leave an output. Received 2 along height, which spreads to 4, and padding 2 + 2. Use at most 3 in all, or padding: "same".]`);
  expect(() => outputShape(conv1dTranspose(8, 3, { padding: 2 }), [[1, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1dTranspose: padding must leave an output. Received 1 along length, which spreads to 3, and padding 2 + 2. Use at most 2 in all, or padding: "same".]`);
  expect(() => conv1dTranspose(8, 3, { strides: 2, outputPadding: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1dTranspose: outputPadding must be below strides or dilationRate. Received outputPadding=2, strides=2, dilationRate=1 along length. Use at most 1.]`);
});
