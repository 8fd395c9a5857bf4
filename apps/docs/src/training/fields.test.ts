import { expect, test } from "vitest";
import { fieldsRefused, modelFor, testsOf } from "./fields.ts";

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

test("a network that is named after the pictures follows them, and a chosen one stays", () => {
  expect([modelFor("shapes", "mnist-cnn"), modelFor("strokes", "cifar-cnn"), modelFor("shapes", "lenet5"), modelFor("own", "mnist-cnn")]).toEqual(["cifar-cnn", "mnist-cnn", "lenet5", "mnist-cnn"]);
});
