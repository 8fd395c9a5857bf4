import { inferShapes, inputShapes, macs, parameters, parametersByNode, product, weights } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("LeNet-5 of 1998: trainable parameters and connections of each layer, as its paper counts them", () => {
  const graph = model("lenet5_1998");
  const shapes = inferShapes(graph);
  const params = parametersByNode(graph, shapes);
  const row = (name: string): unknown[] => {
    const node = graph.nodes.find((n) => n.name === name);
    if (!node) throw new Error(`no node ${name}`);
    const inputs = inputShapes(node, shapes);
    // The paper counts a bias as one more connection of each unit.
    const biases = "bias" in weights(node.layer, inputs) ? product(shapes.get(name) ?? []) : 0;
    return [name, (shapes.get(name) ?? []).join("×"), params.get(name)?.trainable, macs(node.layer, inputs) + biases];
  };
  const rows = ["c1", "s2", "c3", "s4", "c5", "f6", "output"].map(row);
  // Section II-B, with doi:10.1109/5.726791, figure 2.
  expect(rows).toEqual([
    ["c1", "28×28×6", 156, 122_304],
    ["s2", "14×14×6", 12, 5_880],
    ["c3", "10×10×16", 1_516, 151_600],
    ["s4", "5×5×16", 32, 2_000],
    ["c5", "1×1×120", 48_120, 48_120],
    ["f6", "84", 10_164, 10_164],
    ["output", "10", 0, 840],
  ]);
  expect(parameters(graph)).toEqual({ trainable: 60_000, nonTrainable: 840 });
  expect(rows.reduce((sum, [, , , connections]) => sum + Number(connections), 0)).toBe(340_908);
});

test("a digit of 28×28 is padded to the paper's 32×32, and other than ten classes learn their codes", () => {
  const small = model("lenet5_1998", { inputShape: [28, 28, 1] });
  expect(inferShapes(small).get("c1")).toEqual([28, 28, 6]);
  expect(parameters(small)).toEqual({ trainable: 60_000, nonTrainable: 840 });
  expect(parameters(model("lenet5_1998", { classes: 3 }))).toEqual({ trainable: 60_000 + 84 * 3, nonTrainable: 0 });
});

test("what C3 saves: the modern net's sees all maps of S2", () => {
  const c3 = (name: string, node: string): number => parametersByNode(model(name)).get(node)?.trainable ?? 0;
  expect([c3("lenet5", "conv2"), c3("lenet5_1998", "c3")]).toEqual([2_416, 1_516]);
});
