import * as core from "@convscope/core";
import { model } from "@convscope/models";
import { describe, expect, test } from "vitest";
import { branchesItem, build, layerItem, newItem } from "./builder.ts";
import { typescriptOf } from "./builder-code.ts";
import { dismantle } from "./dismantle.ts";

/** What the program makes. */
function ran(code: string): core.Graph {
  const body = code.replace(/^import .*$/m, `const ${/^import (\{.*\}) from/m.exec(code)?.[1] ?? ""} = core;`).replace("export const net =", "return");
  return (new Function("core", body) as (all: typeof core) => core.Graph)(core);
}

describe("taking apart", () => {
  test.each(["mnist-cnn", "lenet5", "fashion-resnet", "vgg16", "resnet18", "resnet50", "googlenet", "squeezenet1_1", "unet", "densenet121"])("%s comes back, from its code too", (name) => {
    const graph = model(name);
    const { input, items } = dismantle(graph);
    const again = build(name, input, items).graph;
    // Branches may come in another order.
    const layers = ({ nodes }: core.Graph): readonly string[] => nodes.map(({ layer }) => JSON.stringify(layer)).sort();
    expect(layers(again)).toEqual(layers(graph));
    expect(core.totalMacs(again)).toBe(core.totalMacs(graph));
    expect(ran(typescriptOf(name, input, items))).toEqual(again);
  });

  test("what is no row of branches is refused", () => {
    const node = (name: string, layer: core.Layer, ...inputs: string[]): core.Node => ({ name, layer, inputs });
    const nodes = [node("a", core.relu(), "x"), node("b", core.tanh(), "a"), node("c", core.add(), "a", "b"), node("d", core.tanh(), "b"), node("e", core.add(), "c", "d")];
    expect(() => dismantle({ name: "crossed", inputs: { x: [4, 4, 1] }, outputs: ["e"], nodes })).toThrow("values are read across its branches");
    expect(() => dismantle(model("googlenet", { auxiliary: true }))).toThrow("several inputs or outputs");
    expect(() => dismantle(model("text_cnn"))).toThrow("its input is a sequence");
  });

  test("branches of several kinds in code", () => {
    const items = [branchesItem([[newItem("conv2d")], [layerItem("dropout", { rate: 0.25 })], []], "concatenate")];
    const code = typescriptOf("fork", [8, 8, 3], items);
    expect(ran(code)).toEqual(build("fork", [8, 8, 3], items).graph);
    expect(code).toContain("branch2: {\n");
  });
});
