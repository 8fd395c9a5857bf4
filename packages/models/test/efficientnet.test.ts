import { nodeOf, parameters, totalMacs } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { compoundScaling, model, publishedScaling } from "../src/index.ts";

describe("compound scaling, arXiv:1905.11946", () => {
  test("each step of φ takes nearly twice the work: 1.2 · 1.1² · 1.15²", () => {
    const { width, depth } = compoundScaling(1);
    expect([width, depth]).toEqual([1.1, 1.2]);
    expect(depth * width ** 2 * 1.15 ** 2).toBeCloseTo(1.92, 2);
    expect(compoundScaling(0)).toEqual({ width: 1, depth: 1, resolution: 224 });
  });

  test("B0 to B2 are φ = 0, ½ and 1 in round numbers", () => {
    for (const [name, phi] of [["efficientnet_b0", 0], ["efficientnet_b1", 0.5], ["efficientnet_b2", 1]] as const) {
      const { width, depth, resolution } = compoundScaling(phi);
      const { resolution: pixels, ...multipliers } = publishedScaling[name];
      expect([name, Number(width.toFixed(1)), Number(depth.toFixed(1))]).toEqual([name, ...[multipliers.width, multipliers.depth]]);
      expect(Math.abs(resolution - pixels)).toBeLessThan(5);
    }
  });

  test("no φ gives B7: its depth is that of 6.2, its pictures of 7.0, its width of 7.3", () => {
    const { width, depth, resolution } = publishedScaling.efficientnet_b7;
    const phi = [Math.log(depth) / Math.log(1.2), Math.log(resolution / 224) / Math.log(1.15), Math.log(width) / Math.log(1.1)];
    expect(phi.map((x) => x.toFixed(1))).toEqual(["6.2", "7.0", "7.3"]);
  });

  test("width and depth multiply B0's: so B3 is made", () => {
    const { width, depth } = publishedScaling.efficientnet_b3;
    const scaled = model("efficientnet_b0", { width, depth, dropout: 0.3, inputShape: [300, 300, 3] });
    expect({ ...scaled, name: "efficientnet_b3" }).toEqual(model("efficientnet_b3"));
  });

  test("a net between the published ones", () => {
    const { resolution, ...multipliers } = compoundScaling(1.5);
    const graph = model("efficientnet_b0", { ...multipliers, inputShape: [resolution, resolution, 3] });
    expect(totalMacs(graph)).toBeGreaterThan(totalMacs(model("efficientnet_b2", { variant: "keras" })));
    expect(totalMacs(graph)).toBeLessThan(totalMacs(model("efficientnet_b3")));
  });

  test("refused: a φ that is no number", () => {
    expect(() => compoundScaling(NaN)).toThrowErrorMatchingInlineSnapshot(`[RangeError: compoundScaling: phi must be a finite number. Received NaN. B0 is 0, and each 1 more doubles the work.]`);
  });
});

describe("Keras's version", () => {
  test("B0's 42,023 that are not learned are 42,016 running statistics and 7 of the layer that standardises", () => {
    const [keras, torchvision] = ["keras", undefined].map((variant) => parameters(model("efficientnet_b0", variant === undefined ? {} : { variant })).nonTrainable);
    expect([keras, torchvision]).toEqual([42_023, 42_016]);
  });

  test("pixels end standardised by ImageNet's mean and deviation", () => {
    const { nodes } = model("efficientnet_b0", { variant: "keras" });
    const [bytes, standard, again] = nodes.slice(0, 3).map(({ layer }) => layer);
    if (bytes?.kind !== "rescaling" || standard?.kind !== "normalization" || again?.kind !== "rescaling") throw new Error("other layers");
    const red = ((200 * Number(bytes.scale) - (standard.mean[0] ?? 0)) / Math.sqrt(standard.variance[0] ?? 0)) * ((again.scale as readonly number[])[0] ?? 0);
    expect(red).toBeCloseTo((200 / 255 - 0.485) / 0.229, 12);
  });

  test("padding is put below and to the right where a stride leaves one over", () => {
    const graph = model("efficientnet_b0", { variant: "keras" });
    expect(nodeOf(graph, "features.0.0").layer).toMatchObject({ padding: "same", strides: [2, 2] });
    expect(nodeOf(graph, "features.0.1").layer).toMatchObject({ epsilon: 0.001, momentum: 0.01 });
  });
});

test("ResNet-152 has 7.72 times the parameters of B1; the paper says 7.6", () => {
  expect((parameters(model("resnet152")).trainable / parameters(model("efficientnet_b1")).trainable).toFixed(2)).toBe("7.72");
});

test("the last block is left out of nearly a fifth of the samples, the first of none", () => {
  const rates = model("efficientnet_b0").nodes.flatMap(({ layer }) => (layer.kind === "stochasticDepth" ? [layer.rate] : []));
  // 16 blocks, of which those numbered 2, 4, 6, 7, 9, 10, 12, 13 and 14 have a shortcut.
  expect(rates).toEqual([2, 4, 6, 7, 9, 10, 12, 13, 14].map((i) => (0.2 * i) / 16));
});
