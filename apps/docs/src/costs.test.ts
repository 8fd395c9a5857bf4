import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { bytesText, costsOf } from "./costs.ts";

test("costs of the MNIST net", () => {
  const costs = Object.fromEntries(costsOf(model("mnist-cnn"), 1).map(({ of, amount }) => [of, amount]));
  expect(costs).toEqual({ Parameters: "220,234", MACs: "4,039,808", FLOPs: "8,079,616", Weights: "860 KiB", Activations: "344 KiB", Inference: "196 KiB", Training: "4.03 MiB" });
  expect(costsOf(model("mnist-cnn"), 32)[4]?.amount).toBe("10.7 MiB");
});

test("bytes", () => {
  expect([0, 1023, 1024, 5 * 1024 ** 3].map(bytesText)).toEqual(["0 bytes", "1,020 bytes", "1 KiB", "5 GiB"]);
});
