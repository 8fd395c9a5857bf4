import { graphFromKeras } from "@convscope/exchange";
import { conv2d, dense, summarize, toJson } from "@convscope/core";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { bytesText, groupPaths, openGraph, pathsOf, pictureInput, productsPerUnit, readBy, totalsOf } from "./architecture.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const keras = JSON.stringify({
  class_name: "Sequential",
  config: { name: "small", layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 8, 8, 1], name: "input" } }, { class_name: "Conv2D", config: { name: "conv", filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: "valid", activation: "relu", use_bias: true } }] },
});

test("a graph of ours and the JSON of a Keras model", async () => {
  const graph = model("mnist-cnn");
  expect(await openGraph({ name: "graph.json", bytes: bytes(toJson(graph)) })).toEqual(graph);
  expect(await openGraph({ name: "model.json", bytes: bytes(keras) })).toEqual(graphFromKeras(keras, { file: "model.json" }));
});

test("what is no network is refused in words that name the file", async () => {
  await expect(openGraph({ name: "a.json", bytes: bytes("{ nodes") })).rejects.toThrow(/^a\.json: must be JSON/);
  await expect(openGraph({ name: "b.json", bytes: bytes('{"nodes":[]}') })).rejects.toThrow(/^b\.json: field name is missing/);
  await expect(openGraph({ name: "c.keras", bytes: bytes("no archive") })).rejects.toThrow(/^c\.keras/);
});

test("groups by the dots in names, and those that a frame's title stands for", () => {
  const names = ["conv1", "layer1.0.conv1", "layer1.1.conv1", "layer2.0.conv1"];
  const paths = groupPaths(names);
  expect(paths).toEqual(["layer1", "layer1.0", "layer1.1", "layer2", "layer2.0"]);
  expect(pathsOf("layer1", paths)).toEqual(["layer1"]);
  expect(pathsOf("layer1.0–1", paths)).toEqual(["layer1.0", "layer1.1"]);
  expect(pathsOf("layer9", paths)).toEqual([]);
  const mobile = groupPaths(model("mobilenet_v2").nodes.map(({ name }) => name));
  expect(pathsOf("features.4–6", mobile)).toEqual(["features.4", "features.5", "features.6"]);
});

test("a part's sums are those of the whole", () => {
  const { layers, params, macs } = summarize(model("resnet18"));
  expect(totalsOf(layers, ["layer1", "layer2", "layer3", "layer4", "conv1", "bn1", "fc"])).toMatchObject({ params, macs });
  expect(totalsOf(layers, ["layer1.0"]).params).toBe(2 * (64 * 64 * 9 + 128));
});

test("products behind one number", () => {
  const { layers } = summarize(model("mnist-cnn"));
  expect(layers.map((layer) => productsPerUnit(layer)).filter((products) => products !== undefined)).toEqual([9, 9 * 32, 3136, 64]);
});

test("what one unit reads, without the padding", () => {
  const layer = conv2d(8, 3, { strides: 2, padding: 1 });
  expect(readBy(layer, [8, 8, 3], [2, 0])).toEqual({ rows: { from: 3, to: 5 }, columns: { from: 0, to: 1 } });
  expect(readBy(dense(2), [8], [0, 0])).toBeUndefined();
});

test("inputs that are pictures", () => {
  expect(pictureInput(model("lenet5"))?.shape).toEqual([28, 28, 1]);
  expect(pictureInput(model("text_cnn"))).toBeUndefined();
  expect(bytesText(102_228_128)).toBe("102 MB");
  expect(bytesText(80)).toBe("80 B");
});
