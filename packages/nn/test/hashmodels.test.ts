import { hashed } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { engineOn } from "./backends.ts";
import { cases, checkModel } from "./goldens/hashmodels.ts";

test("the hash is the one that the golden file was made with", () => {
  const u = hashed("conv1.weight", 1);
  expect([0, 1, 2, 3].map(u)).toEqual([0.4017355826217681, 0.5847435838077217, 0.5836523796897382, 0.207161360187456]);
});

describe("on simd", () => {
  test.each(cases)("$title: logits and activations equal PyTorch's", async (of) => checkModel(of, await engineOn("simd")));
});

describe("on wasm", () => {
  const light = ["resnet18", "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small", "shufflenet_v2_x0_5", "regnet_y_400mf", "convnext_tiny"];
  test.each(cases.filter(({ model }) => light.includes(model)))("$title: logits and activations equal PyTorch's", async (of) => checkModel(of, await engineOn("wasm")));
});
