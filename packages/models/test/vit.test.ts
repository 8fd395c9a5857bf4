import { parameters, summarize, totalMacs } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("ViT-B/16: 86,567,656 parameters by hand", () => {
  const d = 768;
  const layer = 4 * d + (3 * d * d + 3 * d) + (d * d + d) + (4 * d * d + 4 * d) + (4 * d * d + d);
  expect(d * (16 * 16 * 3 + 1) + d + 197 * d + 12 * layer + 2 * d + 1000 * (d + 1)).toBe(86_567_656);
  expect(parameters(model("vit_b_16"))).toEqual({ trainable: 86_567_656, nonTrainable: 0 });
});

test("with attention, torchvision states 17.564 billion MACs for ViT-B/16 and timm 1.26 for ViT-Ti/16", () => {
  const attention = (width: number): number => 12 * (4 * 197 * width ** 2 + 2 * 197 ** 2 * width);
  expect(((totalMacs(model("vit_b_16")) + attention(768)) / 1e9).toFixed(3)).toBe("17.564");
  expect((totalMacs(model("vit_tiny"), "timm") / 1e9).toFixed(2)).toBe("1.26");
});

test("another picture has another number of tokens", () => {
  const graph = model("vit_tiny", { inputShape: [32, 64, 3], classes: 10 });
  expect(graph.nodes.find(({ name }) => name === "encoder.pos_embedding")?.layer).toMatchObject({ shape: [2 * 4 + 1, 192] });
  expect(summarize(graph).outputs).toEqual({ "heads.head": [10] });
});

test("refused: a picture that is not made of whole patches", () => {
  expect(() => model("vit_tiny", { inputShape: [230, 224, 3] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: vit_tiny: height and width must be multiples of 16, the side of a patch. Received 230×224. Nearest: 224×224.]`);
  expect(() => model("vit_b_16", { inputShape: [5, 5, 3] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: vit_b_16: height and width must be multiples of 16, the side of a patch. Received 5×5. Nearest: 16×16.]`);
});
