import { parameters } from "../calculators/parameters.ts";
import { receptiveField } from "../calculators/receptiveField.ts";
import { totalMacs } from "../calculators/macs.ts";
import { inferShapes, type Graph } from "../graph.ts";
import { conv2d, maxPooling2d, relu } from "../layers/index.ts";
import type { Layer } from "../layers/table.ts";
import { graph } from "../lower.ts";
import { formatShape, sameShape, type Shape } from "../shape.ts";
import { wish } from "./request.ts";
import { families, shortestPath, type Family, type Path } from "./stackSearch.ts";

export interface StackWish {
  /** `[height, width, channels]`; 3 channels if left out. Without an input, one is chosen that the field covers. */
  readonly input?: Shape;
  /** `[height, width]` of the last maps. */
  readonly output?: Shape;
  /** How many pixels one of the last units must see along each side: exactly so many where that is possible, else the next more. */
  readonly receptiveField?: number;
  /** Learned parameters, biases included. */
  readonly maxParams?: number;
  /** Multiply–accumulates for one sample. */
  readonly maxMacs?: number;
}

/** A stack of convolutions and reductions that meets a wish. */
export interface StackDesign {
  /** How it makes the maps smaller. */
  readonly family: string;
  readonly graph: Graph;
  readonly outputShape: Shape;
  readonly receptiveField: number;
  readonly stride: number;
  readonly params: number;
  readonly macs: number;
  /** What speaks for it. */
  readonly reasons: readonly string[];
  /** What speaks against it: a wish that is not met exactly, poolings without a convolution before them. */
  readonly drawbacks: readonly string[];
  /** What is neither: how it was chosen and how much of a budget it uses. */
  readonly remarks: readonly string[];
}

/** Filters of the first layer that are tried; each reduction doubles them. */
const widths: readonly number[] = [4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
const usualWidth = 16;
/** The limits of what is searched. */
const largest = { side: 4096, field: 4096 } as const;

/**
 * Stacks of 3×3 convolutions and reductions with a wanted receptive field, output size and budget, one for each way to make
 * maps smaller, the best first. Each is built and counted by the calculators.
 *
 * @throws DesignError where nothing leads there, or the smallest such stack is over the budget.
 */
export function designStack(request: StackWish): readonly StackDesign[] {
  const { output, receptiveField: field } = request;
  wish(output !== undefined || field !== undefined, "a stack needs an output size or a receptive field to aim at. Received neither.");
  wish(output === undefined || (output.length === 2 && output.every(isSize)), `the output of a stack must be height×width, each from 1 to ${largest.side}. Received ${formatShape(output ?? [])}.`);
  wish(field === undefined || (isSize(field) && field <= largest.field), `the receptive field must be a whole number from 1 to ${largest.field}. Received ${field}.`);
  for (const [name, budget] of Object.entries({ maxParams: request.maxParams, maxMacs: request.maxMacs })) wish(budget === undefined || (Number.isSafeInteger(budget) && budget >= 1), `${name} must be a whole number ≥ 1. Received ${budget}.`);
  const { input, chosen } = inputFor(request);
  const found = families.flatMap((family) => {
    const path = shortestPath(family, [input[0] ?? 1, input[1] ?? 1], output, field ?? 1);
    return path ? [{ family, path }] : [];
  });
  wish(
    found.length > 0,
    `no stack of 3×3 convolutions and halvings makes ${output ? formatShape(output) : "maps"} of ${formatShape(input)}${field === undefined ? "" : ` with a field of ${field}`}. ` +
      `${output && output.some((n, axis) => n > (input[axis] ?? 0)) ? "The output is larger than the input." : "Try sizes that halve into each other, such as 224 and 7, or a larger field: halving alone makes it grow."}`,
  );
  const designs = found.flatMap(({ family, path }) => affordable(family, path, input, request));
  const smallest = Math.min(...found.map(({ family, path }) => parameters(build(family, path, input, widths[0] ?? 4, "constant")).trainable));
  wish(designs.length > 0, `every stack found is over the budget of ${budgetText(request)}. The smallest has ${smallest.toLocaleString("en-GB")} parameters; allow that many, or ask for a smaller field.`);
  const off = ({ receptiveField: seen }: StackDesign): number => seen - (field ?? seen);
  return distinct(designs)
    .sort((a, b) => off(a) - off(b) || poolingsAlone(a) - poolingsAlone(b) || convolutions(a) - convolutions(b) || a.macs / a.params - b.macs / b.params)
    .map((design) => ({ ...design, remarks: [...(chosen === undefined ? [] : [chosen]), ...design.remarks] }));
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 1 && n <= largest.side;
/** Poolings that have no convolution since the one before them, or none at all. */
const poolingsAlone = ({ graph: { nodes } }: Pick<StackDesign, "graph">): number => nodes.filter(({ layer }, i) => layer.kind === "maxPooling2d" && nodes[i - 1]?.layer.kind !== "relu").length;
const convolutions = ({ graph: { nodes } }: StackDesign): number => nodes.filter(({ name }) => name.startsWith("conv")).length;

/** The input that was asked for, or the largest that halves to the output and that the field covers. */
function inputFor({ input, output, receptiveField: field = 1 }: StackWish): { readonly input: Shape; readonly chosen?: string } {
  if (input !== undefined) {
    wish([2, 3].includes(input.length) && input.every(isSize), `the input of a stack must be height×width×channels, each from 1 to ${largest.side}. Received ${formatShape(input)}.`);
    return { input: input.length === 2 ? [...input, 3] : input };
  }
  const sides = output ?? [1, 1];
  const longest = Math.max(...sides);
  const factor = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(field, longest) / longest)));
  const chosen: Shape = [...sides.map((n) => n * factor), 3];
  return { input: chosen, chosen: `no input was given: ${formatShape(chosen)} is the largest that halves to the output and that a field of ${field} covers` };
}

type Growth = "doubling" | "constant";

/** The widest stack that the budget allows: doubling filters if possible, else as many everywhere. */
function affordable(family: Family, path: Path, input: Shape, { maxParams = Infinity, maxMacs = Infinity, receptiveField: field }: StackWish): StackDesign[] {
  const free = maxParams === Infinity && maxMacs === Infinity;
  for (const growth of ["doubling", "constant"] as const) {
    for (const width of free ? [usualWidth] : widths.toReversed()) {
      const net = build(family, path, input, width, growth);
      const params = parameters(net).trainable;
      if (params > maxParams) continue;
      const macs = totalMacs(net);
      if (macs > maxMacs) continue;
      return [counted(family, net, params, macs, { field, growth, width, maxParams, maxMacs })];
    }
  }
  return [];
}

interface Terms {
  readonly field: number | undefined;
  readonly growth: Growth;
  readonly width: number;
  readonly maxParams: number;
  readonly maxMacs: number;
}

function counted(family: Family, net: Graph, params: number, macs: number, { field, growth, width, maxParams, maxMacs }: Terms): StackDesign {
  const shapes = inferShapes(net);
  const output = shapes.get(net.outputs[0] ?? "") ?? [];
  const input = shapes.get("input") ?? Object.values(net.inputs)[0];
  const seen = receptiveField(net, undefined, {}, shapes).field;
  const [axis = { size: NaN, stride: NaN, start: NaN }] = typeof seen === "string" ? [] : seen;
  const longest = Math.max(...(Array.isArray(input) ? (input as Shape).slice(0, 2) : [NaN]));
  const met = field === undefined || axis.size === field;
  const alone = poolingsAlone({ graph: net });
  const share = (part: number, of: number): string => `${Math.round((100 * part) / of)} %`;
  return {
    family: family.title, graph: net, outputShape: output, receptiveField: axis.size, stride: axis.stride, params, macs,
    reasons: [
      family.reason,
      ...(met ? [`the last units see ${axis.size}×${axis.size} pixels, ${axis.stride} apart`] : []),
      ...(axis.size >= longest ? ["the field covers the whole input"] : []),
    ],
    drawbacks: [
      ...(met ? [] : [`${field} cannot be met exactly this way: the last units see ${axis.size}×${axis.size}`]),
      ...(alone > 0 ? [`${alone} pooling${alone === 1 ? " has" : "s have"} no convolution of ${alone === 1 ? "its" : "their"} own before ${alone === 1 ? "it" : "them"}: maps are made smaller before anything is learned from them`] : []),
    ],
    remarks: [
      ...(axis.size >= longest ? [] : [`the field covers ${share(axis.size, longest)} of the input's longer side`]),
      growth === "doubling" ? `${width} filters at first, doubled at each reduction up to ${most}` : `${width} filters everywhere: doubling would be over the budget`,
      ...(maxParams === Infinity ? [] : [`uses ${share(params, maxParams)} of the parameters allowed`]),
      ...(maxMacs === Infinity ? [] : [`uses ${share(macs, maxMacs)} of the MACs allowed`]),
    ],
  };
}

/** Filters are not doubled beyond this. */
const most = 512;

/** The layers of a path, each convolution with its ReLU. */
function build(family: Family, path: Path, [height = 1, width = 1, channels = 3]: Shape, base: number, growth: Growth): Graph {
  const block: { [name: string]: Layer } = {};
  let [filters, convs, pools] = [base, 0, 0];
  const convolve = (options: { readonly strides?: number; readonly padding: number }): void => {
    convs++;
    block[`conv${convs}`] = conv2d(filters, 3, options);
    block[`relu${convs}`] = relu();
  };
  for (const move of path) {
    if (move === "same") convolve({ padding: 1 });
    else if (move === "valid") convolve({ padding: 0 });
    else {
      if (growth === "doubling" && convs > 0) filters = Math.min(2 * filters, most);
      if (family.reduce === "stride") convolve({ strides: 2, padding: 1 });
      else block[`pool${++pools}`] = family.reduce === "pool2" ? maxPooling2d(2) : maxPooling2d(3, { strides: 2, padding: 1 });
    }
  }
  return graph("design", [height, width, channels], block);
}

const budgetText = ({ maxParams, maxMacs }: StackWish): string =>
  [...(maxParams === undefined ? [] : [`${maxParams.toLocaleString("en-GB")} parameters`]), ...(maxMacs === undefined ? [] : [`${maxMacs.toLocaleString("en-GB")} MACs`])].join(" and ");

/** Two families may lead to one stack, where nothing is reduced. */
function distinct(designs: readonly StackDesign[]): StackDesign[] {
  const key = ({ graph: { nodes } }: StackDesign): string => JSON.stringify(nodes);
  return designs.filter((design, i) => designs.findIndex((other) => key(other) === key(design) && sameShape(other.outputShape, design.outputShape)) === i);
}
