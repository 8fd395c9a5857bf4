import { inferShapes, weightSpecs, type Graph } from "@convscope/core";
import { golden } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { model, models } from "./index.ts";
import { published } from "./published.ts";

interface Torchvision {
  readonly rows: readonly { readonly model: string; readonly version: string; readonly default: boolean; readonly url: string; readonly top1: number; readonly top5: number; readonly crop: number; readonly resize: number; readonly interpolation: string; readonly mean: readonly number[]; readonly std: readonly number[] }[];
}
const { rows } = golden<Torchvision>("published.json");

const withWeights = models.filter((row) => row.published !== undefined);

test("every published model is in the registry, and nothing of torchvision's is left out that the registry has", () => {
  expect(withWeights.map(({ name }) => name).sort()).toEqual([...published.keys()].sort());
  expect([...new Set(rows.map((row) => row.model))].filter((name) => models.some((row) => row.name === name) && !published.has(name))).toEqual([]);
});

describe("torchvision's weights are as it lists them, its default first", () => {
  test.each(withWeights.filter((row) => rows.some(({ model }) => model === row.name)))("$name", ({ name, published = [] }) => {
    const ours = published.filter(({ source }) => source === "torchvision").map(({ version, file, top1, top5, crop, resize, interpolation, mean, std }) => ({ version, file, top1, top5, crop, resize, interpolation, mean, std }));
    const theirs = rows.filter(({ model }) => model === name).map(({ model: _, default: _default, url, ...row }) => ({ ...row, file: url.replace("https://download.pytorch.org/models/", "") }));
    const byVersion = (a: { version: string }, b: { version: string }): number => a.version.localeCompare(b.version);
    expect(ours.toSorted(byVersion)).toEqual(theirs.toSorted(byVersion));
    expect(ours[0]?.version).toBe(rows.find((row) => row.model === name && row.default)?.version);
  });
});

describe("each takes a picture of its crop, with its own options", () => {
  test.each(withWeights)("$name", ({ name, published = [] }) => {
    for (const { crop, resize, options } of published) {
      expect(resize).toBeGreaterThanOrEqual(crop);
      const graph = model(name, { inputShape: [crop, crop, 3], ...options });
      expect(inferShapes(graph).get(graph.outputs[0] ?? "")).toEqual([1000]);
    }
  });
});

/** What a key of a file becomes. */
const renamed = (name: string, key: string): string => {
  for (const [pattern, replacement] of published.get(name)?.[0]?.renamed ?? []) if (new RegExp(pattern).test(key)) return key.replace(new RegExp(pattern), replacement);
  return key;
};

test("names that differ become those of our weights", () => {
  expect(renamed("densenet121", "features.denseblock1.denselayer2.norm.1.running_mean")).toBe("features.denseblock1.denselayer2.norm1.running_mean");
  expect(renamed("densenet121", "features.norm5.weight")).toBe("features.norm5.weight");
  expect(renamed("vit_b_16", "encoder.layers.encoder_layer_0.mlp.linear_2.bias")).toBe("encoder.layers.encoder_layer_0.mlp.3.bias");
});

/** The keys of a graph's state dict, as PyTorch has them. */
const keys = (graph: Graph): string[] => [...weightSpecs(graph)].map(([key, { torchName }]) => (torchName === undefined ? key : key.slice(0, key.lastIndexOf("."))));

test("timm's names of a vision transformer are ours, every one once", () => {
  const block = ["norm1.weight", "norm1.bias", "attn.qkv.weight", "attn.qkv.bias", "attn.proj.weight", "attn.proj.bias", "norm2.weight", "norm2.bias", "mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight", "mlp.fc2.bias"];
  const theirs = ["cls_token", "pos_embed", "patch_embed.proj.weight", "patch_embed.proj.bias", ...Array.from({ length: 12 }, (_, i) => block.map((key) => `blocks.${i}.${key}`)).flat(), "norm.weight", "norm.bias", "head.weight", "head.bias"];
  expect(theirs.map((key) => renamed("vit_tiny", key)).sort()).toEqual(keys(model("vit_tiny")).sort());
});
