import { expect, test } from "vitest";
import { fieldsRefused, suited, testsOf } from "./fields.ts";

const set = { train: 3000, epochs: 3, batchSize: 32, learningRate: 0.001, seed: 1 };

test("what a field cannot hold is said in its own words", () => {
  expect(fieldsRefused(set, true)).toBe("");
  expect(fieldsRefused({ ...set, train: 5 }, true)).toBe("“How many” must be a whole number from 100 to 20,000. Received 5.");
  expect(fieldsRefused({ ...set, train: 5 }, false)).toBe("");
  expect(fieldsRefused({ ...set, epochs: 0 }, true)).toBe("“Epochs” must be a whole number from 1 to 100. Received 0.");
  expect(fieldsRefused({ ...set, epochs: 1.5 }, true)).toContain("Received 1.5.");
  expect(fieldsRefused({ ...set, batchSize: "" }, true)).toBe("“Batch” must be a whole number from 1 to 512. It is empty.");
  expect(fieldsRefused({ ...set, learningRate: 0 }, true)).toBe("“Learning rate” must be a number from 1e-7 to 10. Received 0.".replace("1e-7", "1e−7"));
  expect(fieldsRefused({ ...set, seed: -1 }, true)).toBe("“Seed” must be a whole number from 0 on. Received −1.");
  expect([testsOf(3000), testsOf(101)]).toEqual([600, 21]);
});

test("what suited the pictures before follows them, and what was chosen stays", () => {
  const [digits, shapes] = [{ model: "mnist-cnn", epochs: 3, learningRate: 0.001 }, { model: "cifar-cnn", epochs: 20, learningRate: 0.003 }];
  expect(suited(digits, "strokes", "shapes")).toEqual(shapes);
  expect(suited(shapes, "shapes", "strokes")).toEqual(digits);
  expect(suited({ ...digits, model: "lenet5", epochs: 5 }, "strokes", "shapes")).toEqual({ model: "lenet5", epochs: 5, learningRate: 0.003 });
  expect(suited(digits, "strokes", "own")).toEqual({ ...digits, epochs: 20 });
});
