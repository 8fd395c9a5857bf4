import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

test("the lecture's net as a table", async () => {
  const { status, out, err } = await run(["summary", "mnist-cnn"]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "mnist-cnn  input 28×28×1

    name     kind          output     params       MACs  receptive field
    conv1    conv2d        28×28×32      320    225,792  3×3, stride 1
    relu1    relu          28×28×32        0          0  3×3, stride 1
    pool1    maxPooling2d  14×14×32        0          0  4×4, stride 2
    conv2    conv2d        14×14×64   18,496  3,612,672  8×8, stride 2
    relu2    relu          14×14×64        0          0  8×8, stride 2
    pool2    maxPooling2d  7×7×64          0          0  10×10, stride 4
    flatten  flatten       3136            0          0  10×10, stride 4
    fc1      dense         64        200,768    200,704  whole input
    relu3    relu          64              0          0  whole input
    fc2      dense         10            650        640  whole input

    parameters      220,234
    MACs            4,039,808 for one sample (8,079,616 FLOPs)
    activations     87,946 numbers
    memory          860 KiB weights, 196 KiB at most beside them for one sample
    training        4.03 MiB with Adam, for one sample
    receptive field 10×10, stride 4 of pool2
    counted         learned parameters; MACs of convolutions and dense layers only
    "
  `);
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
  expect(await lines("summary logistic --format csv --columns name,output,params")).toMatchInlineSnapshot(`
    "name,output,params
    flatten,784,0
    fc,10,7850
    total,,7850
    "
  `);
  expect(await lines("summary logistic --format markdown --columns name,params")).toMatchInlineSnapshot(`
    "| name | params |
    | --- | ---: |
    | flatten | 0 |
    | fc | 7,850 |
    | **total** | **7,850** |
    "
  `);
  expect(await lines("summary logistic --format latex --columns name,params")).toMatchInlineSnapshot(`
    "\\begin{tabular}{lr}
      name & params \\\\ \\hline
      flatten & 0 \\\\
      fc & 7,850 \\\\
      \\hline total & 7,850 \\\\
    \\end{tabular}
    "
  `);
  const joined = (await lines("summary resnet18 --depth 1 --format csv --columns name,params")).trim().split("\n").slice(1);
  expect(joined.map((line) => line.split(",")[0])).toEqual(["conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool", "fc", "total"]);
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
  expect(await refusal("summary mnist-cn")).toMatchInlineSnapshot(`"1 error: there is no model, file or run "mnist-cn". Did you mean "mnist-cnn"? "convscope models" lists the models."`);
  expect(await refusal("summary mnist-cnn --input 3x3x1")).toMatchInlineSnapshot(`"1 error: mnist-cnn: inputShape must suit every layer, as 28×28×1 does. Received 3×3×1. pool2 (maxPooling2d): the kernel must fit the padded input. Received 1 + 0 padding along height, kernelSize=2. Use kernelSize ≤ 1, or padding: "same"."`);
  expect(await refusal("summary mnist-cnn --columns name,parms")).toMatchInlineSnapshot(`"2 error: there is no column "parms". Columns: name, kind, inputs, input, output, params, macs, activations, field."`);
  writeFileSync(join(cwd, "net.json"), `{ "name": "x", "inputs": { "x": [4] }, "outputs": ["y"], "nodes": [{ "name": "y", "layer": { "kind": "dnse" }, "inputs": ["x"] }] }`);
  writeFileSync(join(cwd, "text.json"), "once upon a time");
  expect(await refusal("summary net.json", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/net.json: nodes[0] "y": layer must have a known kind. Received "dnse". Did you mean "dense"?"`);
  expect(await refusal("summary text.json", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/text.json: must be JSON. Unexpected token 'o', "once upon a time" is not valid JSON"`);
  expect(await refusal("summary net.json --classes 3", { cwd })).toMatchInlineSnapshot(`"1 error: --input and --classes change models of the zoo only; net.json has its own."`);
  expect(await refusal("summary .", { cwd })).toMatchInlineSnapshot(`"1 error: HERE is not a run: it holds no graph.json. "convscope train" makes runs."`);
  for (const name of ["judge", "maker"]) {
    mkdirSync(join(cwd, "drawn", "networks", name), { recursive: true });
    writeFileSync(join(cwd, "drawn", "networks", name, "graph.json"), JSON.stringify({ name, inputs: { x: [4, 4, 1] }, outputs: ["flat"], nodes: [{ name: "flat", layer: { kind: "flatten" }, inputs: ["x"] }] }));
  }
  writeFileSync(join(cwd, "drawn", "recipe.json"), "{}");
  expect(await refusal("summary drawn", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/drawn is a recipe's run: it has 2 networks in folders below. Name one of them: drawn/networks/judge, drawn/networks/maker."`);
  expect((await run(words("summary drawn/networks/judge --json"), { cwd })).json()).toMatchObject({ name: "judge" });
});
