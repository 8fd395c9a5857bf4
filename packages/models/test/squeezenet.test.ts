import { inferShapes, parameters, totalMacs } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("SqueezeNet: the sizes of arXiv:1602.07360, table 1, which are those of a picture of 227×227", () => {
  const shapes = inferShapes(model("squeezenet1_0", { inputShape: [227, 227, 3] }));
  expect(["0", "2", "3.concatenate", "6", "7.concatenate", "11", "12.concatenate"].map((node) => shapes.get(`features.${node}`)))
    .toEqual([[111, 111, 96], [55, 55, 96], [55, 55, 128], [27, 27, 256], [27, 27, 256], [13, 13, 512], [13, 13, 512]]);
});

test("50 times fewer parameters than AlexNet (section 4); version 1.1 computes 2.3 times less than 1.0", () => {
  expect(Math.round(parameters(model("alexnet_2012")).trainable / parameters(model("squeezenet1_0")).trainable / 10) * 10).toBe(50);
  expect((totalMacs(model("squeezenet1_0")) / totalMacs(model("squeezenet1_1"))).toFixed(1)).toBe("2.3");
});
