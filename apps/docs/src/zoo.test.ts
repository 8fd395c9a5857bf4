import { models } from "@convscope/models";
import { expect, test } from "vitest";
import { bubbleOf, measured, measuredFamilies, measuredOf, shortCount } from "./zoo.ts";

const row = (name: string): (typeof models)[number] => models.find((one) => one.name === name) ?? (models[0] as (typeof models)[number]);

test("accuracies are those of the source, at the size whose MACs are counted", () => {
  expect(measuredOf(row("resnet50"))).toMatchObject({ accuracy: 80.858, weights: { version: "IMAGENET1K_V2" } });
  expect(measuredOf(row("resnet50"), "first")?.accuracy).toBe(76.13);
  expect(measuredOf(row("vgg16"), "newest", "top5")?.accuracy).toBe(90.382);
  expect(measuredOf(row("lenet5"))).toBeUndefined();
  for (const { row: { inputs }, weights } of measured()) expect(Object.values(inputs)[0]).toEqual([weights.crop, weights.crop, 3]);
});

test("the zoo has enough of them to compare", () => {
  expect(measured().length).toBeGreaterThan(60);
  expect(measuredFamilies).toEqual(expect.arrayContaining(["alexnet", "vgg", "resnet", "efficientnet"]));
  expect(measured().slice(0, 1).map(bubbleOf)).toMatchObject([{ name: "alexnet", accuracy: 0.56522 }]);
});

test("counts in three digits", () => {
  expect([61_100_840, 1_814_073_344, 416_520, 650].map(shortCount)).toEqual(["61.1 M", "1.81 G", "417 k", "650"]);
});
