import { inferShapes, parameters, weightSpecs } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("parameters by hand: VGG-16 without its last layer, a score and a box for each class", () => {
  const trunk = parameters(model("vgg16")).trainable - (4096 + 1) * 1000;
  expect(parameters(model("fast_rcnn")).trainable).toBe(trunk + (4096 + 1) * 21 + (4096 + 1) * 84);
});

test("weights of VGG-16 fit by name and shape, all but the heads", () => {
  const [ours, vgg] = ["fast_rcnn", "vgg16"].map((name) => new Map([...weightSpecs(model(name))].map(([key, { shape }]) => [key, shape])));
  const others = [...(ours ?? [])].filter(([key, shape]) => JSON.stringify(vgg?.get(key)) !== JSON.stringify(shape)).map(([key]) => key);
  expect(others).toEqual(["heads.cls_score.weight", "heads.cls_score.bias", "heads.bbox_pred.weight", "heads.bbox_pred.bias"]);
});

test("every region becomes 7×7 of maps at a sixteenth of the picture", () => {
  const shapes = inferShapes(model("fast_rcnn", { inputShape: [320, 480, 3], classes: 4 }));
  expect(["features.29", "roi_pool.roiPooling", "heads.cls_score", "heads.bbox_pred"].map((node) => shapes.get(node))).toEqual([[20, 30, 512], [64, 7, 7, 512], [64, 4], [64, 16]]);
});
