import { inferShapes, parameters, parametersByNode } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("the picture is read as the first word: one output more than words", () => {
  const shapes = inferShapes(model("captioner"));
  expect(["embed.image.reshape", "embed.words.embedding", "embed.concatenate", "fc"].map((node) => shapes.get(node))).toEqual([[1, 512], [20, 512], [21, 512], [21, 1000]]);
});

test("parameters by hand: the net that looks, vectors, memory and words", () => {
  const net = model("captioner", { vocabulary: 300, classes: 200, inputShape: [32, 32, 1] });
  const by = parametersByNode(net);
  expect(by.get("lstm")?.trainable).toBe(4 * 512 * (512 + 512 + 2));
  const looks = 9 * (1 * 32 + 32 * 64 + 64 * 128) + 2 * (32 + 64 + 128);
  expect(parameters(net).trainable).toBe(looks + (128 + 1) * 512 + 300 * 512 + 4 * 512 * (512 + 512 + 2) + (512 + 1) * 200);
});
