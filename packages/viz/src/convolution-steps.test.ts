import { conv2d, conv2dTranspose } from "@convscope/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lecture, rows } from "../test/explained.ts";
import { framesOf, layoutProblems, textBoxes } from "../test/layout.ts";
import { convolutionSteps } from "./convolution-steps.ts";
import type { ConvolutionNumbers } from "./convolution-steps.ts";

const description = (svg: string): string => /<desc>(.*)<\/desc>/.exec(svg)?.[1] ?? "";
const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const output = (data: ConvolutionNumbers, options = {}): string => /Output, row by row: (.*)\.$/.exec(description(convolutionSteps(data, options)))?.[1] ?? "";
const third = { shape: [3, 3], data: new Array<number>(9).fill(1) };

describe("examples worked by hand", () => {
  it("of a lecture", () => {
    expect(output(lecture)).toBe("4 3 4; 2 4 3; 2 3 4");
    expect(output({ layer: conv2d(1, 3), input: rows([[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]), weight: rows([[0, 1, 2], [2, 2, 0], [0, 1, 2]]) })).toBe("12 12 17; 10 17 19; 9 6 14");
  });

  it("smooths a picture of 10×10", () => {
    const picture = Array.from({ length: 10 }, (_, y) => Array.from({ length: 10 }, (__, x) => (y >= 2 && y <= 6 && x >= 3 && x <= 7 && !(y === 5 && x === 4)) || (y === 8 && x === 2) ? 90 : 0));
    expect(output({ layer: conv2d(1, 3), input: rows(picture), weight: third }, { mean: true })).toBe(
      "0 10 20 30 30 30 20 10; 0 20 40 60 60 60 40 20; 0 30 60 90 90 90 60 30; 0 30 50 80 80 90 60 30; 0 30 50 80 80 90 60 30; 0 20 30 50 50 60 40 20; 10 20 30 30 30 30 20 10; 10 10 10 0 0 0 0 0",
    );
  });

  it("finds the loop of a nine by a mean of products", () => {
    const glyph = ["-###-", "-#-#-", "-###-", "---#-", "---#-", "--#--", "-#---"].map((row) => Array.from(row, (mark) => (mark === "#" ? 1 : -1)));
    expect(output({ layer: conv2d(1, 3), input: rows(glyph), weight: rows([[1, 1, 1], [1, -1, 1], [1, 1, 1]]) }, { mean: true })).toBe("−0.111 1 −0.111; −0.556 0.111 −0.333; −0.333 0.333 −0.333; −0.556 −0.111 −0.556; −0.333 −0.556 −0.333");
  });
});

// conv2d and conv_transpose2d of PyTorch 1.13 with the same numbers.
describe("as PyTorch computes it", () => {
  const input = rows([[-1, 0, 1, 2, 3], [4, -2, -1, 0, 1], [2, 3, 4, -2, -1], [0, 1, 2, 3, 4]]);
  const weight = rows([[1, -2], [0.5, 3]]);
  const channels = { shape: [3, 3, 2], data: [-2, -1, 0, 1, 2, -2, -1, 0, 1, 2, -2, -1, 0, 1, 2, -2, -1, 0] };

  it("with padding on two sides, strides, dilation and a bias", () => {
    expect(output({ layer: conv2d(1, 2, { padding: [[1, 0], [2, 0]], strides: [1, 2], dilationRate: [2, 1] }), input, weight, bias: [0.5] })).toBe("0.5 −3.5 0; 0.5 9.5 −6.5; 0.5 11.5 9.5");
  });

  it("transposed, with padding and output padding", () => {
    const data = { layer: conv2dTranspose(1, 2, { strides: 2, padding: 1, outputPadding: 1, dilationRate: 2 }), input: rows([[-1, 0, 1], [4, -2, -1]]), weight, bias: [-1] };
    expect(output(data)).toBe("−1 −1 −1 −1 −1 −1; −1 −14 −1 2.5 −1 4; −1 −1 −1 −1 −1 −1; −1 10 −1 −7.5 −1 −4");
  });

  it("over channels", () => {
    const data = [-1, 0, 1, -1, 0, 1, -1, 0];
    expect(output({ layer: conv2d(1, 2, { padding: 1 }), input: channels, weight: { shape: [2, 2, 2], data } })).toBe("2 −1 −1 −2; 0 0 8 −3; −1 −1 −3 2; −1 4 −3 1");
    expect(output({ layer: conv2dTranspose(1, 2, { strides: 2 }), input: channels, weight: { shape: [2, 2, 1, 2], data } })).toBe("2 −1 0 −1 −2 4; −1 2 1 0 −2 −2; 1 −1 −1 −1 2 −1; 0 1 2 −1 −1 2; 0 −1 −2 4 1 −1; 1 0 −2 −2 0 1");
  });
});

it("shows one step with its products, their sum and the output so far", () => {
  const seen = texts(convolutionSteps({ ...lecture, bias: [-1] }, { step: 2 }));
  expect(seen).toEqual(expect.arrayContaining(["Step 2 of 9: output row 1, column 2", "1·1 + 1·0 + 0·1", "+ 1·0 + 1·1 + 1·0", "+ 0·1 + 1·0 + 1·1", "= 3 + bias (−1) = 2", "×1", "3", "2"]));
  // The third output would be a second 3.
  expect(seen.filter((text) => text === "3")).toHaveLength(1);
});

it("writes whole numbers in full, and long fractions short", () => {
  const one = (value: number, weight: number): string[] => texts(convolutionSteps({ layer: conv2d(1, 1), input: rows([[value]]), weight: rows([[weight]]) }, { step: 1 }));
  expect(one(12_345, 3)).toEqual(expect.arrayContaining(["12345", "12345·3", "= 37035"]));
  expect(one(-0.123456, 0.00098765)).toEqual(expect.arrayContaining(["−0.12", "1e−3", "(−0.123)·0.000988", "−1e−4", "= −0.000122"]));
});

it("moves step after step, filling the output", () => {
  const frames = framesOf(convolutionSteps(lecture));
  expect(frames).toHaveLength(9);
  expect(frames.map((frame) => texts(frame).filter((text) => text === "4").length)).toEqual([1, 1, 2, 2, 3, 3, 3, 3, 4]);
});

it("moves only by CSS, and not where motion is unwanted", () => {
  const svg = convolutionSteps(lecture, { seconds: 0.5 });
  expect(svg).toContain("<style>\n@media(prefers-reduced-motion:no-preference){@keyframes convscope-0-1-of-9-in-500{0%{visibility:visible}10%,100%{visibility:hidden}}.convscope-0-1-of-9-in-500{animation:convscope-0-1-of-9-in-500 5s step-end infinite}");
  // What is not seen at the last step is hidden without the style sheet.
  expect(svg.match(/<g class="convscope-\d+-9-[^"]*">/g)?.length).toBeGreaterThan(1);
  expect(svg).not.toMatch(/<g class="convscope-\d+-[0-8]-of[^"]*">/);
});

it("follows one filter of a group", () => {
  const layer = conv2d(4, 1, { groups: 2 });
  const svg = convolutionSteps({ layer, input: { shape: [1, 1, 4], data: [1, 10, 100, 1000] }, weight: { shape: [1, 1, 2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] } }, { filter: 2, step: 1 });
  expect(texts(svg)).toEqual(expect.arrayContaining(["100·3", "+ 1000·7", "= 7300"]));
});

it("keeps text apart, whatever the sizes", () => {
  const side = fc.integer({ min: 1, max: 7 });
  const numbers = fc.record({
    size: fc.tuple(side, side, fc.integer({ min: 1, max: 3 })), kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    edges: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)), dilation: fc.integer({ min: 1, max: 2 }), transposed: fc.boolean(), scale: fc.constantFrom(1, 0.013, 70_000), bias: fc.constantFrom(0, -0.5), width: fc.constantFrom(240, 500, 760), theme: fc.constantFrom("light", "auto"),
  } as const);
  fc.assert(
    fc.property(numbers, ({ size: [height, width, depth], kernel: [kh, kw], strides, edges: [top, bottom, left, right], dilation, transposed, scale, bias, width: limit, theme }) => {
      const options = { strides, dilationRate: dilation, padding: [[top, bottom], [left, right]] as const };
      const data = (length: number): number[] => Array.from({ length }, (_, i) => scale * (((i * 7) % 11) - 5));
      const room = transposed ? (height - 1) * strides[0] + dilation * (kh - 1) + 1 - top - bottom > 0 && (width - 1) * strides[1] + dilation * (kw - 1) + 1 - left - right > 0 : height + top + bottom > dilation * (kh - 1) && width + left + right > dilation * (kw - 1);
      fc.pre(room);
      const layer = transposed ? conv2dTranspose(1, [kh, kw], options) : conv2d(1, [kh, kw], options);
      const svg = convolutionSteps({ layer, input: { shape: [height, width, depth], data: data(height * width * depth) }, weight: { shape: transposed ? [kh, kw, 1, depth] : [kh, kw, depth], data: data(kh * kw * depth) }, bias: [bias] }, { width: limit, theme });
      expect(layoutProblems(svg)).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

it("refuses what does not belong together", () => {
  expect(() => convolutionSteps({ ...lecture, layer: conv2d(1, 2) })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: weight must have the layer's shape [2, 2, 1, 1]. Received [3, 3].]`);
  expect(() => convolutionSteps({ ...lecture, input: { shape: [5], data: [1, 2, 3, 4, 5] } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: shape of input must be [H, W] or [H, W, C] with sizes of at least 1. Received [5].]`);
  expect(() => convolutionSteps({ ...lecture, input: { shape: [5, 5], data: [1] } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: data of input must hold as many numbers as its shape says. Received 1, and [5, 5] asks for 25.]`);
  expect(() => convolutionSteps({ ...lecture, bias: [1, 2] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: bias must hold one number for each of 1 filter. Received 2.]`);
  expect(() => convolutionSteps(lecture, { step: 10 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: step must be "all" or a whole number from 1 to 9. Received 10.]`);
  expect(() => convolutionSteps(lecture, { filter: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: filter must lie in 0 … 0. Received 1.]`);
  expect(() => convolutionSteps(lecture, { seconds: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: seconds must lie in 0 … 60. Received 0.]`);
  expect(() => convolutionSteps({ layer: conv2dTranspose(1, 3), input: lecture.input, weight: lecture.weight }, { mean: true })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: mean is for convolutions that are not transposed. Received mean: true with conv2dTranspose.]`);
  const large = { shape: [50, 50], data: new Float32Array(2500) };
  expect(() => convolutionSteps({ ...lecture, input: large })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: at most 40×40 cells can be followed. Received 50×50 as Input, 50×50, padding included. Show a part of it.]`);
  expect(() => convolutionSteps({ ...lecture, input: { shape: [30, 30], data: new Float32Array(900) } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: at most 200 steps can be watched. Received 784. Show one of them: step: 1.]`);
  const wide = { shape: [3, 3, 9], data: new Float32Array(81) };
  expect(() => convolutionSteps({ layer: conv2d(1, 3), input: wide, weight: wide })).toThrowErrorMatchingInlineSnapshot(`[RangeError: convolutionSteps: at most 8 channels can be followed. Received 9. Show some of them.]`);
});
