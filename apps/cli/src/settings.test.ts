import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { graph, dense, softmax } from "@convscope/core";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../test/run.ts";
import { configFile, lossOf, merge } from "./settings.ts";

test("a configuration holds a whole training, flags win over it", async () => {
  const cwd = folder();
  const config = { model: "logistic", data: "strokes", samples: { train: 100, test: 20 }, epochs: 1, batch: 10, optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 }, loss: { kind: "sparseCategoricalCrossentropy", labelSmoothing: 0.1 }, seed: 7, validation: 0.2, patience: 3, init: "torch", backend: "cpu", out: "run" };
  writeFileSync(join(cwd, configFile), JSON.stringify(config));
  const { status, json } = await run(words("train --epochs 2 --json"), { cwd });
  expect(status).toBe(0);
  expect(json()).toMatchObject({ model: "logistic", epochs: 2, backend: "cpu", run: join(cwd, "run") });
  // Named, it is the same; asked for again, it goes on.
  expect((await run(["train", configFile, "--resume", "--epochs", "3", "--json"], { cwd })).json()).toMatchObject({ epochs: 3 });
});

test("a wrong configuration names the field", async () => {
  const cwd = folder();
  const said = async (config: object | string): Promise<string> => {
    writeFileSync(join(cwd, "c.json"), typeof config === "string" ? config : JSON.stringify(config));
    return refusal("train c.json", { cwd });
  };
  expect(await said("{ model: 1 }")).toMatchInlineSnapshot();
  expect(await said([])).toMatchInlineSnapshot();
  expect(await said({ data: "mnist" })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", epochs: "three", batch: 0 })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", epoch: 3 })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", samples: { training: 10 } })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", validation: 1 })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", init: "he" })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", optimizer: 3 })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", optimizer: { kind: "adam", momentum: 0.9 } })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", data: "minst" })).toMatchInlineSnapshot();
  expect(await said({ model: "logistic", backend: "wasn" })).toMatchInlineSnapshot();
  expect(await said({ model: "logistc" })).toMatchInlineSnapshot();
  expect(await refusal("train nowhere.json", { cwd })).toMatchInlineSnapshot();
});

test("flags replace what they name and leave the rest", () => {
  expect(merge({ samples: { test: 5 }, epochs: undefined, out: "b" }, { model: "x", samples: { train: 9, test: 9 }, epochs: 4 }, "/here")).toEqual({ model: "x", samples: { train: 9, test: 5 }, epochs: 4, out: "/here/b" });
});

test("the loss of a net that ends in softmax is of probabilities, unless it says else", () => {
  const [scores, soft] = [graph("scores", [4], { fc: dense(3) }), graph("soft", [4], { fc: dense(3), p: softmax() })];
  const loss = "sparseCategoricalCrossentropy";
  expect(lossOf({ loss }, scores)).toMatchObject({ kind: loss, from: "logits" });
  expect(lossOf({ loss }, soft)).toMatchObject({ kind: loss, from: "probabilities" });
  expect(lossOf({ loss: { kind: loss, from: "logits" } }, soft)).toMatchObject({ from: "logits" });
});
