import { inferShapes, parameters } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("Keras's totals are the learned parameters and the running statistics of the same nets", () => {
  // model.summary() of Keras 3.15.1.
  const keras = { densenet121: 8_062_504, densenet169: 14_307_880, densenet201: 20_242_984 };
  const totals = Object.keys(keras).map((name) => {
    const { trainable, nonTrainable } = parameters(model(name, { variant: "keras" }));
    return [name, trainable + nonTrainable];
  });
  expect(Object.fromEntries(totals)).toEqual(keras);
});

test("each block adds growth × depth maps, each transition halves maps and sizes: DenseNet-121 of arXiv:1608.06993, table 1", () => {
  const shapes = inferShapes(model("densenet121"));
  expect(["pool0", "denseblock1.denselayer6.concatenate", "transition1.pool", "denseblock2.denselayer12.concatenate", "transition2.pool", "denseblock3.denselayer24.concatenate", "transition3.pool", "norm5"].map((node) => shapes.get(`features.${node}`)))
    .toEqual([[56, 56, 64], [56, 56, 256], [28, 28, 128], [28, 28, 512], [14, 14, 256], [14, 14, 1024], [7, 7, 512], [7, 7, 1024]]);
});
