import { expect, test } from "vitest";
import { batchNormalization, conv2d, conventions, dense, globalAveragePooling2d, graph, lstm, maxPooling2d, multiHeadAttention, summarize, totalMacs, type ConventionName } from "../index.ts";

const names = Object.keys(conventions) as ConventionName[];

test("one net, counted by every convention", () => {
  // 16 values for each of 4·4 places leave the convolution, and 2·16 statistics are remembered.
  const net = graph("net", [4, 4, 3], { conv: conv2d(16, 1, { useBias: false }), bn: batchNormalization(), pool: globalAveragePooling2d(), fc: dense(2) });
  const weighted = 4 * 4 * 3 * 16 + 16 * 2;
  const learned = 3 * 16 + 2 * 16 + 16 * 2 + 2;
  expect(Object.fromEntries(names.map((convention) => { const { params, trainableParams, macs, flops } = summarize(net, { convention }); return [convention, [params, trainableParams, macs, flops]]; }))).toEqual({
    torchvision: [learned, learned, weighted, 2 * weighted],
    paper: [learned, learned, weighted, 2 * weighted],
    keras: [learned + 32, learned, weighted, 2 * weighted],
    timm: [learned, learned, weighted + 2 * 4 * 4 * 16, 2 * (weighted + 2 * 4 * 4 * 16)],
    all: [learned + 32, learned, weighted + 4 * 4 * 16, 2 * (weighted + 4 * 4 * 16)],
  });
});

test("Keras's total less its trainable part is two numbers for each normalised channel", () => {
  const net = graph("bn", [8, 8, 3], [conv2d(64, 3), batchNormalization(), maxPooling2d(2), conv2d(128, 3), batchNormalization()]);
  const { params, trainableParams } = summarize(net, { convention: "keras" });
  expect(params - trainableParams).toBe(2 * (64 + 128));
});

test("matrix products and recurrent steps count for timm, not for torchvision", () => {
  for (const layer of [multiHeadAttention(2), lstm(8)]) {
    const net = graph("sequence", [10, 8], { layer });
    expect(totalMacs(net, "torchvision")).toBe(0);
    expect(totalMacs(net, "timm")).toBeGreaterThan(0);
    expect(totalMacs(net, "all")).toBe(totalMacs(net, "timm"));
  }
});
