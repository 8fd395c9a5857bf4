import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { countsOf } from "./counts.ts";

test("each layer with its working, and the totals of the lessons", () => {
  expect(["mnist-cnn", "cifar-cnn", "fashion-cnn", "mlp-512"].map((name) => countsOf(model(name), "parameters").total)).toEqual([220_234, 528_054, 29_034, 669_706]);
  const { rows } = countsOf(model("mnist-cnn"), "parameters");
  expect(rows.map(({ count }) => count)).toEqual([320, 18_496, 200_768, 650]);
  expect(rows[0]?.way).toMatch(/= \(3·3·1 \+ 1\)·32 = 320$/);
  for (const counted of ["parameters", "macs"] as const) for (const { way, count } of countsOf(model("lenet5"), counted).rows) expect(way.endsWith(`= ${count.toLocaleString("en-GB")}`), way).toBe(true);
});
