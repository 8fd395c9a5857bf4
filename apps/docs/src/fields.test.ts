import { inputsSeen } from "@convscope/core";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { fieldText, pictureModels, placedNodes, unitAt } from "./fields.ts";

test("networks of one picture, and their nodes with places", () => {
  expect(pictureModels).toEqual(expect.arrayContaining(["mnist-cnn", "resnet50", "unet"]));
  expect(pictureModels).not.toContain("captioner");
  expect(placedNodes(model("mnist-cnn")).map(({ name }) => name)).toEqual(["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"]);
});

test("the unit nearest to a place has it in its middle", () => {
  const graph = model("resnet18");
  for (const name of ["conv1", "layer2.0.conv1", "layer4.1.relu"]) {
    const node = placedNodes(graph).find((one) => one.name === name);
    if (!node) throw new Error(name);
    expect(unitAt(node, -1000, 1e6)).toEqual([0, node.columns - 1]);
    const [row, column] = unitAt(node, 112, 80);
    const ranges = inputsSeen(graph, name, [row, column]);
    const seen = ranges === "nothing" ? undefined : ranges[1];
    expect(Math.abs(row - node.rows / 2)).toBeLessThanOrEqual(1);
    expect((seen?.from ?? 0) <= 80 && 80 <= (seen?.to ?? 0) + 1, name).toBe(true);
  }
});

test("fields in words", () => {
  const said = (name: string, node: string): string => {
    const found = placedNodes(model(name)).find((one) => one.name === node);
    return found ? fieldText(found) : "";
  };
  expect(said("mnist-cnn", "pool2")).toBe("Its units see 10 pixels a side, lie 4 pixels apart, and the first begins at −3.");
});
