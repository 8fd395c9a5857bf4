import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseGraph } from "@convscope/core";
import { readSafetensors } from "@convscope/exchange";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

test("a model of the zoo goes into each format, and random weights are called so", async () => {
  const cwd = folder();
  const { status, json, err } = await run(words("export onnx mnist-cnn -o out/a.onnx --json"), { cwd });
  expect({ status, err }).toEqual({ status: 0, err: "note: weights are random (seed 1), as there are no trained ones of mnist-cnn here: what the network says with them means nothing.\n" });
  const file = join(cwd, "out", "a.onnx");
  expect(json()).toEqual({ format: "onnx", model: "mnist-cnn", file, bytes: readFileSync(file).length });
  expect((await run(words("export safetensors mnist-cnn -o a.safetensors"), { cwd })).out).toContain(" as safetensors: ");
  const { tensors, metadata } = readSafetensors(new Uint8Array(readFileSync(join(cwd, "a.safetensors"))));
  expect(metadata).toEqual({ format: "pt" });
  expect(tensors["conv1.weight"]?.shape).toEqual([32, 1, 3, 3]);
  const graph = await run(words("export graph resnet18 --classes 7 --input 32x32x3 -o g.json"), { cwd });
  expect(graph.err).toBe("");
  expect(parseGraph(readFileSync(join(cwd, "g.json"), "utf8"))).toEqual(model("resnet18", { classes: 7, inputShape: [32, 32, 3] }));
});

test("a model in another form gets random weights of that form", async () => {
  const cwd = folder();
  expect((await run(words("export safetensors lenet5 --classes 7 -o a.safetensors"), { cwd })).err).toBe("note: lenet5 gets random weights (seed 1), as none are published for that input and these classes.\n");
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(join(cwd, "a.safetensors"))));
  expect(Object.values(tensors).map(({ shape }) => shape[0])).toContain(7);
  expect(await refusal("export onnx lenet5 --classes 7 --weights mine.pth -o a.onnx", { cwd })).toMatchInlineSnapshot(`"2 error: --weights are of a net with an input and classes of its own. Leave --input and --classes out, or give --weights random."`);
});

test("a file that is there stays, unless it is told otherwise", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "a.json"), "mine");
  expect(await refusal("export graph lenet5 -o a.json", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/a.json: is there already. --force replaces it."`);
  expect(readFileSync(join(cwd, "a.json"), "utf8")).toBe("mine");
  expect((await run(words("export graph lenet5 -o a.json --force"), { cwd })).status).toBe(0);
  expect(readFileSync(join(cwd, "a.json"), "utf8")).toContain("lenet5");
});

test("what cannot be is refused, and nothing is written", async () => {
  const cwd = folder();
  expect(await refusal("export onx lenet5 -o a.onnx", { cwd })).toMatchInlineSnapshot(`
    "2 error: command-argument value 'onx' is invalid for argument 'format'. There is no "onx". Did you mean "onnx"? Known: graph, keras, onnx, onnx-training, pytorch, safetensors, tfjs.
    (--help shows what there is)"
  `);
  expect(await refusal("export graph lenet5 --layout nhwc -o a.json", { cwd })).toMatchInlineSnapshot(`"2 error: --layout belongs to onnx. graph has no layouts to choose from."`);
  expect(await refusal("export onnx lenet55 -o a.onnx", { cwd })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "lenet55". Did you mean "lenet5"? "convscope models" lists the models."`);
  expect(await refusal("export keras lenet5 -o a.keras", { cwd })).toMatchInlineSnapshot(`"2 error: keras is written as a folder of files. Received -o a.keras; give it a name without .keras."`);
  expect(await refusal("export onnx lenet5", { cwd })).toMatchInlineSnapshot(`
    "2 error: required option '-o, --output <file>' not specified
    (--help shows what there is)"
  `);
  expect(["a.onnx", "a.json", "a.keras"].filter((name) => existsSync(join(cwd, name)))).toEqual([]);
});

test("a training step goes into a model for other languages, with what it begins with beside it", async () => {
  const cwd = folder();
  const { status, json } = await run(words("export onnx-training logistic -o step.onnx --batch 8 --optimizer sgd --json"), { cwd });
  expect({ status, files: json()["files"] }).toEqual({ status: 0, files: ["step.onnx", "step.safetensors"] });
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(join(cwd, "step.safetensors"))));
  expect(Object.entries(tensors).map(([name, { shape }]) => [name, shape])).toEqual([["fc.weight", [10, 784]], ["fc.bias", [10]]]);
  expect(readFileSync(join(cwd, "step.onnx")).includes("target/fc")).toBe(true);
  expect((await run(words("export onnx-training logistic -o again.onnx --batch 8"), { cwd })).out.replaceAll(cwd, "HERE")).toMatchInlineSnapshot(`
    "logistic as onnx-training: HERE/again.onnx and HERE/again.safetensors, 97.7 KiB
    "
  `);
  expect(await refusal("export onnx-training logistic -o step.onnx", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/step.onnx: is there already. --force replaces it."`);
  // Of two files of which one cannot be written neither stays.
  mkdirSync(join(cwd, "half.safetensors"));
  expect(await refusal("export onnx-training logistic -o half.onnx --force", { cwd })).toMatchInlineSnapshot(`
    "1 note: weights are random (seed 1), as there are no trained ones of logistic here: what the network says with them means nothing.
    error: HERE/half.safetensors is a folder, where a file was due."
  `);
  expect(existsSync(join(cwd, "half.onnx"))).toBe(false);
  expect(await refusal("export onnx-training logistic -o step", { cwd })).toMatchInlineSnapshot(`"2 error: onnx-training is written as an .onnx file with a .safetensors file beside it. Received -o step; give it a name that ends in .onnx."`);
  expect(await refusal("export onnx logistic -o a.onnx --batch 8", { cwd })).toMatchInlineSnapshot(`"2 error: --batch belongs to onnx-training. onnx says nothing of training."`);
});
