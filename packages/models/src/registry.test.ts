import { inferShapes, inputShapes, macs, product, rulesOf, weights } from "@convscope/core";
import { expect, test } from "vitest";
import { model, models } from "./index.ts";

test.each(models)("$name has the parameters and MACs of its row", ({ name, params, macs: expected }) => {
  const graph = model(name);
  const shapes = inferShapes(graph);
  let [counted, work] = [0, 0];
  for (const node of graph.nodes) {
    const inputs = inputShapes(node, shapes);
    for (const { shape, trainable } of Object.values(weights(node.layer, inputs))) if (trainable) counted += product(shape);
    if (["convolution", "dense"].includes(rulesOf(node.layer).work)) work += macs(node.layer, inputs);
  }
  expect({ params: counted, macs: work }).toEqual({ params, macs: expected });
});

test("names, options and inputs that cannot be are refused with a way out", () => {
  expect(() => model("resnet17")).toThrowErrorMatchingInlineSnapshot(`[RangeError: models: there is no model "resnet17". Did you mean "resnet18" or "resnet34" or "resnet50"? Known: perceptron, logistic, mlp-512, mnist-cnn, cifar-cnn, fashion-cnn, lenet5, resnet18, resnet34, resnet50, resnet101, resnet152, resnet20, resnet32, resnet44, resnet56, resnet110, mobilenet_v2, efficientnet_b0.]`);
  expect(() => model("resnet18", { clases: 10 } as object)).toThrowErrorMatchingInlineSnapshot(`[RangeError: resnet18: unknown option clases. Did you mean "classes"? Options: classes, inputShape.]`);
  expect(() => model("lenet5", { inputShape: [8, 8, 1] })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv2 (conv2d): the kernel must fit the padded input. Received 4 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
  expect(() => model("mnist-cnn", { classes: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: mnist-cnn: classes must be a whole number ≥ 1. Received 0.]`);
});

test("another number of classes or input changes only what it must", () => {
  expect(model("mnist-cnn", { classes: 3 }).nodes.at(-1)?.layer).toEqual({ kind: "dense", units: 3, useBias: true });
  expect(JSON.parse(JSON.stringify(model("resnet18")))).toEqual(model("resnet18"));
});
