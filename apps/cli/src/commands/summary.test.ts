import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

test("the lecture's net as a table", async () => {
  const { status, out, err } = await run(["summary", "mnist-cnn"]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toMatchInlineSnapshot();
});

test("one JSON document with what can be counted", async () => {
  const { out, err, json } = await run(["summary", "mnist-cnn", "--json"]);
  expect(err).toBe("");
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  const summary = json<{ layers: object[] } & Record<string, unknown>>();
  expect(summary).toMatchObject({ name: "mnist-cnn", inputs: { input: [28, 28, 1] }, params: 220_234, trainableParams: 220_234, macs: 4_039_808, flops: 8_079_616 });
  for (const key of ["outputs", "activations", "memory", "receptiveField"]) expect(summary).toHaveProperty(key);
  expect(summary.layers[0]).toMatchObject({ name: "conv1", kind: "conv2d", inputShapes: [[28, 28, 1]], outputShape: [28, 28, 32], params: 320, macs: 225_792 });
  for (const key of ["name", "kind", "inputShapes", "outputShape", "params", "macs", "receptiveField"]) expect(summary.layers[0]).toHaveProperty(key);
});

test.each([["fashion-cnn", 29_034], ["cifar-cnn", 528_054], ["mlp-512", 669_706]])("%s has %i parameters", async (name, params) => {
  expect((await run(["summary", name, "--json"])).json()["params"]).toBe(params);
});

test("other formats, columns and depth", async () => {
  const lines = async (line: string): Promise<string> => (await run(words(line))).out;
  expect(await lines("summary logistic --format csv --columns name,output,params")).toMatchInlineSnapshot();
  expect(await lines("summary logistic --format markdown --columns name,params")).toMatchInlineSnapshot();
  expect(await lines("summary logistic --format latex --columns name,params")).toMatchInlineSnapshot();
  const joined = (await lines("summary resnet18 --depth 1 --format csv --columns name,params")).trim().split("\n").slice(1);
  expect(joined.map((line) => line.split(",")[0])).toEqual(["conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool", "fc"]);
  expect(JSON.parse(await lines("summary logistic --format json"))).toEqual((await run(words("summary logistic --json"))).json());
});

test("input and classes change a model of the zoo, and its file is read back", async () => {
  const cwd = folder();
  const { json } = await run(words("summary resnet18 --input 32x32x3 --classes 10 --json"));
  expect(json()).toMatchObject({ inputs: { input: [32, 32, 3] }, params: 11_181_642 });
  writeFileSync(join(cwd, "net.json"), JSON.stringify({ name: "one", inputs: { x: [4, 4, 1] }, outputs: ["flat"], nodes: [{ name: "flat", layer: { kind: "flatten" }, inputs: ["x"] }] }));
  expect((await run(words("summary net.json --json"), { cwd })).json()).toMatchObject({ name: "one", params: 0 });
});

test("what cannot be counted is refused with the way out", async () => {
  const cwd = folder();
  expect(await refusal("summary mnist-cn")).toMatchInlineSnapshot();
  expect(await refusal("summary mnist-cnn --input 3x3x1")).toMatchInlineSnapshot();
  expect(await refusal("summary mnist-cnn --columns name,parms")).toMatchInlineSnapshot();
  writeFileSync(join(cwd, "net.json"), `{ "name": "x", "inputs": { "x": [4] }, "outputs": ["y"], "nodes": [{ "name": "y", "layer": { "kind": "dnse" }, "inputs": ["x"] }] }`);
  writeFileSync(join(cwd, "text.json"), "once upon a time");
  expect(await refusal("summary net.json", { cwd })).toMatchInlineSnapshot();
  expect(await refusal("summary text.json", { cwd })).toMatchInlineSnapshot();
  expect(await refusal("summary net.json --classes 3", { cwd })).toMatchInlineSnapshot();
  expect(await refusal("summary .", { cwd })).toMatchInlineSnapshot();
});
