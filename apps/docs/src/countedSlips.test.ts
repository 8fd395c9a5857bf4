import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { countedSlips, depth } from "./countedSlips.ts";

test("what the graphs say", () => {
  expect(countedSlips().map(({ truth }) => truth)).toMatchInlineSnapshot(`
    [
      "6,624,904 without its auxiliary heads.",
      "9.22× and 20.9×.",
      "It has 1: 1,024 to 1,000, behind a global average pooling.",
      "49 convolutions and 1 dense layer make the 50; poolings have no weights and are not counted.",
      "13 and 16, and 3 dense layers each.",
      "71.59 % against 72.38 % top-1: VGG-19 is a little better.",
      "Its authors count 42 layers; the longest way through its graph has 48 with weights.",
    ]
  `);
  expect(["resnet50", "googlenet", "vgg16"].map((name) => depth(model(name)))).toEqual([50, 22, 16]);
});
