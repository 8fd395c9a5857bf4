import { expect, test } from "vitest";
import type { Workbench } from "./recipe.ts";
import { inStages } from "./stages.ts";

const given: string[] = [];
const bench = { fit: async (stage: string) => void given.push(stage), gan: async (stage: string) => void given.push(stage) };
const train = async (of: Workbench, ...stages: readonly string[]): Promise<void> => {
  // What is trained does not matter here.
  for (const stage of stages) await Reflect.apply(stage.startsWith("gan") ? of.gan : of.fit, of, [stage]);
};

test("stages pass in their order, and again in another carrying out", async () => {
  await train(inStages(Object.assign(Object.create(null), bench)), "head-3", "gan_1");
  await train(inStages(Object.assign(Object.create(null), bench)), "head-3");
  expect(given).toEqual(["head-3", "gan_1", "head-3"]);
});

test("a name that is no file's, or that was used, is refused", async () => {
  const own = inStages(Object.assign(Object.create(null), bench));
  await expect(train(own, "3 of each, head")).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: recipe: a stage's name must be of letters, digits, - and _. Received "3 of each, head".]`);
  await expect(train(own, "../x")).rejects.toThrow(RangeError);
  await expect(train(own, "a", "gan", "gan")).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: recipe: each stage needs a name of its own. Received "gan" twice.]`);
});
