import { anyGraph } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  batchNormalization, compare, conv2d, dense, dropout, flatten, globalAveragePooling2d, graph, maxPooling2d, normalization, parameters, rbf, relu, renderComparison, shared, side, silu, totalMacs,
  type Block, type Comparison, type Graph,
} from "../index.ts";

const net = (block: Block, size = 16): Graph => graph("net", [size, size, 3], block);
const told = (a: Block, b: Block): string[] => lines(compare(net(a), net(b), { names: ["a", "b"] }));
const lines = ({ parameters: params, macs, settings }: Comparison): string[] => [
  ...params.map(({ cause, nodes, trainable, nonTrainable }) => `${trainable} learned, ${nonTrainable} not: ${cause} (${nodes.join(", ")})`),
  ...macs.map(({ cause, nodes, macs: work }) => `${work} MACs: ${cause} (${nodes.join(", ")})`),
  ...settings.map(({ cause, nodes }) => `no count: ${cause} (${nodes.join(", ")})`),
];

describe("each cause by hand", () => {
  test("biases beside a batch normalisation, its gammas and its epsilon", () => {
    const block = (useBias: boolean, scale: boolean, epsilon: number): Block => ({ conv1: conv2d(8, 3, { useBias }), bn1: batchNormalization({ scale, epsilon }), conv2: conv2d(4, 3, { useBias }), bn2: batchNormalization({ scale, epsilon }) });
    expect(told(block(false, true, 1e-5), block(true, true, 1.001e-5))).toEqual([
      "12 learned, 0 not: 2 conv2d have bias only in b (conv1, conv2)",
      "no count: 2 batchNormalization: epsilon 1.001e-5 instead of 1e-5 (bn1, bn2)",
    ]);
    expect(told(block(false, true, 1e-5), block(false, false, 1e-5))).toEqual(["-12 learned, 0 not: 2 batchNormalization have weight only in a (bn1, bn2)"]);
  });

  test("layers and parts that one has alone", () => {
    const head: Block = { pool: globalAveragePooling2d(), fc: dense(10) };
    const trunk = { conv: conv2d(8, 3), relu: relu() };
    const fixed = normalization({ mean: [0, 0, 0], std: [1, 1, 1] });
    expect(told({ ...trunk, last: head }, { normalize: fixed, ...trunk, aux1: side({ conv: conv2d(4, 1), head }), aux2: side({ conv: conv2d(4, 1), head }), last: head })).toEqual([
      "0 learned, 7 not: 1 normalization only in b (normalize)",
      "172 learned, 0 not: 2 parts only in b (aux1, aux2)",
      "12624 MACs: 2 parts only in b (aux1, aux2)",
    ]);
  });

  test("other settings and other sizes", () => {
    const block = (filters: number, strides: number, groups: number): Block => ({ conv1: conv2d(filters, 1, { strides }), conv2: conv2d(8, 3, { padding: 1, groups }), flatten: globalAveragePooling2d(), fc: dense(2) });
    expect(told(block(8, 1, 1), block(8, 2, 1))).toEqual([
      "-4608 MACs: 1 conv2d: strides 2×2 instead of 1×1 (conv1)",
      "-110592 MACs: 1 conv2d: input 8×8×8 instead of 16×16×8 (conv2)",
    ]);
    expect(told(block(8, 1, 1), block(8, 1, 2))).toEqual(["-288 learned, 0 not: 1 conv2d: groups 2 instead of 1 (conv2)", "-73728 MACs: 1 conv2d: groups 2 instead of 1 (conv2)"]);
    expect(told(block(8, 1, 1), block(4, 1, 1))).toEqual([
      "-16 learned, 0 not: 1 conv2d: filters 4 instead of 8 (conv1)",
      "-288 learned, 0 not: 1 conv2d: input 16×16×4 instead of 16×16×8 (conv2)",
      "-3072 MACs: 1 conv2d: filters 4 instead of 8 (conv1)",
      "-73728 MACs: 1 conv2d: input 16×16×4 instead of 16×16×8 (conv2)",
    ]);
  });

  test("parts of one name in one line, wherever they stand", () => {
    const body = (gate: Block): Block => ({ conv: conv2d(4, 1), ...(gate as object) });
    const block = (gate: Block): Block => ({ layer1: [body(gate), body(gate)], layer2: [body(gate)] });
    expect(told(block({}), block({ se: { fc1: conv2d(1, 1), fc2: conv2d(4, 1) } }))).toEqual([
      "39 learned, 0 not: 3 parts only in b (layer1.0.se, layer1.1.se, layer2.0.se)",
      "6144 MACs: 3 parts only in b (layer1.0.se, layer1.1.se, layer2.0.se)",
    ]);
  });

  test("two values of one setting instead of one are told, not more; what does not change an array is no reason for its size", () => {
    const block = (filters: readonly number[], useBias: boolean): Block => filters.map((n) => conv2d(n, 1, { useBias }));
    expect(told(block([2, 4], false), block([3, 3], true)).filter((line) => line.includes("learned"))).toEqual([
      "6 learned, 0 not: 2 conv2d have bias only in b (0, 1)",
      "3 learned, 0 not: 1 conv2d: filters 3 instead of 2 (0)",
      "1 learned, 0 not: 1 conv2d: filters 3 instead of 4, input 16×16×3 instead of 16×16×2 (1)",
    ]);
    expect(told(block([4, 4, 4], false), block([8, 6, 8], false))).toContain("64 learned, 0 not: 2 conv2d: filters 6 or 8 instead of 4, input 16×16×8 or 16×16×6 instead of 16×16×4 (1, 2)");
    expect(told(block([4, 2, 4], false), block([8, 6, 8], false))).toContain("80 learned, 0 not: 2 conv2d: other filters, other input (1, 2)");
  });

  test("a stride that a later one makes up for", () => {
    const block = (first: number, second: number): Block => ({ narrow: conv2d(4, 1, { strides: first }), conv: conv2d(4, 3, { strides: second, padding: 1 }) });
    expect(told(block(1, 2), block(2, 1))).toEqual(["-2304 MACs: 1 conv2d: strides 2×2 instead of 1×1 (narrow)", "no count: 1 conv2d: strides 1×1 instead of 2×2 (conv)"]);
  });

  test("layers that count nothing, unless they belong to a part that counts", () => {
    const end: Block = { pool: globalAveragePooling2d(), fc: dense(2) };
    expect(told({ conv: conv2d(4, 3), act: relu(), end }, { conv: conv2d(4, 3), act: silu(), more: [silu(), conv2d(4, 1), silu()], end })).toEqual([
      "20 learned, 0 not: 1 part only in b (more)",
      "3136 MACs: 1 part only in b (more)",
      "no count: 1 relu only in a (act)",
      "no count: 1 silu only in b (act)",
    ]);
  });

  test("what is learned, and what is shared", () => {
    const codes = ["+-", "--"];
    const end = (trainable: boolean): Block => ({ flatten: flatten(), fc: dense(2), out: rbf(2, { codes, trainable }) });
    expect(told(end(false), end(true))).toEqual(["4 learned, -4 not: 1 rbf learns weight only in b (out)", "no count: 1 rbf: trainable true instead of false (out)"]);
    const conv = conv2d(3, 3, { padding: 1 });
    const again = shared(conv);
    expect(told({ one: conv, two: conv }, { one: again, two: again })).toEqual(["-84 learned, 0 not: 1 conv2d has weights of its own only in a (two)"]);
  });
});

describe("nodes are paired", () => {
  const conv = conv2d(8, 3, { padding: 1 });
  test("in order where the numbers of a list have shifted", () => {
    const list = (norm: Block[]): Block => ({ features: [conv, ...norm, relu(), maxPooling2d(2), conv, ...norm, relu(), maxPooling2d(2), conv, ...norm, relu()] });
    expect(told(list([]), list([batchNormalization()]))).toEqual(["48 learned, 48 not: 3 batchNormalization only in b (features.1, features.5, features.9)"]);
  });

  test("whatever they are called", () => {
    expect(told({ conv1: conv, drop: dropout(0.2), conv2: conv2d(4, 3) }, { first: conv, noise: dropout(0.2), second: conv2d(5, 3) })).toEqual([
      "73 learned, 0 not: 1 conv2d: filters 5 instead of 4 (conv2)",
      "14112 MACs: 1 conv2d: filters 5 instead of 4 (conv2)",
    ]);
  });

  test("by name where most names agree, although another node has the same arrays", () => {
    const block = (width: number): Block => ({ conv1: conv2d(width, 3), conv2: conv2d(2 * width, 3), conv3: conv2d(4 * width, 3) });
    expect(compare(net(block(3)), net(block(6))).parameters.map(({ nodes }) => nodes)).toEqual([["conv1"], ["conv2", "conv3"]]);
  });
});

describe("of any two graphs", () => {
  const sum = (differences: Comparison["parameters"], of: "trainable" | "nonTrainable" | "macs"): number => differences.reduce((total, difference) => total + difference[of], 0);

  test("the causes add up to the difference, and are data", () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, fc.constantFrom("torchvision", "timm", "all"), (a, b, convention) => {
        const comparison = compare(a, b, { convention });
        const [first, second] = [parameters(a), parameters(b)];
        expect([sum(comparison.parameters, "trainable"), sum(comparison.parameters, "nonTrainable")]).toEqual([second.trainable - first.trainable, second.nonTrainable - first.nonTrainable]);
        expect(sum(comparison.macs, "macs")).toBe(totalMacs(b, convention) - totalMacs(a, convention));
        expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
      }),
    );
  });

  test("a graph does not differ from itself", () => {
    fc.assert(fc.property(anyGraph, (a) => { expect(lines(compare(a, a))).toEqual([]); }));
  });
});

test("written for people", () => {
  const block = (useBias: boolean): Block => ({ conv1: conv2d(8, 3, { useBias }), bn1: batchNormalization(), conv2: conv2d(1000, 3, { useBias, strides: useBias ? 2 : 1 }), bn2: batchNormalization() });
  const a = net(block(false));
  expect(renderComparison(compare(a, net({ normalize: normalization({ mean: [0, 0, 0], std: [1, 1, 1] }), drop: dropout(0.5), ...(block(true) as object) }), { names: ["plain", "biased"] }))).toMatchInlineSnapshot(`
    "                              plain     biased  difference
    learned parameters           74,232     75,240      +1,008
    not learned                   2,016      2,023          +7
      of batchNormalization       2,016      2,016           0
      of normalization                0          7          +7
    all parameters               76,248     77,263      +1,015
    MACs                     10,410,336  2,634,336  −7,776,000

    Parameters
      +7 not learned  1 normalization only in biased: normalize
      +1,008 learned  2 conv2d have bias only in biased: conv1, conv2

    MACs
      −7,776,000  1 conv2d: strides 2×2 instead of 1×1: conv2

    What else differs, without a count
      1 dropout only in biased: drop"
  `);
  expect(renderComparison(compare(a, a)).split("\n").filter((_, i, all) => i === 0 || i === all.length - 1)).toMatchInlineSnapshot(`
    [
      "                    the first net  the second net  difference",
      "Parameters, MACs and settings do not differ.",
    ]
  `);
});
