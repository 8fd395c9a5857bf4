import { golden } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { imagenetClasses } from "./imagenet.ts";

test("the classes are torchvision's, in its order", () => {
  expect(imagenetClasses).toEqual(golden<{ classes: string[] }>("published.json").classes);
  expect([imagenetClasses.length, imagenetClasses[281], imagenetClasses[999]]).toEqual([1000, "tabby", "toilet tissue"]);
});
