import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "@convscope/exchange";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

interface Summary { readonly params: number; readonly layers: readonly { readonly name: string }[] }

test("a network goes to TensorFlow.js and comes back; it is counted on the way, and evaluated at the end", async () => {
  const cwd = folder();
  const written = await run(words("export tfjs mnist-cnn --seed 3 -o web --json"), { cwd });
  expect(written.json()).toMatchObject({ format: "tfjs", model: "mnist-cnn", files: ["model.json", "group1-shard1of1.bin"] });
  const params = ((await run(words("summary mnist-cnn --json"), { cwd })).json() as Summary).params;
  expect((await run(words("summary web/model.json --json"), { cwd })).json()).toMatchObject({ name: "mnist-cnn", params });
  const imported = await run(words("import web/model.json -o runs/back --json"), { cwd });
  expect(imported.json()).toEqual({ model: "mnist-cnn", folder: join(cwd, "runs", "back"), params, classifier: true });
  expect((await run(words("summary runs/back --json"), { cwd })).json()).toMatchObject({ params });
  const evaluated = (await run(words("evaluate runs/back --data strokes --test-samples 40 --backend cpu --json"), { cwd })).json() as { readonly images: number; readonly accuracy: number };
  expect(evaluated.images).toBe(40);
  expect(await refusal("evaluate runs/back", { cwd })).toMatchInlineSnapshot(`"2 error: runs/back was imported and names no data set. Name one that fits with --data; "convscope data list" lists them."`);
  // The same weights by another way have the same accuracy.
  await run(words("export safetensors runs/back -o w.safetensors"), { cwd });
  await run(words("import w.safetensors --model mnist-cnn -o runs/again"), { cwd });
  expect((await run(words("evaluate runs/again --data strokes --test-samples 40 --backend cpu --json"), { cwd })).json()).toMatchObject({ accuracy: evaluated.accuracy });
});

test("the sources of PyTorch and Keras come as folders", async () => {
  const cwd = folder();
  const files = async (format: string): Promise<unknown> => ((await run(words(`export ${format} mnist-cnn -o ${format} --json`), { cwd })).json() as { readonly files: unknown }).files;
  expect([await files("pytorch"), await files("keras")]).toEqual([["model.py", "weights.safetensors", "graph.json", "train.py"], ["model.py", "weights.safetensors"]]);
  expect(readFileSync(join(cwd, "pytorch", "model.py"), "utf8")).toContain("class MnistCnn(Group):");
  expect(readSafetensors(new Uint8Array(readFileSync(join(cwd, "pytorch", "weights.safetensors")))).tensors["conv1.weight"]?.shape).toEqual([32, 1, 3, 3]);
  expect(readSafetensors(new Uint8Array(readFileSync(join(cwd, "keras", "weights.safetensors")))).tensors["conv1/kernel"]?.shape).toEqual([3, 3, 1, 32]);
});

test("what cannot be taken in is refused, and nothing is written", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "a.txt"), "?");
  writeFileSync(join(cwd, "lambda.json"), JSON.stringify({ modelTopology: { class_name: "Sequential", config: { layers: [{ class_name: "InputLayer", config: { name: "x", batch_input_shape: [null, 4] } }, { class_name: "Lambda", config: { name: "mine" } }] } } }));
  expect(await refusal("import none.keras -o r", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/none.keras: there is no such file."`);
  expect(await refusal("import a.txt -o r", { cwd })).toMatchInlineSnapshot(`"1 error: a.txt: must be a model of Keras (.keras, .h5) or TensorFlow.js (model.json), or weights (.safetensors, .pth, .pt) together with --model."`);
  expect(await refusal("import a.txt --model lenet5 -o r", { cwd })).toMatchInlineSnapshot(`"2 error: --model goes with weights alone: .safetensors, .pth, .pt or .h5. Received HERE/a.txt."`);
  expect((await refusal("import lambda.json -o r", { cwd })).slice(0, 90)).toMatchInlineSnapshot(`"1 error: HERE/lambda.json: layer "mine" (Lambda): Convscope has no such layer. It reads Ac"`);
  expect(await refusal("summary lambda.json --classes 3", { cwd })).toMatchInlineSnapshot(`"2 error: --classes changes models of the zoo only; lambda.json has its own."`);
  mkdirSync(join(cwd, "web"));
  writeFileSync(join(cwd, "a.onnx"), "?");
  expect(await refusal("import web -o r", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/web: must be a file. Received a folder."`);
  expect(await refusal("summary a.onnx", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/a.onnx: no network can be read from such a file. Those of a graph (.json, by "convscope export graph"), of Keras (.keras, .h5) and of TensorFlow.js (model.json) can."`);
  expect(existsSync(join(cwd, "r"))).toBe(false);
});
