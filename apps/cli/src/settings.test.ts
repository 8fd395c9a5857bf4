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
  expect(await said("{ model: 1 }")).toMatchInlineSnapshot(`"1 error: HERE/c.json: must be JSON. Expected property name or '}' in JSON at position 2."`);
  expect(await said([])).toMatchInlineSnapshot(`"1 error: HERE/c.json: the whole must be a record. Received []."`);
  expect(await said({ data: "mnist" })).toMatchInlineSnapshot(`"1 error: HERE/c.json: model must be a text. Received nothing."`);
  expect(await said({ model: "logistic", epochs: "three", batch: 0 })).toMatchInlineSnapshot(`"1 error: HERE/c.json: epochs must be a number. Received "three". batch must be ≥ 1. Received 0."`);
  expect(await said({ model: "logistic", epoch: 3 })).toMatchInlineSnapshot(`"1 error: HERE/c.json: unknown field "epoch". Did you mean "epochs"? Fields: model, data, dataDir, labels, samples, classes, input, epochs, batch, optimizer, lr, schedule, loss, labelSmoothing, classWeights, clipNorm, clipValue, accumulate, average, layerDecay, seed, validation, patience, augment, standardise, weights, freeze, thaw, thawRate, keep, checkpointMinutes, log, doctor, init, backend, threads, out."`);
  expect(await said({ model: "logistic", samples: { training: 10 } })).toMatchInlineSnapshot(`"1 error: HERE/c.json: unknown field "samples.training"."`);
  expect(await said({ model: "logistic", validation: 1 })).toMatchInlineSnapshot(`"1 error: HERE/c.json: validation must be < 1. Received 1."`);
  expect(await said({ model: "logistic", init: "he" })).toMatchInlineSnapshot(`"1 error: HERE/c.json: init must be "keras" or "torch". Received "he"."`);
  expect(await said({ model: "logistic", optimizer: 3 })).toMatchInlineSnapshot(`"1 error: HERE/c.json: optimizer must be a kind, or a record with a kind. Received 3."`);
  expect(await said({ model: "logistic", optimizer: { kind: "adam", momentum: 0.9 } })).toMatchInlineSnapshot(`"1 error: adam: unknown option momentum. Options: learningRate, weightDecay, beta1, beta2, epsilon, amsgrad, epsilonHat, clipNorm, clipValue."`);
  expect(await said({ model: "logistic", data: "minst" })).toMatchInlineSnapshot(`"1 error: there is no data set, folder or file "minst". Did you mean "mnist" or "kmnist"? By name: strokes, shapes, mnist, fashion-mnist, kmnist, emnist-balanced, emnist-letters, emnist-digits, emnist-byclass, emnist-bymerge, emnist-mnist, cifar-10, cifar-100. By path: a folder of pictures, a list of them, or a file of arrays."`);
  expect(await said({ model: "logistic", backend: "wasn" })).toMatchInlineSnapshot(`"1 error: backend: there is no "wasn" here. Did you mean "wasm"? Known: auto, node-gpu, webgpu, ort, ort-cuda, ort-dml, ort-coreml, ort-webgpu, simd, wasm, cpu."`);
  expect(await said({ model: "logistc" })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "logistc". Did you mean "logistic"? "convscope models" lists the models."`);
  expect(await refusal("train nowhere.json", { cwd })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "nowhere.json". "convscope models" lists the models."`);
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
