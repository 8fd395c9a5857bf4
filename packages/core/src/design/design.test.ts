import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parameters } from "../calculators/parameters.ts";
import { receptiveField } from "../calculators/receptiveField.ts";
import { totalMacs } from "../calculators/macs.ts";
import { inferShapes } from "../graph.ts";
import { conv2d, conv2dTranspose, maxPooling2d } from "../layers/index.ts";
import { outputShape } from "../layers/table.ts";
import { design } from "./design.ts";
import { designLayer } from "./designLayer.ts";
import { designStack } from "./designStack.ts";
import { factorisations } from "./factorise.ts";
import { layersToShrink } from "./shrink.ts";

describe("one layer", () => {
  test.each([
    [[32, 32], [28, 28], conv2d(1, 5)],
    [[224, 224], [224, 224], conv2d(1, 1)],
    [[28, 28, 16], [14, 14, 32], conv2d(32, 2, { strides: 2 })],
    [[227, 227, 3], [55, 55, 96], conv2d(96, 11, { strides: 4 })],
    [[7, 7], [14, 14], conv2dTranspose(1, 2, { strides: 2 })],
    [[5, 7], [3, 5], conv2d(1, 3)],
  ] as const)("%j to %j", (input, output, layer) => expect(designLayer({ input, output })[0]?.layer).toEqual(layer));

  test("lists other solutions with what speaks against them", () => {
    const solutions = designLayer({ input: [224, 224, 3], output: [112, 112, 64] });
    const stem = solutions.find(({ layer }) => JSON.stringify(layer) === JSON.stringify(conv2d(64, 7, { strides: 2, padding: 3 })));
    expect(stem).toMatchObject({ params: 9472, macs: 118_013_952, drawbacks: ["1 row of the padded input is left over at the end"] });
    expect(solutions.at(-1)?.drawbacks.length).toBeGreaterThan(0);
  });

  test("pooling", () => {
    expect(designLayer({ input: [28, 28], output: [14, 14], kind: "maxPooling2d" })[0]).toMatchObject({ layer: maxPooling2d(2), params: 0, reasons: ["the windows lie side by side: every pixel is seen once", "the windows fit without rows left over"] });
  });

  test("every solution gives the wanted size", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom("conv2d", "maxPooling2d", "conv2dTranspose", "depthwiseConv2d", "averagePooling2d"), (n, m, kind) => {
      try {
        for (const { layer, outputShape: shape } of designLayer({ input: [n, n, 2], output: [m, m], kind, maxKernel: 5 })) {
          expect(shape.slice(0, 2)).toEqual([m, m]);
          expect(outputShape(layer, [[n, n, 2]])).toEqual(shape);
        }
      } catch (error) {
        expect(String(error)).toMatch(/^DesignError: design: no /);
      }
    }), { numRuns: 40 });
  });

  test("finds whatever convolution there was", () => {
    fc.assert(fc.property(fc.integer({ min: 12, max: 64 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }), (n, k, s, p) => {
      fc.pre(p <= k / 2);
      const output = outputShape(conv2d(1, k, { strides: s, padding: p }), [[n, n, 1]]).slice(0, 2);
      fc.pre((output[0] ?? 0) <= n);
      expect(designLayer({ input: [n, n], output, most: 10_000 }).map(({ layer }) => layer)).toContainEqual(conv2d(1, k, { strides: s, padding: p }));
    }), { numRuns: 60 });
  });
});

describe("a stack", () => {
  test("with a field of 65, 7×7 maps and 100,000 parameters", () => {
    const found = design({ receptiveField: 65, output: [7, 7], maxParams: 100_000 });
    if (found.of !== "stack") throw new Error("a stack was due");
    const [best] = found.solutions;
    expect(best).toMatchObject({ receptiveField: 65, outputShape: expect.arrayContaining([7, 7]) as unknown });
    expect({ drawbacks: best?.drawbacks, remarks: best?.remarks }).toMatchInlineSnapshot(`
      {
        "drawbacks": [],
        "remarks": [
          "no input was given: 56×56×3 is the largest that halves to the output and that a field of 65 covers",
          "8 filters at first, doubled at each reduction up to 512",
          "uses 64 % of the parameters allowed",
        ],
      }
    `);
    expect(found.solutions.map(({ drawbacks }) => drawbacks)).toMatchInlineSnapshot(`
      [
        [],
        [],
        [
          "65 cannot be met exactly this way: the last units see 66×66",
        ],
      ]
    `);
    expect(best?.reasons).toMatchInlineSnapshot(`
      [
        "3×3 windows with stride 2 overlap, have a middle, and cost no weights",
        "the last units see 65×65 pixels, 8 apart",
        "the field covers the whole input",
      ]
    `);
    expect(found.solutions.map(({ family, receptiveField: r, params }) => [family, r, params])).toMatchInlineSnapshot(`
      [
        [
          "3×3 max pooling with stride 2",
          65,
          63776,
        ],
        [
          "strided convolutions",
          65,
          76212,
        ],
        [
          "2×2 max pooling",
          66,
          73024,
        ],
      ]
    `);
    expect(best?.graph.nodes.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "conv1",
        "relu1",
        "pool1",
        "conv2",
        "relu2",
        "conv3",
        "relu3",
        "pool2",
        "conv4",
        "relu4",
        "pool3",
        "conv5",
        "relu5",
        "conv6",
        "relu6",
      ]
    `);
  });

  test("poolings are spread between convolutions wherever the field allows it", () => {
    for (const [input, side, field] of [[56, 7, 65], [64, 4, 61], [224, 7, 129], [224, 7, 212], [96, 6, 70]] as const)
      for (const { graph: net, drawbacks } of designStack({ input: [input, input, 3], output: [side, side], receptiveField: field })) {
        const alone = net.nodes.filter(({ layer }, i) => layer.kind === "maxPooling2d" && net.nodes[i - 1]?.layer.kind !== "relu").length;
        expect(drawbacks.filter((text) => text.includes("pooling")).length).toBe(alone > 0 ? 1 : 0);
        expect([input, side, field, alone]).toEqual([input, side, field, 0]);
      }
  });

  test("a field that leaves no room for convolutions between the poolings is a drawback", () => {
    const found = designStack({ input: [64, 64, 3], output: [4, 4], receptiveField: 18 });
    expect(found.map(({ family, drawbacks }) => [family, drawbacks])).toMatchInlineSnapshot(`
      [
        [
          "2×2 max pooling",
          [
            "3 poolings have no convolution of their own before them: maps are made smaller before anything is learned from them",
          ],
        ],
        [
          "strided convolutions",
          [
            "18 cannot be met exactly this way: the last units see 31×31",
          ],
        ],
        [
          "3×3 max pooling with stride 2",
          [
            "18 cannot be met exactly this way: the last units see 33×33",
            "3 poolings have no convolution of their own before them: maps are made smaller before anything is learned from them",
          ],
        ],
      ]
    `);
  });

  test("from 224 to 7", () => {
    const found = designStack({ input: [224, 224, 3], output: [7, 7], receptiveField: 129, maxMacs: 300_000_000 });
    for (const { graph: net, macs } of found) {
      expect(totalMacs(net)).toBe(macs);
      expect(macs).toBeLessThanOrEqual(300_000_000);
    }
    expect(found[0]?.receptiveField).toBe(129);
  });

  test("sizes that do not halve into each other take convolutions without padding", () => {
    const [best] = designStack({ input: [32, 32, 3], output: [5, 5] });
    expect(best?.outputShape.slice(0, 2)).toEqual([5, 5]);
  });

  test("is what the calculators say, within the budget", () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 90 }), fc.constantFrom(7, 8, 14), fc.integer({ min: 0, max: 4 }), fc.constantFrom(20_000, 100_000, 1_000_000), (field, side, halvings, maxParams) => {
      const input = [side * 2 ** halvings, side * 2 ** halvings, 3];
      try {
        for (const one of designStack({ input, output: [side, side], receptiveField: field, maxParams })) {
          const seen = receptiveField(one.graph).field;
          expect(typeof seen === "string" ? seen : seen[0]?.size).toBe(one.receptiveField);
          expect(one.receptiveField).toBeGreaterThanOrEqual(field);
          expect(parameters(one.graph).trainable).toBe(one.params);
          expect(one.params).toBeLessThanOrEqual(maxParams);
          expect(inferShapes(one.graph).get(one.graph.outputs[0] ?? "")?.slice(0, 2)).toEqual([side, side]);
        }
      } catch (error) {
        expect(String(error)).toMatch(/over the budget|no stack of/);
      }
    }), { numRuns: 25 });
  });

  test("says why not", () => {
    expect(() => design({})).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: one layer needs an input and an output size; a stack needs a receptive field or a budget. Received neither.]`);
    expect(() => design({ input: [8, 8], output: [9, 9], receptiveField: 5 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: no stack of 3×3 convolutions and halvings makes 9×9 of 8×8×3 with a field of 5. The output is larger than the input.]`);
    expect(() => design({ input: [224, 224, 3], output: [7, 7], maxParams: 50 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: every stack found is over the budget of 50 parameters. The smallest has 112 parameters; allow that many, or ask for a smaller field.]`);
    expect(() => design({ maxParams: 50 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: a stack needs an output size or a receptive field to aim at. Received neither.]`);
    expect(() => design({ kind: "conv2d", receptiveField: 5 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: a kind can be wanted of one layer only. Received kind conv2d with a receptive field or a budget.]`);
    expect(() => design({ input: [10, 10], output: [3, 9] })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: no conv2d with one kernel up to 11 and dilation up to 3 makes 3×9 of 10×10. Try another kind, several layers, or sizes whose sides shrink alike.]`);
    expect(() => design({ input: [10, 10, 3], output: [5, 5, 8], kind: "maxPooling2d" })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: no maxPooling2d with one kernel up to 11 and dilation up to 3 makes 5×5×8 of 10×10×3. Pooling keeps the channels. Try another kind, several layers, or sizes whose sides shrink alike.]`);
    expect(() => designStack({ output: [7, 7], receptiveField: 0.5 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: the receptive field must be a whole number from 1 to 4096. Received 0.5.]`);
  });
});

describe("shrinking", () => {
  test.each([[400, 199, 2], [1920, 959, 2], [5, 2, 1], [2, 0, 2], [1, 0, 1]])("%i: %i layers leave %i", (n, layers, left) => expect(layersToShrink(n)).toMatchObject({ layers, left }));
  test("is what the layers say, one after the other", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 7 }), (n, k) => {
      let [left, count] = [n, 0];
      while (left >= k) [left, count] = [outputShape(conv2d(1, k), [[left, left, 1]])[0] ?? 0, count + 1];
      expect(layersToShrink(n, k)).toMatchObject({ layers: count, left });
    }));
  });
  test("refuses a kernel that shrinks nothing", () => expect(() => layersToShrink(9, 1)).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2d: only a kernel of at least 2 pixels a side shrinks a map. Received 1.]`));
});

describe("factorisation", () => {
  test("5×5 is two 3×3: 25c² against 18c²", () => {
    expect(factorisations(5, { channels: 64, size: 14 }).map(({ title, perSquare, params, macs, field }) => [title, perSquare, params, macs, field.join("×")])).toMatchInlineSnapshot(`
      [
        [
          "5×5",
          25,
          102400,
          20070400,
          "5×5",
        ],
        [
          "2 × 3×3",
          18,
          73728,
          14450688,
          "5×5",
        ],
        [
          "1×5, 5×1",
          10,
          40960,
          8028160,
          "5×5",
        ],
        [
          "2 × (1×3, 3×1)",
          12,
          49152,
          9633792,
          "5×5",
        ],
        [
          "1×1 to 16, 5×5, 1×1 back",
          2.0625,
          8448,
          1655808,
          "5×5",
        ],
        [
          "depthwise 5×5, 1×1",
          1.390625,
          5696,
          1116416,
          "5×5",
        ],
      ]
    `);
  });
  test("7×7 is three 3×3, or 1×7 and 7×1", () => {
    const [plain, stack, split] = factorisations(7, { channels: 32 });
    expect([plain?.perSquare, stack?.perSquare, split?.perSquare]).toEqual([49, 27, 14]);
    expect(stack?.saved).toBeCloseTo(1 - 27 / 49, 12);
  });
  test("all but the pointwise parts see as much as the kernel they replace", () => {
    fc.assert(fc.property(fc.constantFrom(3, 5, 7, 9), fc.constantFrom(4, 8, 64), (k, channels) => {
      for (const { field, macs, params } of factorisations(k, { channels, size: 20 })) {
        expect(field).toEqual([k, k]);
        expect(macs).toBe(params * 400);
      }
    }));
  });
  test("refuses what has no middle", () => {
    expect(() => factorisations(4, { channels: 8 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: the kernel to replace must be odd and from 3 to 31. Received 4.]`);
    expect(() => factorisations(3, { channels: 6 })).toThrowErrorMatchingInlineSnapshot(`[DesignError: design: the channels must divide by the reduction. Received 6 and 4.]`);
  });
});
