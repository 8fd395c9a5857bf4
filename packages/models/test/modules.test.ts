import { createHash } from "node:crypto";
import { inferShapes, inputShapes, weightSpecs, type Graph, type Layer, type LayerOf, type Shape } from "@convscope/core";
import { golden } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { model, type ModelOptions } from "../src/index.ts";

/** How torchvision's network of the same name is made; `_doc` of the file tells the fields. */
interface Case {
  readonly model: string;
  readonly options?: ModelOptions;
  readonly state: string;
  readonly convolutions: string;
  readonly normalization: readonly (readonly [epsilon: number, momentum: number | null, count: number])[];
  readonly dropout: readonly (readonly [rate: number, count: number])[];
  readonly stochasticDepth: readonly number[];
}

const digest = (lines: readonly string[]): string => createHash("sha256").update([...lines].sort().join("\n")).digest("hex").slice(0, 16);

const stateOf = (graph: Graph): string[] =>
  [...weightSpecs(graph)].map(([key, { shape, torchAxes, torchShape, torchName }]) => {
    const theirs: Shape = torchShape ?? torchAxes?.map((axis) => shape[axis] ?? 0) ?? shape;
    return `${torchName === undefined ? key : key.slice(0, key.lastIndexOf("."))} ${theirs.join(",")}`;
  });

const ofKind = <K extends Layer["kind"]>(graph: Graph, kind: K): LayerOf<K>[] => graph.nodes.flatMap(({ layer }) => (layer.kind === kind ? [layer as LayerOf<K>] : []));

function convolutionsOf(graph: Graph): string[] {
  const shapes = inferShapes(graph);
  return graph.nodes.flatMap((node) => {
    const { name, layer } = node;
    if (layer.kind !== "conv2d" && layer.kind !== "depthwiseConv2d") return [];
    const groups = layer.kind === "conv2d" ? layer.groups : inputShapes(node, shapes)[0]?.[2];
    const padding = typeof layer.padding === "string" ? [layer.padding] : layer.padding.map(([before, after]) => (before === after ? before : NaN));
    return [`${name} ${layer.strides.join(",")} ${padding.join(",")} ${layer.dilationRate.join(",")} ${groups}`];
  });
}

/** `[value, how many]`, in order. */
const counted = <T extends readonly (number | null)[]>(values: readonly T[]): unknown[] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
  return [...counts].map(([value, count]) => [...(JSON.parse(value) as T), count]);
};
const unordered = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

test.each(golden<{ readonly cases: readonly Case[] }>("modules.json").cases)("$model $options is made as torchvision's, module by module", ({ model: name, options = {}, normalization, dropout, ...expected }) => {
  const graph = model(name, options);
  const norms = [
    ...ofKind(graph, "batchNormalization").map(({ epsilon, momentum }) => [epsilon, momentum] as const),
    ...ofKind(graph, "layerNormalization").map(({ epsilon }) => [epsilon, null] as const),
  ];
  expect(unordered(counted(norms))).toEqual(unordered(normalization));
  expect(unordered(counted(ofKind(graph, "dropout").flatMap(({ rate }) => (rate > 0 ? [[rate] as const] : []))))).toEqual(unordered(dropout));
  expect({
    state: digest(stateOf(graph)),
    convolutions: digest(convolutionsOf(graph)),
    stochasticDepth: ofKind(graph, "stochasticDepth").map(({ rate }) => Number(rate.toFixed(9))),
  }).toEqual(expected);
});
