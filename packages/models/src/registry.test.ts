import { inferShapes, inputShapes, macs, parseGraph, product, rulesOf, toJson, weights } from "@convscope/core";
import { expect, test } from "vitest";
import { model, models } from "./index.ts";

/** Every model as its row gives it, and each of its variants. */
const figures = models.flatMap(({ name, params, macs: work, variants = {} }) => [
  { name, options: {}, params, macs: work },
  ...Object.entries(variants).map(([variant, row]) => ({ name, options: { variant }, params: row.params, macs: row.macs })),
]);

test.each(figures)("$name $options.variant has the parameters and MACs of its row", ({ name, options, ...expected }) => {
  const graph = model(name, options);
  const shapes = inferShapes(graph);
  let [params, work] = [0, 0];
  for (const node of graph.nodes) {
    const inputs = inputShapes(node, shapes);
    if (node.weightsOf === undefined) for (const { shape, trainable } of Object.values(weights(node.layer, inputs))) if (trainable) params += product(shape);
    if (["convolution", "dense"].includes(rulesOf(node.layer).work)) work += macs(node.layer, inputs);
  }
  expect({ params, macs: work }).toEqual(expected);
});

test("every name is used once", () => {
  expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
});

test.each(models)("$name is plain data: JSON and back is the same graph", ({ name }) => {
  const graph = model(name);
  expect(parseGraph(toJson(graph))).toEqual(graph);
});

test("features end a graph in the nodes named, and drop what these do not need", () => {
  const maps = model("resnet18", { features: ["layer2.1.relu", "layer4.1.relu"] });
  expect(maps.outputs).toEqual(["layer2.1.relu", "layer4.1.relu"]);
  expect(maps.nodes.at(-1)?.name).toBe("layer4.1.relu");
  expect(maps.nodes.length).toBe(model("resnet18").nodes.length - 2);
  expect(() => model("resnet18", { features: ["layer5.1.relu"] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: resnet18: features must be nodes of the graph. Received "layer5.1.relu". Did you mean "layer1.1.relu" or "layer2.1.relu" or "layer3.1.relu"?]`);
  expect(() => model("resnet18", { features: ["layer3"] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: resnet18: features must be nodes of the graph. Received "layer3". That is a part of several; the last is "layer3.1.relu".]`);
  expect(() => model("resnet18", { features: [] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: resnet18: features must name a node. Received none.]`);
});

test("names, options and inputs that cannot be are refused with a way out", () => {
  expect(() => model("resnet17")).toThrowErrorMatchingInlineSnapshot(`[RangeError: models: there is no model "resnet17". Did you mean "resnet18" or "resnet34" or "resnet50"? \`models\` lists them all.]`);
  expect(() => model("resnet18", { clases: 10 } as object)).toThrowErrorMatchingInlineSnapshot(`[RangeError: resnet18: unknown option clases. Did you mean "classes"? Options: classes, inputShape, features.]`);
  expect(() => model("lenet5", { inputShape: [8, 8, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: lenet5: inputShape must suit every layer, as 28×28×1 does. Received 8×8×1. conv2 (conv2d): the kernel must fit the padded input. Received 4 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
  expect(() => model("mnist-cnn", { classes: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: mnist-cnn: classes must be a whole number from 1 to 2147483648. Received 0.]`);
});

test("another number of classes or input changes only what it must", () => {
  expect(model("mnist-cnn", { classes: 3 }).nodes.at(-1)?.layer).toEqual({ kind: "dense", units: 3, useBias: true });
  expect(JSON.parse(JSON.stringify(model("resnet18")))).toEqual(model("resnet18"));
});

test("nets that lay their input in a row take pictures and rows alike", () => {
  for (const name of ["perceptron", "logistic", "mlp-512"]) {
    expect(model(name, { inputShape: [784] }).nodes.map(({ layer }) => layer.kind)).not.toContain("flatten");
    expect(model(name, { inputShape: [28, 28, 1] }).nodes[0]?.layer.kind).toBe("flatten");
  }
});
