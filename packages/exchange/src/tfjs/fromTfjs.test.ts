import { dense, graph, softmax } from "@convscope/core";
import { expect, test } from "vitest";
import { FormatError, fromTfjs, toTfjs, type TfjsFiles } from "../index.ts";

const net = graph("tiny", { x: [2] }, { fc: dense(2), prob: softmax() });
const weights = { "fc.weight": { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }, "fc.bias": { shape: [2], data: Float32Array.of(5, 6) } };
const files = toTfjs(net, weights);
const model = (): { modelTopology: { class_name: string; config: object }; format: string; weightsManifest: { paths: string[]; weights: object[] }[] } => JSON.parse(new TextDecoder().decode(files["model.json"])) as ReturnType<typeof model>;
const read = (json: object, of: TfjsFiles = files): ReturnType<typeof fromTfjs> => fromTfjs(JSON.stringify(json), (path) => of[path] ?? new Uint8Array());
const group = (change: object): object => ({ ...model(), weightsManifest: model().weightsManifest.map((one) => ({ ...one, ...change })) });

test("what is written is read again, in files of any size", async () => {
  expect(Object.keys(files)).toEqual(["model.json", "group1-shard1of1.bin"]);
  const back = await read(model());
  expect(back.weights).toEqual(weights);
  expect(back.graph.nodes.map(({ name, inputs }) => [name, inputs])).toEqual(net.nodes.map(({ name, inputs }) => [name, inputs]));
  const small = toTfjs(net, weights, { shardBytes: 10 });
  expect(Object.values(small).slice(1).map(({ length }) => length)).toEqual([10, 10, 4]);
  expect((await fromTfjs(new TextDecoder().decode(small["model.json"]), (path) => small[path] ?? new Uint8Array())).weights).toEqual(weights);
});

test("numbers packed into bytes are unpacked", async () => {
  const packed = [{ name: "fc/kernel", shape: [2, 2], dtype: "float32", quantization: { dtype: "uint8", scale: 0.5, min: -1 } }, { name: "fc/bias", shape: [2], dtype: "float32", quantization: { dtype: "uint16", scale: 1, min: 0 } }];
  const { weights } = await read(group({ paths: ["a.bin"], weights: packed }), { "a.bin": Uint8Array.of(0, 1, 2, 255, 7, 0, 0, 1) });
  expect([...(weights["fc.weight"]?.data ?? []), ...(weights["fc.bias"]?.data ?? [])]).toEqual([-1, -0.5, 0, 126.5, 7, 256]);
});

test("damaged files are refused before anything is read", async () => {
  const said = async (json: object): Promise<string> => {
    const error: unknown = await read(json).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FormatError);
    return (error as FormatError).message;
  };
  expect([
    await said({ ...model(), format: "graph-model" }),
    await said({ weightsManifest: [] }),
    await said(group({ paths: ["../../secret"] })),
    await said(group({ paths: ["https://example.org/a.bin"] })),
    await said(group({ paths: ["a.bin\0"] })),
    await said(group({ paths: ["a.bin", "b.bin", "a.bin"] })),
    await said(group({ weights: [] })),
    await said(group({ weights: [{ name: "fc/kernel", shape: [2, -2], dtype: "float32" }] })),
    await said(group({ weights: [{ name: "fc/kernel", shape: [2, 2], dtype: "string" }] })),
    await said(group({ weights: [{ name: "fc/kernel", shape: [1e9, 1e9], dtype: "float32" }] })),
    await said(group({ weights: [{ name: "fc/kernel", shape: [6], dtype: "float32" }] })),
    await said({ ...model(), modelTopology: { class_name: "MyModel", config: {} } }),
    await said({ ...model(), modelTopology: { class_name: "Sequential" } }),
    await said({ ...model(), modelTopology: { class_name: "x".repeat(1_000), config: {} } }),
    await said({ ...model(), modelTopology: { class_name: "Sequential", config: { name: "y".repeat(1_000) } } }),
    await said(group({ weights: [{ name: "fc/kernel", shape: [6] }] })),
    await fromTfjs("{", () => new Uint8Array()).then(() => "(no error)", (error: unknown) => String(error).replace(/ \(.*\)/, "")),
  ]).toMatchInlineSnapshot(`
    [
      "model.json: a graph model is compiled for running and has no layers left. Convert the Keras model with --output_format=tfjs_layers_model.",
      "model.json: must hold a modelTopology. Received weightsManifest.",
      "model.json: files of weights must lie beside it. Received "../../secret".",
      "model.json: files of weights must lie beside it. Received "https://example.org/a.bin".",
      "model.json: files of weights must lie beside it. Received "a.bin\\u0000".",
      "model.json: a file of weights must be named once. Received "a.bin" twice.",
      "model.json: the files of weights must hold 0 bytes. Received 24. One of them is damaged, or not of this model.",
      "model.json: weights "fc/kernel": must have a name and a shape of whole numbers. Received [2,-2].",
      "model.json: weights "fc/kernel": dtype must be one of float32, int32, uint8, uint16, bool. Received "string".",
      "model.json: the files of weights must hold 4000000000000000000 bytes. Received 24. One of them is damaged, or not of this model.",
      "model.json: layer "fc" (Dense): must have 2 arrays of weights. Received 1: 6.",
      "model.json: the model must be Sequential or Functional. Received a MyModel. A model of its own class is code: export its parts, or write its graph.",
      "model.json: the config of a Sequential must be a record. Received nothing.",
      "model.json: the name of a class must have at most 500 letters. Received one of 1000.",
      "model.json: the name of a layer must have at most 500 letters. Received one of 1000.",
      "model.json: weights "fc/kernel": dtype must be one of float32, int32, uint8, uint16, bool. Received nothing.",
      "FormatError: model.json: a model's configuration must be JSON. Save the model anew.",
    ]
  `);
});
