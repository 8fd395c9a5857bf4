import { connectionTableConv2d, conv1d, conv2d, conv2dTranspose, custom, depthwiseConv2d, dropout, globalAveragePooling2d, lstm, maxPooling2d, multiHeadAttention } from "@convscope/core";
import { anyLayer } from "@convscope/test-kit";
import fc from "fast-check";
import { expect, it } from "vitest";
import { families } from "./family.ts";
import { familyOf, isTrailing, layerText } from "./looks.ts";

it("says what a layer is, the least important number last", () => {
  const layers = [
    conv2d(64, 3), conv2d(64, [1, 7], { strides: 2, dilationRate: 2, groups: 4 }), conv2d(8, 3, { strides: [2, 1] }), conv1d(8, 5), conv2dTranspose(8, 2, { strides: 2 }), depthwiseConv2d(3, { strides: 2 }),
    connectionTableConv2d([[0, 1], [1, 2]], 5), maxPooling2d(2), globalAveragePooling2d(), lstm(32, { bidirectional: true }), multiHeadAttention(1), dropout(0.5),
    custom({ name: "mine", outputShape: ([x = []]) => x, run: (inputs: readonly number[]) => inputs[0] ?? 0 }),
  ];
  expect(layers.map(layerText)).toMatchInlineSnapshot(`
    [
      "3×3 conv, 64",
      "1×7 conv, 64, /2, dilation 2, 4 groups",
      "3×3 conv, 8, /2×1",
      "conv over 5, 8",
      "2×2 transposed conv, 8, stride 2",
      "3×3 depthwise, /2",
      "5×5 conv by table, 2",
      "2×2 max pool, /2",
      "global average pool",
      "LSTM, 32, both ways",
      "attention, 1 head",
      "dropout 0.5",
      "mine",
    ]
  `);
});

it("has words and a family for layers of every kind", () => {
  fc.assert(
    fc.property(anyLayer, ({ layer }) => {
      expect(layerText(layer)).toMatch(/^\S/);
      expect(layerText(layer)).not.toMatch(/undefined|NaN|\[object/);
      expect(Object.keys(families)).toContain(familyOf(layer));
      expect(isTrailing(layer) && familyOf(layer) === "convolution").toBe(false);
    }),
    { numRuns: 300 },
  );
});
