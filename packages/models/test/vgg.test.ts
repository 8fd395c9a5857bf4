import { parameters, receptiveField } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { model } from "../src/index.ts";

/** Size and stride along the height; both axes are alike. */
function seen(name: string, node?: string): unknown {
  const { field } = receptiveField(model(name), node);
  return typeof field === "object" ? field.map(({ size, stride }) => `${size}/${stride}`)[0] : field;
}

test("millions of parameters: arXiv:1409.1556, table 2", () => {
  const published = { vgg11: 133, vgg11_lrn: 133, vgg13: 133, vgg16_c: 134, vgg16: 138, vgg19: 144 };
  expect(Object.fromEntries(Object.keys(published).map((name) => [name, Math.round(parameters(model(name)).trainable / 1e6)]))).toEqual(published);
});

describe("receptive fields, published with the library that computes them (Araujo, Norris & Sim 2019)", () => {
  test("of the whole: vgg_a 150 and vgg_16 212, both with stride 32; so are 13 and 19", () => {
    expect(Object.fromEntries(["vgg11", "vgg13", "vgg16", "vgg19"].map((name) => [name, seen(name)]))).toEqual({ vgg11: "150/32", vgg13: "156/32", vgg16: "212/32", vgg19: "268/32" });
  });

  test("of VGG-16's end-points: conv1_1 3, pools 6, 16, 44, 100, 212", () => {
    expect(["features.0", "features.4", "features.9", "features.16", "features.23", "features.30"].map((node) => seen("vgg16", node))).toEqual(["3/1", "6/2", "16/4", "44/8", "100/16", "212/32"]);
  });

  test("C is as deep as D and sees as little as B: its further convolutions are 1×1", () => {
    expect(seen("vgg16_c")).toBe(seen("vgg13"));
  });
});

test("neither response normalisation nor dropout has parameters; batch normalisation has two for each map", () => {
  const [plain, lrn, bn] = ["vgg11", "vgg11_lrn", "vgg11_bn"].map((name) => parameters(model(name)));
  expect(lrn).toEqual(plain);
  const maps = 64 + 128 + 2 * 256 + 4 * 512;
  expect(bn).toEqual({ trainable: (plain?.trainable ?? 0) + 2 * maps, nonTrainable: 2 * maps });
});
