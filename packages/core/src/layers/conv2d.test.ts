import { describe, expect, test } from "vitest";
import { conv2d, derive, formula, graph, inferShapes, macs, outputShape, parameters, substitution, weights, type Layer, type Shape } from "../index.ts";

const learned = (layer: Layer, input: Shape): number => parameters(graph("one", input, { x: layer })).trainable;

describe("by hand", () => {
  test("320 and 18,496 parameters of the first two layers of a digit net", () => {
    expect(learned(conv2d(32, 3), [28, 28, 1])).toBe((3 * 3 * 1 + 1) * 32);
    expect(learned(conv2d(64, 3), [14, 14, 32])).toBe(18_496);
    expect(macs(conv2d(32, 3, { padding: "same" }), [[28, 28, 1]])).toBe(28 * 28 * 9 * 32);
  });

  test.each([
    [5, conv2d(1, 3), 3],
    [10, conv2d(1, 3), 8],
    [32, conv2d(1, 5), 28],
    [14, conv2d(1, 5), 10],
    [9, conv2d(1, 3, { padding: 1 }), 9],
    [224, conv2d(64, 7, { strides: 2, padding: 3 }), 112],
    [7, conv2d(1, 3, { dilationRate: 2 }), 3],
  ] as const)("an input of %i and its output", (n, layer, expected) => {
    expect(outputShape(layer, [[n, n, 1]]).slice(0, 2)).toEqual([expected, expected]);
  });

  test("the colour nets: 208, 2,080, 8,256 with 2×2 kernels, 608 and 3,216 with 5×5", () => {
    expect([learned(conv2d(16, 2), [32, 32, 3]), learned(conv2d(32, 2), [16, 16, 16]), learned(conv2d(64, 2), [8, 8, 32])]).toEqual([208, 2_080, 8_256]);
    expect([learned(conv2d(8, 5), [32, 32, 3]), learned(conv2d(16, 5), [14, 14, 8])]).toEqual([608, 3_216]);
  });

  test("groups share the work out: two halve it, as many as channels make a depthwise convolution", () => {
    expect(macs(conv2d(64, 3, { groups: 2 }), [[14, 14, 64]])).toBe(macs(conv2d(64, 3), [[14, 14, 64]]) / 2);
    expect(weights(conv2d(64, 3, { groups: 64 }), [[14, 14, 64]])["weight"]?.shape).toEqual([3, 3, 1, 64]);
  });

  test("same padding puts the odd zero after", () => {
    const built = graph("same", [6, 6, 1], { x: conv2d(1, 3, { strides: 2, padding: "same" }) });
    expect(inferShapes(built).get("x")).toEqual([3, 3, 1]);
  });
});

describe("factorisation at c channels in and out, without biases", () => {
  const c = 64;
  const layers = (...kernels: (number | readonly [number, number])[]): Layer[] => kernels.map((k) => conv2d(c, k, { padding: "same", useBias: false }));
  const total = (of: Layer[], count: (layer: Layer, input: Shape) => number): number => of.reduce((sum, layer) => sum + count(layer, [28, 28, c]), 0);

  test.each([
    ["5×5 as two 3×3", layers(5), layers(3, 3), 25, 18],
    ["7×7 as three 3×3", layers(7), layers(3, 3, 3), 49, 27],
    ["3×3 as 1×3 and 3×1", layers(3), layers([1, 3], [3, 1]), 9, 6],
    ["7×7 as 1×7 and 7×1", layers(7), layers([1, 7], [7, 1]), 49, 14],
  ])("%s", (_, whole, parts, before, after) => {
    expect([total(whole, learned), total(parts, learned)]).toEqual([before * c * c, after * c * c]);
    expect([total(whole, (l, input) => macs(l, [input])), total(parts, (l, input) => macs(l, [input]))]).toEqual([before * c * c * 784, after * c * c * 784]);
  });

  test("a bottleneck: 1×1 to a quarter, 3×3, 1×1 back", () => {
    const narrow = [conv2d(64, 1, { useBias: false }), conv2d(64, 3, { padding: 1, useBias: false }), conv2d(256, 1, { useBias: false })];
    const built = graph("bottleneck", [56, 56, 256], narrow);
    expect(parameters(built).trainable).toBe(256 * 64 + 9 * 64 * 64 + 64 * 256);
    expect(learned(conv2d(256, 3, { padding: 1, useBias: false }), [56, 56, 256])).toBe(9 * 256 * 256);
  });
});

test("the working of a height of 112", () => {
  const [height] = derive(conv2d(64, 7, { strides: 2, padding: 3 }), [[224, 224, 3]]);
  expect(height && [formula(height.expression), substitution(height.expression), height.value]).toMatchInlineSnapshot(`
    [
      "⌊(n + 2·p − k) / s⌋ + 1",
      "⌊(224 + 2·3 − 7) / 2⌋ + 1",
      112,
    ]
  `);
});

test("a record of plain data", () => {
  expect(conv2d(8, 3, { padding: [1, 2] })).toMatchInlineSnapshot(`
    {
      "dilationRate": [
        1,
        1,
      ],
      "filters": 8,
      "groups": 1,
      "kernelSize": [
        3,
        3,
      ],
      "kind": "conv2d",
      "padding": [
        [
          1,
          1,
        ],
        [
          2,
          2,
        ],
      ],
      "strides": [
        1,
        1,
      ],
      "useBias": true,
    }
  `);
});

describe("refused", () => {
  test.each([
    ["filters", () => conv2d(6, 3, { groups: 4 })],
  ])("%s that do not divide", (_, make) => {
    expect(make).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: filters must divide into groups. Received filters=6, groups=4. Nearest that divide: 4, 8.]`);
  });

  test("channels that do not divide, with the node's name", () => {
    expect(() => graph("net", [7, 7, 510], { "layer4.0.conv2": conv2d(512, 3, { groups: 32 }) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: layer4.0.conv2 (conv2d): input channels must divide into groups. Received 7×7×510, groups=32. Nearest that divide: 480, 512.]`);
  });

  test("a kernel larger than the padded input", () => {
    expect(() => outputShape(conv2d(8, 5), [[4, 9, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: the kernel must fit the padded input. Received 4 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
    expect(() => outputShape(conv2d(8, 3, { dilationRate: 4 }), [[9, 8, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: the kernel must fit the padded input. Received 8 + 0 padding along width, kernelSize=3, dilationRate=4 (spans 9). Use kernelSize ≤ 2, or padding: "same".]`);
  });

  test("a vector", () => {
    expect(() => outputShape(conv2d(8, 3), [[784]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: input must be [height, width, channels]. Received a vector of 784. A reshape layer can make one.]`);
  });

  test("a misspelt option and a misspelt padding", () => {
    // @ts-expect-error: what a JavaScript user may write
    expect(() => conv2d(8, 3, { stride: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: unknown option stride. Did you mean "strides"? Options: strides, padding, dilationRate, groups, useBias.]`);
    // @ts-expect-error: what a JavaScript user may write
    expect(() => conv2d(8, 3, { padding: "smae" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: padding must be "valid", "same", a whole number ≥ 0, [height, width] or [[top, bottom], [left, right]]. Received "smae". Did you mean "same"?]`);
    const keras: object = { activation: "relu" };
    expect(() => conv2d(8, 3, keras)).toThrow("conv2d: unknown option activation. Activations are layers of their own, after it: relu(). Options: strides,");
    const capitals: object = { padding: "SAME" };
    expect(() => conv2d(8, 3, capitals)).toThrow('Received "SAME". Did you mean "same"?');
    expect(() => conv2d(8, 3, { padding: -1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: padding must be "valid", "same", a whole number ≥ 0, [height, width] or [[top, bottom], [left, right]]. Received [[-1,-1],[-1,-1]].]`);
    expect(() => conv2d(0, 3)).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: filters must be a whole number ≥ 1. Received 0.]`);
  });
});
