import { add, batchNormalization, conv2d, dense, flatten, graph, maxPooling2d, relu, residual } from "@convscope/core";
import type { Block, Graph } from "@convscope/core";
import { model, models } from "@convscope/models";
import { anyGraph } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxProblems, nodeBoxes } from "../test/boxes.ts";
import { crossed, wiredAnyhow } from "../test/graphs.ts";
import { layoutProblems } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { diagram } from "./diagram.ts";

const problems = (svg: string): readonly string[] => [...layoutProblems(svg), ...boxProblems(svg)];
const texts = (svg: string): readonly string[] => Array.from(svg.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g), ([, text = ""]) => text);
const nodes = (svg: string): readonly string[] => Array.from(svg.matchAll(/data-node="([^"]+)"/g), ([, node = ""]) => node);
const groups = (svg: string): readonly string[] => Array.from(svg.matchAll(/data-group="([^"]+)" data-times="(\d+)"/g), ([, group, times]) => `${group} ${times}`);

const block = (filters: number): Block => residual({ conv1: conv2d(filters, 3, { padding: 1, useBias: false }), bn1: batchNormalization(), relu1: relu(), conv2: conv2d(filters, 3, { padding: 1, useBias: false }), bn2: batchNormalization() }, { activation: relu(), downsample: conv2d(filters, 1) });
const net: Graph = graph("net", [16, 16, 3], { conv: conv2d(8, 3, { padding: 1 }), relu: relu(), pool: maxPooling2d(2), stage: [block(8), block(8), block(8)], flatten: flatten(), fc: dense(10) });

describe("blocks", () => {
  it("draws equal modules once, with how often they stand there", () => {
    const svg = diagram(net);
    expect(groups(svg)).toEqual(["stage 3"]);
    expect([...nodes(svg)].sort()).toEqual(["conv", "fc", "input", "pool", "stage.2.add", "stage.2.conv1", "stage.2.conv2"]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["3×3 conv, 8", "stage ×3", "+", "dense, 10", "8×8×8"]));
  });

  it("does what was asked with a group: every layer, or one box", () => {
    const expanded = diagram(net, { expand: ["stage.1"] });
    expect(groups(expanded)).toEqual(["stage.0 1", "stage.1 1", "stage.2 1"]);
    expect(nodes(expanded)).toEqual(expect.arrayContaining(["stage.1.bn1", "stage.1.relu"]));
    const collapsed = diagram(net, { collapse: ["stage"] });
    expect(groups(collapsed)).toEqual([]);
    expect(texts(collapsed)).toEqual(expect.arrayContaining(["stage", "21 layers, 3,552 params"]));
    expect(diagram(net, { collapse: 1 })).toBe(collapsed);
    expect(texts(diagram(net, { collapse: 2 }))).toEqual(expect.arrayContaining(["stage.0", "stage.1", "stage.2"]));
  });

  it("knows the stages of ResNet-50 as its paper does", () => {
    const svg = diagram(model("resnet50"));
    expect(groups(svg)).toEqual(["layer1 3", "layer2 4", "layer3 6", "layer4 3"]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["first /2, 1.22\u00a0M params", "1×1 conv, 512", "56×56×256"]));
  });

  // Table 2 of arXiv:1801.04381 and table 1 of arXiv:1608.06993.
  it.each([
    ["mobilenet_v2", ["features.2–3 2", "features.4–6 3", "features.7–10 4", "features.11–13 3", "features.14–16 3"]],
    ["densenet121", ["features.denseblock1 6", "features.denseblock2 12", "features.denseblock3 24", "features.denseblock4 16"]],
    ["vit_b_16", ["encoder.layers 12"]],
  ])("knows the stages of %s", (name, expected) => {
    expect(groups(diagram(model(name)))).toEqual(expected);
  });

  it("keeps Inception modules with other numbers apart", () => {
    expect(groups(diagram(model("googlenet")))).toEqual(["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"].map((name) => `inception${name} 1`));
  });
});

describe("layers", () => {
  it("has every layer, and the shape behind every box", () => {
    const svg = diagram(net, { style: "layers" });
    expect([...nodes(svg)].sort()).toEqual(["input", ...net.nodes.map(({ name }) => name)].sort());
    for (const direction of ["down", "right"] as const) expect(problems(diagram(net, { style: "layers", direction }))).toEqual([]);
  });

  it("draws what is no row of branches too", () => {
    const svg = diagram(crossed, { style: "layers" });
    expect(nodes(svg)).toHaveLength(9);
    expect(problems(svg)).toEqual([]);
  });

  it("draws a net of 514 layers with all of them", () => {
    const graph = model("resnet152");
    expect(new Set(nodes(diagram(graph, { style: "layers" }))).size).toBe(graph.nodes.length + 1);
  });
});

describe("volumes", () => {
  it("draws each value of a chain with its size, and the windows over them", () => {
    const svg = diagram(model("lenet5"), { style: "volumes" });
    const sizes = texts(svg).filter((text) => /^\d+(×\d+)*$/.test(text));
    expect(sizes).toEqual(["28×28×1", "28×28×6", "14×14×6", "10×10×16", "5×5×16", "120", "84", "10"]);
    expect(svg.match(/<circle/g)).toHaveLength(4);
  });

  it("follows the main path of a net with branches", () => {
    const svg = diagram(model("googlenet"), { style: "volumes" });
    expect(nodes(svg)).toEqual(expect.arrayContaining(["inception3a", "inception5b", "fc"]));
    expect(nodeBoxes(svg)).toHaveLength(nodes(svg).length);
  });
});

it("says in words what is drawn", () => {
  expect(/<desc>([^<]*)<\/desc>/.exec(diagram(net))?.[1]).toMatchInlineSnapshot(`"net: 26 layers from input 16×16×3 to fc 10; 8,906 parameters, 282 k MACs."`);
});

it("refuses what it does not know", () => {
  expect(() => diagram(net, { style: "block" as "blocks" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: diagram: style must be layers, blocks, volumes. Received "block". Did you mean "blocks"?]`);
  expect(() => diagram(net, { direction: "up" as "down" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: diagram: direction must be down or right. Received "up".]`);
  expect(() => diagram(net, { expand: ["stag"] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no group "stag" to draw. Did you mean "stage"?]`);
  expect(() => diagram(net, { collapse: ["x"] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no group "x" to draw. Groups: stage, stage.0, stage.1, stage.2.]`);
  expect(() => diagram(net, { collapse: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: diagram: collapse must be paths of groups or a whole number of at least 1. Received 0.]`);
  const layer = conv2d(3, 3, { padding: "same" });
  const loop: Graph = { name: "loop", inputs: { input: [8, 8, 3] }, outputs: ["a.2"], nodes: [{ name: "a.1", layer, inputs: ["input"] }, { name: "b", layer, inputs: ["a.1"] }, { name: "a.2", layer: add(), inputs: ["b", "a.1"] }] };
  expect(() => diagram(loop, { collapse: ["a"] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: loop: a cannot be one box: values leave it and come back. Collapse a group that holds both ends, or one in it.]`);
  expect(problems(diagram(loop, { collapse: 1 }))).toEqual([]);
});

const style = fc.constantFrom("layers", "blocks", "volumes");
const options = fc.record({ style, direction: fc.constantFrom("down", "right"), title: names, theme: fc.constantFrom("light", "dark", "auto"), width: fc.constantFrom(240, 760) } as const);

describe("no box meets another, no line passes a box or a text", () => {
  it("in graphs wired anyhow", () => {
    fc.assert(
      fc.property(wiredAnyhow, options, fc.constantFrom([], 1, 2), (drawn, chosen, collapse) => {
        expect(problems(diagram(drawn, { ...chosen, collapse }))).toEqual([]);
      }),
    );
  });

  it("in graphs of any layers, with any names", () => {
    fc.assert(
      fc.property(anyGraph, options, names, (drawn, chosen, name) => {
        expect(problems(diagram({ ...drawn, name }, chosen))).toEqual([]);
      }),
    );
  });

  it("where nodes have names that nobody hopes for", () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 6 }), options, (said, chosen) => {
        const layer = conv2d(3, 3, { padding: "same" });
        const drawn: Graph = { name: "named", inputs: { input: [8, 8, 3] }, outputs: [said[said.length - 1] ?? ""], nodes: said.map((name, i) => ({ name, layer, inputs: [said[i - 1] ?? "input"] })) };
        expect(problems(diagram(drawn, chosen))).toEqual([]);
      }),
    );
  });

  it.each(models.map(({ name }) => name))("in %s", (name) => {
    const graph = model(name);
    for (const one of ["blocks", "volumes", "layers"] as const) expect(problems(diagram(graph, { style: one })), one).toEqual([]);
    expect(problems(diagram(graph, { direction: "right" }))).toEqual([]);
  });
});
