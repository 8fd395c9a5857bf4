import { describe, expect, test } from "vitest";
import {
  activationOf, add, batchNormalization, branches, concatenate, connectionTableConv2d, conv1d, conv1dTranspose, conv2d, conv2dTranspose, dense, depthwiseConv2d, embedding, explain, explainLayer,
  explanationJson, flatten, from, globalAveragePooling2d, graph, gru, heads, layerOf, learnedConstant, locallyConnected2d, lstm, macs, maxPooling2d, multiHeadAttention, relu, renderExplanation, reshape,
  separableConv2d, sequence, shared, simpleRnn, softmax, upSampling2d, type Graph, type Layer, type Shape,
} from "./index.ts";

const net: Graph = graph("net", [28, 28, 1], {
  conv: conv2d(8, 3, { padding: 1 }), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2),
  meet: branches({ near: conv2d(4, 1), far: [conv2d(4, 5, { padding: 2 })] }, concatenate()),
  gap: globalAveragePooling2d(), fc: dense(10), softmax: softmax(),
});
/** The lines of an explanation that a test looks at. */
const lines = (of: Graph, node: string): string[] => {
  const { steps, notes } = explain(of, node);
  return [...steps.map(({ of: what, value, source }) => `${what}: ${value} (${source})`), ...notes.map(({ of: what, text }) => `${what}: ${text}`)].filter((line) => !/^(height|width|units|channels)/.test(line));
};

describe("every node", () => {
  test.each(net.nodes.map(({ name }) => name))("%s has its parameters, its MACs and its receptive field", (name) => {
    const { steps, notes } = explain(net, name);
    const told = [...steps, ...notes].map(({ of }) => of);
    expect(told).toEqual(expect.arrayContaining(["parameters", "macs"]));
    expect(told.some((of) => of.startsWith("receptive field"))).toBe(true);
  });

  test("says where a field comes from", () => {
    expect(["bn", "relu", "meet.concatenate", "gap", "fc", "softmax"].map((node) => lines(net, node))).toMatchInlineSnapshot(`
      [
        [
          "parameters: 16 (γ and β for each channel; the running mean and variance are not learned)",
          "macs: 0 (only weighted sums and matrix products count; of the conventions, timm counts 2 for each value, all counts 1 for each value)",
          "receptive field, height: 3 (that of conv: each output looks at its own place)",
          "receptive field, width: 3 (that of conv: each output looks at its own place)",
        ],
        [
          "parameters: 0 (it has no weights)",
          "macs: 0 (only weighted sums and matrix products count)",
          "receptive field, height: 3 (that of bn: each output looks at its own place)",
          "receptive field, width: 3 (that of bn: each output looks at its own place)",
          "formula: max(x, 0)",
          "derivative: 1 if x > 0, else 0",
          "range: [0, ∞)",
        ],
        [
          "parameters: 0 (it has no weights)",
          "macs: 0 (only weighted sums and matrix products count)",
          "receptive field, height: 12 (the union of what it sees through meet.near (4), meet.far.0 (12))",
          "receptive field, width: 12 (the union of what it sees through meet.near (4), meet.far.0 (12))",
        ],
        [
          "parameters: 0 (it has no weights)",
          "macs: 0 (only weighted sums and matrix products count)",
          "receptive field: whole input: every output depends on all of meet.concatenate",
        ],
        [
          "parameters: 90 (one weight per input and one bias, for each unit)",
          "macs: 80 (one product per weight)",
          "receptive field: whole input: gap sees all of it",
        ],
        [
          "parameters: 0 (it has no weights)",
          "macs: 0 (only weighted sums and matrix products count)",
          "receptive field: whole input: fc sees all of it",
          "formula: y_i = e^x_i / Σ_j e^x_j",
          "derivative: ∂y_i/∂x_j = y_i·(δ_ij − y_j)",
          "range: (0, 1)",
        ],
      ]
    `);
  });

  test("sees all or nothing for a reason", () => {
    const odd = graph("odd", { image: [8, 8, 2], code: [4] }, { rows: reshape([4, 32]), along: conv1d(2, 3), constant: learnedConstant([4]), code: from("code"), fc: dense(2) });
    expect(["along", "constant", "fc"].map((node) => lines(odd, node).at(-1))).toMatchInlineSnapshot(`
      [
        "receptive field: whole input: its window runs along axes that are no longer those of the input",
        "receptive field: nothing: it does not depend on image",
        "receptive field: nothing: it does not depend on image",
      ]
    `);
    const vector = graph("vector", [4], { act: relu(), fc: dense(2) });
    expect(["act", "fc"].map((node) => explain(vector, node).notes[0]?.text)).toEqual(["whole input: input is a vector", "whole input: act sees all of it"]);
  });

  test("branches that look to different sides see more than the widest", () => {
    const sides = graph("sides", [16, 16, 1], { meet: branches({ left: conv2d(1, 3, { padding: [[2, 0], [1, 1]] }), right: conv2d(1, 3, { padding: [[0, 2], [1, 1]] }) }, add()) });
    expect(lines(sides, "meet.add").slice(2)).toEqual([
      "receptive field, height: 5 (the union of what it sees through meet.left (3), meet.right (3))",
      "receptive field, width: 3 (the union of what it sees through meet.left (3), meet.right (3))",
    ]);
  });

  test("a shared layer says whose weights it has", () => {
    const twice = shared(conv2d(4, 3, { padding: 1 }));
    const pair = graph("pair", [8, 8, 4], { a: twice, b: twice });
    expect(explain(pair, "b").notes).toEqual([{ of: "shared weights", text: "those of a, where their parameters are counted once" }]);
  });

  test("a name that nothing is near to gets the first dozen nodes", () => {
    expect(() => explain(net, "transformer")).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no node "transformer". Nodes: conv, bn, relu, pool, meet.near, meet.far.0, meet.concatenate, gap, fc, softmax.]`);
    const long = graph("long", [4], Array.from({ length: 20 }, () => relu()));
    expect(() => explain(long, "transformer")).toThrowErrorMatchingInlineSnapshot(`[GraphError: long: there is no node "transformer". Nodes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more.]`);
    expect(() => explain(net, "rleu")).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no node "rleu". Did you mean "relu"?]`);
  });
});

describe("one layer", () => {
  const map: Shape = [8, 8, 4];
  const row: Shape = [8, 4];
  const biased: readonly (readonly [string, (useBias: boolean) => Layer, Shape])[] = [
    ["conv2d", (useBias) => conv2d(2, 3, { useBias }), map], ["conv1d", (useBias) => conv1d(2, 3, { useBias }), row], ["conv2dTranspose", (useBias) => conv2dTranspose(2, 3, { useBias }), map],
    ["conv1dTranspose", (useBias) => conv1dTranspose(2, 3, { useBias }), row], ["depthwiseConv2d", (useBias) => depthwiseConv2d(3, { useBias }), map],
    ["separableConv2d", (useBias) => separableConv2d(2, 3, { useBias, useDepthwiseBias: useBias }), map], ["locallyConnected2d", (useBias) => locallyConnected2d(2, 3, { useBias }), map],
    ["connectionTableConv2d", (useBias) => connectionTableConv2d([[0], [1, 2]], 3, { useBias }), map], ["dense", (useBias) => dense(3, { useBias }), [5]], ["simpleRnn", (useBias) => simpleRnn(3, { useBias }), row],
    ["lstm", (useBias) => lstm(3, { useBias }), row], ["gru", (useBias) => gru(3, { useBias }), row], ["multiHeadAttention", (useBias) => multiHeadAttention(2, { useBias }), row],
  ];
  test.each(biased)("%s speaks of a bias only where it has one", (_, made, shape) => {
    const inputs = made(true).kind === "multiHeadAttention" ? [shape, shape, shape] : [shape];
    const source = (useBias: boolean): string => explainLayer(made(useBias), inputs).steps.find(({ of }) => of === "parameters")?.source ?? "";
    expect(source(true)).toMatch(/bias/);
    expect(source(false)).not.toMatch(/bias/);
  });

  test("dense on maps says that it does not connect all of them", () => {
    expect(explainLayer(dense(10), [[28, 28, 1]]).steps).toMatchObject([
      { of: "parameters", value: 20, source: "one weight per input and one bias, for each unit; along the last axis only, the same weights at every place; flatten() first connects all 784 values: 7,850 parameters" },
      { of: "macs", value: 7840, source: "one product per weight, at every place" },
    ]);
    expect(explainLayer(dense(10), [[784]]).steps[0]?.source).toBe("one weight per input and one bias, for each unit");
  });

  test("an activation has its formula, derivative and range, in every format", () => {
    const explanation = explainLayer(softmax(), [[10]]);
    expect(renderExplanation(explanation, "text")).toMatchInlineSnapshot(`
      "softmax
        Turns scores into probabilities that sum to 1.
        10 → 10

        parameters  0
                    it has no weights
        macs        0
                    only weighted sums and matrix products count
        formula     y_i = e^x_i / Σ_j e^x_j
        derivative  ∂y_i/∂x_j = y_i·(δ_ij − y_j)
        range       (0, 1)"
    `);
    expect(renderExplanation(explanation, "markdown")).toMatchInlineSnapshot(`
      "### softmax

      Turns scores into probabilities that sum to 1.

      10 → 10

      | of | working | source |
      | --- | --- | --- |
      | parameters | $0$ | it has no weights |
      | macs | $0$ | only weighted sums and matrix products count |
      | formula | $y_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}$ | |
      | derivative | $\\frac{\\partial y_i}{\\partial x_j} = y_i\\,(\\delta_{ij} - y_j)$ | |
      | range | (0, 1) | |"
    `);
    expect(renderExplanation(explanation, "latex")).toMatchInlineSnapshot(`
      "\\begin{aligned}
        \\text{parameters} &= 0 \\\\
        \\text{macs} &= 0 \\\\
        \\text{formula} &: y_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}} \\\\
        \\text{derivative} &: \\frac{\\partial y_i}{\\partial x_j} = y_i\\,(\\delta_{ij} - y_j) \\\\
        \\text{range} &: \\text{(0, 1)} \\\\
      \\end{aligned}"
    `);
    expect(renderExplanation(explanation, "html")).toMatchInlineSnapshot(`"<section class="convscope-explanation"><h3>softmax</h3><p>Turns scores into probabilities that sum to 1.</p><p>10 → 10</p><table><tbody><tr><th scope="row">parameters</th><td><code data-latex="0">0</code></td><td>it has no weights</td></tr><tr><th scope="row">macs</th><td><code data-latex="0">0</code></td><td>only weighted sums and matrix products count</td></tr><tr><th scope="row">formula</th><td><code data-latex="y_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}">y_i = e^x_i / Σ_j e^x_j</code></td><td></td></tr><tr><th scope="row">derivative</th><td><code data-latex="\\frac{\\partial y_i}{\\partial x_j} = y_i\\,(\\delta_{ij} - y_j)">∂y_i/∂x_j = y_i·(δ_ij − y_j)</code></td><td></td></tr><tr><th scope="row">range</th><td>(0, 1)</td><td></td></tr></tbody></table></section>"`);
    expect(explanationJson(explainLayer(relu(), [[4]])).notes).toEqual([{ of: "formula", ...activationOf(relu()).formula }, { of: "derivative", ...activationOf(relu()).derivative }, { of: "range", text: "[0, ∞)" }]);
    // A bar within a formula does not end the cell of the table.
    expect(renderExplanation(explainLayer(layerOf("softsign"), [[4]]), "markdown").split("\n").filter((line) => line.startsWith("|")).every((line) => line.split("|").length === 5)).toBe(true);
  });

  test("says which conventions count work that not all do", () => {
    const up = upSampling2d(2, { interpolation: "bilinear" });
    expect(explainLayer(up, [[4, 4, 3]])).toMatchObject({ notes: [{ of: "macs are counted", text: "only by the convention all" }] });
    expect(explainLayer(up, [[4, 4, 3]]).steps.find(({ of }) => of === "macs")?.value).toBe(macs(up, [[4, 4, 3]]));
  });

  test("an embedding, a head and a flatten have their numbers too", () => {
    const text = graph("text", sequence(20, 100), { words: embedding(100, 8), flatten: flatten(), heads: heads({ topic: dense(3) }) });
    expect(text.nodes.map(({ name }) => lines(text, name))).toMatchInlineSnapshot(`
      [
        [
          "length: 20 (one vector for every token)",
          "parameters: 800 (one vector for every word of the vocabulary)",
          "macs: 0 (only weighted sums and matrix products count)",
          "receptive field, length: 1 (that of input: each output looks at its own place)",
        ],
        [
          "parameters: 0 (it has no weights)",
          "macs: 0 (only weighted sums and matrix products count)",
          "receptive field, length: 1 (that of words: each output looks at its own place)",
        ],
        [
          "parameters: 483 (one weight per input and one bias, for each unit)",
          "macs: 480 (one product per weight)",
          "receptive field: whole input: every output depends on all of flatten",
        ],
      ]
    `);
  });
});
