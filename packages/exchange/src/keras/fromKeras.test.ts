import { conv2d, dense, flatten, graph, gru, lstm, maxPooling2d, multiHeadAttention, relu, softmax, weightSpecs, type Graph } from "@convscope/core";
import { crc32 } from "@convscope/files/bytes";
import { File, ready } from "h5wasm";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, fromKeras, fromKerasWeights, graphFromKeras, toKerasWeights, type Arrays } from "../index.ts";

/** Arrays and texts of an HDF5 file by path; `path@name` is an attribute. */
type Contents = { readonly [path: string]: { readonly shape: readonly number[]; readonly data: Float32Array } | string | readonly string[] };

async function h5(contents: Contents): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File("written.h5", "w");
  const groupOf = (path: string): Parameters<typeof Object.keys>[0] & File => {
    let at = file as File;
    for (const name of path.split("/").filter((part) => part !== "")) at = (at.keys().includes(name) ? at.get(name) : at.create_group(name)) as File;
    return at;
  };
  for (const [path, value] of Object.entries(contents)) {
    const [place = "", attribute] = path.split("@");
    if (attribute !== undefined) groupOf(place).create_attribute(attribute, value as string);
    else if (typeof value === "object" && "data" in value) groupOf(place.slice(0, Math.max(place.lastIndexOf("/"), 0))).create_dataset({ name: place.slice(place.lastIndexOf("/") + 1), data: value.data, shape: [...value.shape] });
  }
  file.flush();
  file.close();
  return FS.readFile("written.h5").slice();
}

/** A zip file whose entries are stored, as Python's zipfile writes them. */
function zip(files: { readonly [name: string]: Uint8Array }): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let at = 0;
  const record = (signature: number, fields: readonly (readonly [bytes: 2 | 4, value: number])[], ...rest: Uint8Array[]): Uint8Array => {
    const head = new DataView(new ArrayBuffer(4 + fields.reduce((sum, [bytes]) => sum + bytes, 0)));
    head.setUint32(0, signature, true);
    let offset = 4;
    for (const [bytes, value] of fields) {
      if (bytes === 2) head.setUint16(offset, value, true);
      else head.setUint32(offset, value, true);
      offset += bytes;
    }
    return Uint8Array.from([...new Uint8Array(head.buffer), ...rest.flatMap((part) => [...part])]);
  };
  for (const [name, data] of Object.entries(files)) {
    const text = new TextEncoder().encode(name);
    const common = [[2, 20], [2, 0], [2, 0], [4, 0], [4, crc32(data)], [4, data.length], [4, data.length], [2, text.length], [2, 0]] as const;
    const local = record(0x04034b50, common, text, data);
    list.push(record(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]], text));
    parts.push(local);
    at += local.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const end = record(0x06054b50, [[2, 0], [2, 0], [2, list.length], [2, list.length], [4, size], [4, at], [2, 0]]);
  return Uint8Array.from([...parts, ...list, end].flatMap((part) => [...part]));
}

const counted = (...shape: number[]): { shape: number[]; data: Float32Array } => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + shape.length / 8) });
const utf8 = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));

const net = graph("tiny", { conv_input: [6, 6, 1] }, { conv: conv2d(2, 3), "conv.relu": relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(3), "fc.softmax": softmax() });
const arrays = { "conv.weight": counted(3, 3, 1, 2), "conv.bias": counted(2), "fc.weight": counted(8, 3), "fc.bias": counted(3) };

const layers = [
  { class_name: "Conv2D", config: { name: "conv", batch_input_shape: [null, 6, 6, 1], filters: 2, kernel_size: [3, 3], strides: [1, 1], padding: "valid", data_format: "channels_last", dilation_rate: [1, 1], groups: 1, activation: "relu", use_bias: true } },
  { class_name: "MaxPooling2D", config: { name: "pool", pool_size: [2, 2], strides: [2, 2], padding: "valid", data_format: "channels_last" } },
  { class_name: "Flatten", config: { name: "flatten", data_format: "channels_last" } },
  { class_name: "Dense", config: { name: "fc", units: 3, activation: "softmax", use_bias: true } },
];
const keras2 = { class_name: "Sequential", config: { name: "tiny", layers: [{ class_name: "InputLayer", config: { name: "conv_input", batch_input_shape: [null, 6, 6, 1] } }, ...layers] } };
const legacy: Contents = {
  "model_weights@layer_names": ["conv", "pool", "flatten", "fc"],
  "model_weights/conv@weight_names": ["conv/kernel:0", "conv/bias:0"],
  "model_weights/conv/conv/kernel:0": arrays["conv.weight"],
  "model_weights/conv/conv/bias:0": arrays["conv.bias"],
  "model_weights/fc@weight_names": ["fc/kernel:0", "fc/bias:0"],
  "model_weights/fc/fc/kernel:0": arrays["fc.weight"],
  "model_weights/fc/fc/bias:0": arrays["fc.bias"],
};
const whole = (config: object = keras2): Promise<Uint8Array> => h5({ "@model_config": JSON.stringify(config), "@keras_version": "2.15.0", ...legacy });
/** The layout of Keras 3's weights: places by class, arrays by number. */
const byPlace = (layers: string): Contents => ({
  [`${layers}/conv2d/vars/0`]: arrays["conv.weight"],
  [`${layers}/conv2d/vars/1`]: arrays["conv.bias"],
  [`${layers}/dense/vars/0`]: arrays["fc.weight"],
  [`${layers}/dense/vars/1`]: arrays["fc.bias"],
});

const same = (weights: Arrays, of: Graph = net): void => {
  expect(Object.keys(weights).sort()).toEqual([...weightSpecs(of).keys()].sort());
  for (const [name, array] of Object.entries(arrays)) expect(weights[name], name).toEqual(array);
};

test("a whole model in .h5, as Keras 2 writes it", async () => {
  const { graph, weights } = await fromKeras(await whole(), { file: "tiny.h5" });
  expect(graph).toEqual(net);
  same(weights);
});

describe("a .keras archive", () => {
  /** Keras 3's words: modules, registered names, build_config, tensors as records. */
  const keras3 = (layer: object): object => ({ module: "keras.layers", registered_name: null, build_config: { input_shape: [null, 6, 6, 1] }, ...layer });
  const tensor = (layer: string): object => ({ class_name: "__keras_tensor__", config: { shape: [null, 1], dtype: "float32", keras_history: [layer, 0, 0] } });
  const functional = {
    module: "keras", class_name: "Functional", registered_name: "Functional", build_config: { input_shape: null },
    config: {
      name: "tiny", trainable: true,
      layers: [
        keras3({ class_name: "InputLayer", name: "conv_input", config: { name: "conv_input", batch_shape: [null, 6, 6, 1], dtype: "float32" }, inbound_nodes: [] }),
        ...layers.map((layer, i) => keras3({ ...layer, name: layer.config.name, inbound_nodes: [{ args: [tensor(["conv_input", "conv", "pool", "flatten"][i] ?? "")], kwargs: {} }] })),
      ],
      input_layers: [["conv_input", 0, 0]],
      output_layers: [["fc", 0, 0]],
    },
  };

  test.each(["layers", "_layer_checkpoint_dependencies"])("as Keras 3 writes it, with weights in %s", async (place) => {
    const bytes = zip({ "metadata.json": utf8({ keras_version: "3.6.0" }), "config.json": utf8(functional), "model.weights.h5": await h5(byPlace(place)) });
    const { graph, weights } = await fromKeras(bytes);
    expect(graph).toEqual(net);
    same(weights);
  });

  test("with a model within the model, and two directions", async () => {
    const inner = { ...keras3({ class_name: "Sequential", name: "inner", inbound_nodes: [{ args: [tensor("words")], kwargs: {} }] }), config: { name: "inner", layers: [keras3({ class_name: "Bidirectional", config: { name: "both", merge_mode: "concat", layer: keras3({ class_name: "LSTM", config: { name: "cell", units: 2, activation: "tanh", recurrent_activation: "sigmoid" } }) } })] } };
    const config = { module: "keras", class_name: "Functional", registered_name: "Functional", config: { name: "m", layers: [keras3({ class_name: "InputLayer", name: "words", config: { name: "words", batch_shape: [null, 4, 3] }, inbound_nodes: [] }), inner], input_layers: ["words", 0, 0], output_layers: ["inner", 0, 0] } };
    const at = "layers/sequential/layers/bidirectional";
    const weights = await h5(Object.fromEntries(["forward_layer", "backward_layer"].flatMap((way) => [[`${at}/${way}/cell/vars/0`, counted(3, 8)], [`${at}/${way}/cell/vars/1`, counted(2, 8)], [`${at}/${way}/cell/vars/2`, counted(8)]])));
    const found = await fromKeras(zip({ "config.json": utf8(config), "model.weights.h5": weights }));
    expect(found.graph).toEqual(graph("m", { words: [4, 3] }, { "inner.both": lstm(2, { bidirectional: true }) }));
    expect(found.weights["inner.both.weight_ih_l0_reverse"]).toEqual(counted(3, 8));
    expect(found.weights["inner.both.bias_hh_l0"]).toEqual({ shape: [8], data: new Float32Array(8) });
  });
});

test("weights alone, onto a graph", async () => {
  const plain = graph("tiny", [6, 6, 1], { conv: conv2d(2, 3), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(3) });
  same(await fromKerasWeights(plain, await h5(byPlace("layers"))), plain);
  same(await fromKerasWeights(plain, await h5(Object.fromEntries(Object.entries(legacy).map(([path, value]) => [path.replace(/^model_weights\/?/, ""), value])))), plain);
});

test("gates and heads are cut apart and put together again", async () => {
  const net = graph("read", [5, 4], { attend: multiHeadAttention(2), read: gru(3, { bidirectional: true }) });
  const weights: Arrays = Object.fromEntries([...weightSpecs(net)].map(([name, { shape }]) => [name, counted(...shape)]));
  const theirs = Object.entries(toKerasWeights(net, weights));
  // Update, reset, new: Keras's second block of columns is our first.
  expect([...(toKerasWeights(net, weights)["read/forward_cell/kernel"]?.data ?? [])].slice(0, 9)).toEqual([3, 4, 5, 0, 1, 2, 6, 7, 8].map((i) => i + 0.25));
  const places: { readonly [layer: string]: string } = {
    query: "multi_head_attention/query_dense", key: "multi_head_attention/key_dense", value: "multi_head_attention/value_dense", attention_output: "multi_head_attention/output_dense",
    forward_cell: "bidirectional/forward_layer/cell", backward_cell: "bidirectional/backward_layer/cell",
  };
  const order = ["kernel", "recurrent_kernel", "bias"];
  const contents = theirs.map(([name, { shape, data }]) => {
    const [, part = "", weight = ""] = name.split("/");
    const kept = order.filter((one) => theirs.some(([other]) => other.endsWith(`/${part}/${one}`)));
    return [`layers/${places[part]}/vars/${kept.indexOf(weight)}`, { shape, data: Float32Array.from(data) }] as const;
  });
  expect(await fromKerasWeights(net, await h5(Object.fromEntries(contents)))).toEqual(weights);
});

test("open sizes are closed by inputShape", async () => {
  const open = { ...keras2, config: { name: "tiny", layers: [{ class_name: "InputLayer", config: { name: "conv_input", batch_input_shape: [null, null, null, 1] } }, ...layers] } };
  expect((await fromKeras(await whole(open), { inputShape: [6, 6, 1] })).graph).toEqual(net);
  await expect(whole(open).then((bytes) => fromKeras(bytes, { file: "open.h5" }))).rejects.toThrowErrorMatchingInlineSnapshot(`[FormatError: open.h5: input "conv_input" must have a size along every axis. Received [null,null,1]. Give inputShape, without the batch.]`);
});

const changed = (index: number, change: object): object => ({ class_name: "Sequential", config: { name: "tiny", layers: [{ class_name: "InputLayer", config: { name: "conv_input", batch_input_shape: [null, 6, 6, 1] } }, ...layers.map((layer, i) => (i === index ? { ...layer, ...change } : layer))] } });
const said = async (bytes: Promise<Uint8Array> | Uint8Array): Promise<string> => {
  const error: unknown = await fromKeras(await bytes, { file: "x.h5" }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(FormatError);
  return (error as FormatError).message;
};

test("what Convscope does not have is named, and what is damaged is said", async () => {
  expect([
    (await said(whole(changed(1, { class_name: "Lambda" })))).slice(0, 60),
    await said(whole(changed(0, { config: { ...layers[0]?.config, data_format: "channels_first" } }))),
    await said(whole(changed(3, { config: { ...layers[3]?.config, activation: "my_function" } }))),
    await said(whole(changed(3, { config: { ...layers[3]?.config, units: 4 } }))),
    await said(h5(legacy)),
    await said(new Uint8Array(100)),
    await said(zip({ "config.json": utf8(keras2) })),
    await said((await whole()).slice(0, 2000)),
  ]).toMatchInlineSnapshot(`
    [
      "x.h5: layer "pool" (Lambda): Convscope has no such layer. It",
      "x.h5: layer "conv" (Conv2D): data_format must be "channels_last". Received "channels_first". Convscope has no layer that does this.",
      "x.h5: layer "fc" (Dense): activation must be one of elu, gelu, hard_silu, hard_swish, leaky_relu, linear, log_softmax, mish, relu, relu6, selu, sigmoid, silu, softmax, softplus, softsign, swish, tanh. Received "my_function".",
      "x.h5: tiny: the arrays must fit the graph. 2 of them do not:
    fc.weight: must be 8×4. Received 8×3.
    fc.bias: must be 4. Received 3.",
      "x.h5: a whole model must have its model_config. Received weights alone. Give them to fromKerasWeights with the graph that they belong to.",
      "x.h5: must end in a zip file's list of entries. Received none: the end is missing. The file is damaged or not one of Keras's; fetch or write it again.",
      "x.h5: a Keras archive must hold model.weights.h5. Received config.json.",
      "x.h5: the HDF5 file is damaged or cannot be read. File has been truncated",
    ]
  `);
});

test("a small configuration that would cost much is refused", () => {
  const model = (name: string, layers: readonly object[], output: readonly [string, number]): object => ({ class_name: "Functional", name, config: { name, layers, input_layers: [["in", 0, 0]], output_layers: [[...output, 0]] } });
  const input = { class_name: "InputLayer", name: "in", config: { name: "in", batch_input_shape: [null, 4] }, inbound_nodes: [] };
  const dense = { class_name: "Dense", name: "d", config: { units: 4 }, inbound_nodes: [[["in", 0, 0, {}]]] };
  // Each model calls the one inside it five times.
  const nest = (depth: number): object => (depth === 0 ? model("m0", [input, dense], ["d", 0]) : model(`m${depth}`, [input, { ...nest(depth - 1), inbound_nodes: [0, 1, 2, 3, 4].map((call) => [call === 0 ? ["in", 0, 0, {}] : [`m${depth - 1}`, call - 1, 0, {}]]) }], [`m${depth - 1}`, 4]));
  expect(graphFromKeras(JSON.stringify(nest(2))).nodes).toHaveLength(25);
  expect(() => graphFromKeras(JSON.stringify(nest(12)), { file: "x.json" })).toThrowErrorMatchingInlineSnapshot(`[FormatError: x.json: must have at most 20000 layers and calls of layers, those of models counted for each call of the model.]`);
  const brackets = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(() => graphFromKeras(JSON.stringify(model("m", [input, { ...dense, config: { units: "@" } }], ["d", 0])).replace('"@"', brackets), { file: "x.json" })).toThrowErrorMatchingInlineSnapshot(`[FormatError: x.json: layer "d" (Dense): units must be a whole number ≥ 1. Received a value that cannot be shown.]`);
});

test("a collection of texts that the HDF5 library would go round in for ever is refused", async () => {
  const good = await whole();
  const heap = new TextDecoder("latin1").decode(good).indexOf("GCOL");
  const sizeOfFirst = heap + 16 + 8;
  const set = (at: number, value: number): Uint8Array => Uint8Array.from(good, (byte, i) => (i >= at && i < at + 8 ? value : byte));
  // Number 0 is free space; one that takes no room.
  const free = set(sizeOfFirst, 0).fill(0, heap + 16, heap + 18);
  expect([await said(set(sizeOfFirst, 0x7f)), await said(free), await said(set(heap + 8, 0x7f)), await said(good.slice().fill(4, 9, 11))].map((text) => text.replace(`byte ${heap}`, "byte PLACE"))).toMatchInlineSnapshot(`
    [
      "x.h5: the texts at byte PLACE must lie within their collection. The file is damaged; fetch or write it again.",
      "x.h5: the texts at byte PLACE must lie within their collection. The file is damaged; fetch or write it again.",
      "x.h5: the collection of texts at byte PLACE must end within the file. The file is damaged; fetch or write it again.",
      "x.h5: addresses and lengths must have 8 bytes, as Keras writes them. The file is damaged; fetch or write it again.",
    ]
  `);
});

test("damaged files give only FormatError", async () => {
  const good = await whole();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), async (flips) => {
      const bad = good.slice();
      for (const [at, byte] of flips) bad[at] = byte;
      await fromKeras(bad).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError));
    }),
    { numRuns: 60 },
  );
});
