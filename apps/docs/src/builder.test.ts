import * as core from "@convscope/core";
import { describe, expect, test } from "vitest";
import { build, changed, edits, fieldText, fieldValue, ItemError, layerItem, newItem, residualItem, type Item } from "./builder.ts";

const kindsOf = (items: readonly Item[]): readonly string[] => items.map((item) => (item.type === "layer" ? item.kind : item.type));
const caught = (act: () => unknown): ItemError => {
  try {
    act();
  } catch (error) {
    if (error instanceof ItemError) return error;
  }
  throw new Error("It was not refused.");
};

describe("building", () => {
  const conv = layerItem("conv2d", { filters: 32, kernelSize: 3 });

  test("the MNIST net of the lectures", () => {
    const items = [conv, layerItem("relu"), newItem("maxPooling2d"), layerItem("conv2d", { filters: 64, kernelSize: 3 }), layerItem("relu"), newItem("maxPooling2d"), layerItem("flatten"), newItem("dense")];
    const { graph, paths } = build("net", [28, 28, 1], items);
    expect(graph.nodes.map(({ name }) => name)).toEqual(["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "flatten1", "fc1"]);
    expect(core.parameters(graph).trainable).toBe(320 + 18_496 + 16_010);
    expect(paths.get(conv.id)).toBe("conv1");
  });

  test("what cannot be is said of its item", () => {
    const wrong = layerItem("conv2d", { filters: 8, kernelSize: 9 });
    const error = caught(() => build("net", [4, 4, 1], [residualItem([wrong])]));
    expect(error.id).toBe(wrong.id);
    expect(error.message).toMatch(/^block1\.conv1 \(conv2d\)/);
    const halves = residualItem([layerItem("conv2d", { filters: 8, kernelSize: 1, strides: 2 })]);
    expect(caught(() => build("net", [4, 4, 1], [conv, halves]).graph).id).toBe(halves.id);
    const none = layerItem("dense", {});
    expect(caught(() => build("net", [4], [none]))).toMatchObject({ id: none.id, message: expect.stringMatching(/needs units/) as string });
  });

  test("items are moved, copied and removed where they stand", () => {
    const [a, b, c] = [newItem("relu"), newItem("flatten"), newItem("dense")];
    expect(kindsOf(edits.up([a, b, c], 2))).toEqual(["relu", "dense", "flatten"]);
    expect(kindsOf(edits.down([a, b, c], 0))).toEqual(["flatten", "relu", "dense"]);
    expect(edits.down([a, b, c], 2)).toEqual([a, b, c]);
    const inside = residualItem([a, b]);
    const [after] = changed([inside], b.id, edits.copy);
    expect(after?.type === "residual" && kindsOf(after.lists[0])).toEqual(["relu", "flatten", "flatten"]);
    expect(changed([inside], inside.id, edits.remove)).toEqual([]);
  });

  test("fields as one types them", () => {
    for (const value of [3, [3, 5], "same", true, 0.001, [[0, 1], [0, 1]]]) expect(fieldValue(fieldText(value))).toEqual(value);
    expect(fieldValue("  ")).toBeUndefined();
    expect(fieldValue("[1")).toBe("[1");
  });
});
