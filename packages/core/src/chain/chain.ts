import { GraphError } from "../errors.ts";
import { known } from "../field.ts";
import { place, type Graph } from "../graph.ts";
import * as layers from "../layers/index.ts";
import type { Layer } from "../layers/table.ts";
import { graph } from "../lower.ts";
import type { BlockRun } from "../block.ts";
import type { Shape } from "../shape.ts";
import type { Chain } from "./methods.ts";

type Maker = keyof Omit<Chain<Shape>, "shape" | "graph" | "layer">;

/** What makes each layer, what its nodes are called, and whether its last argument is a record of options. */
interface Row {
  readonly stem: string;
  readonly make: (...args: never[]) => Layer;
  readonly options: boolean;
}
const plain = (stem: string, make: Row["make"]): Row => ({ stem, make, options: false });
const optional = (stem: string, make: Row["make"]): Row => ({ stem, make, options: true });

const makers: { readonly [M in Maker]: Row } = {
  conv2d: optional("conv", layers.conv2d),
  depthwiseConv2d: optional("depthwise", layers.depthwiseConv2d),
  separableConv2d: optional("separable", layers.separableConv2d),
  conv2dTranspose: optional("transpose", layers.conv2dTranspose),
  conv1d: optional("conv", layers.conv1d),
  dense: optional("fc", layers.dense),
  maxPooling2d: optional("pool", layers.maxPooling2d),
  averagePooling2d: optional("pool", layers.averagePooling2d),
  minPooling2d: optional("pool", layers.minPooling2d),
  sumPooling2d: optional("pool", layers.sumPooling2d),
  l2Pooling2d: optional("pool", layers.l2Pooling2d),
  maxPooling1d: optional("pool", layers.maxPooling1d),
  averagePooling1d: optional("pool", layers.averagePooling1d),
  globalAveragePooling2d: plain("pool", layers.globalAveragePooling2d),
  globalMaxPooling2d: plain("pool", layers.globalMaxPooling2d),
  globalAveragePooling1d: plain("pool", layers.globalAveragePooling1d),
  globalMaxPooling1d: plain("pool", layers.globalMaxPooling1d),
  adaptiveAveragePooling2d: plain("pool", layers.adaptiveAveragePooling2d),
  upSampling2d: optional("up", layers.upSampling2d),
  zeroPadding2d: plain("pad", layers.zeroPadding2d),
  cropping2d: plain("crop", layers.cropping2d),
  flatten: plain("flatten", layers.flatten),
  reshape: plain("reshape", layers.reshape),
  batchNormalization: optional("bn", layers.batchNormalization),
  layerNormalization: optional("norm", layers.layerNormalization),
  groupNormalization: optional("norm", layers.groupNormalization),
  localResponseNormalization: optional("norm", layers.localResponseNormalization),
  dropout: plain("drop", layers.dropout),
  spatialDropout2d: plain("drop", layers.spatialDropout2d),
  elu: optional("elu", layers.elu),
  gelu: optional("gelu", layers.gelu),
  hardSigmoid: plain("hardSigmoid", layers.hardSigmoid),
  hardSwish: plain("hardSwish", layers.hardSwish),
  leakyRelu: optional("leakyRelu", layers.leakyRelu),
  linear: plain("linear", layers.linear),
  logSoftmax: plain("logSoftmax", layers.logSoftmax),
  mish: plain("mish", layers.mish),
  prelu: optional("prelu", layers.prelu),
  relu: plain("relu", layers.relu),
  relu6: plain("relu", layers.relu6),
  selu: plain("selu", layers.selu),
  sigmoid: plain("sigmoid", layers.sigmoid),
  silu: plain("silu", layers.silu),
  softmax: plain("softmax", layers.softmax),
  softplus: plain("softplus", layers.softplus),
  softsign: plain("softsign", layers.softsign),
  tanh: plain("tanh", layers.tanh),
};

/** A chain so far. */
interface Links {
  readonly name: string;
  readonly input: Shape;
  readonly nodes: readonly (readonly [name: string, layer: Layer])[];
  readonly shape: Shape;
}

/**
 * Begins a chain of layers whose shapes the compiler checks:
 *
 * ```ts
 * chain("tiny", [28, 28, 1]).conv2d(32, 3).relu().maxPooling2d(2).flatten().dense(10).graph()
 * ```
 * `conv2d(32, 30)` in it does not compile: `kernel 30 is larger than its input 28×28; use a kernel ≤ 28 or padding "same"`.
 * Sizes that the compiler does not know, say from a variable, are checked when the line runs.
 *
 * @throws LayerError naming the node whose rule is broken, GraphError for a name used twice.
 */
export function chain<const S extends Shape>(name: string, input: S): Chain<S>;
export function chain(name: string, input: Shape): Pick<Chain<Shape>, "shape" | "graph"> {
  return linked({ name, input, nodes: [], shape: input });
}

/** The methods are the rows of `makers`; the signature of `chain` says what each takes and gives. */
function linked(links: Links): Pick<Chain<Shape>, "shape" | "graph"> {
  const make = ([method, { stem, make, options }]: [string, Row]): [string, (...args: unknown[]) => unknown] => [
    method,
    (...args) => {
      const [name, rest] = named(method, args, options);
      return grown(links, make(...(rest as never[])), name ?? numbered(stem, links));
    },
  ];
  return {
    shape: links.shape,
    graph: () => toGraph(links),
    ...Object.fromEntries(Object.entries(makers).map(make)),
    ...{ layer: (layer: Layer, ...options: readonly unknown[]) => grown(links, layer, named("layer", options, false)[0] ?? numbered(layer.kind, links)) },
  };
}

function grown(links: Links, layer: Layer, name: string): ReturnType<typeof linked> {
  if (name === "" || links.nodes.some(([other]) => other === name)) throw new GraphError(`${links.name}: names must be used once. Received "${name}" for another ${layer.kind}. Leave the name out to have it numbered.`);
  const shapes = new Map([["input", links.shape]]);
  place({ name, layer, inputs: ["input"] }, shapes);
  return linked({ ...links, nodes: [...links.nodes, [name, layer]], shape: shapes.get(name) ?? [] });
}

/** Takes the name out of the last argument, where it stands among the options. */
function named(method: string, args: readonly unknown[], options: boolean): [name: string | undefined, args: readonly unknown[]] {
  const last = args.at(-1);
  if (typeof last !== "object" || last === null || Array.isArray(last)) return [undefined, args];
  const { name, ...others } = last as { readonly name?: unknown };
  if (!options) known(method, last, "name");
  if (name !== undefined && typeof name !== "string") throw new GraphError(`${method}: name must be text. Received ${typeof name}.`);
  return [name, options ? [...args.slice(0, -1), others] : args.slice(0, -1)];
}

/** `conv1`, `conv2`, …: the first that is free. */
function numbered(stem: string, { nodes }: Links): string {
  const taken = new Set(nodes.map(([name]) => name));
  let number = 1;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** Each run holds one layer and, under the empty name, the rest: the keys of one long run would not keep their order if they were numbers. */
const toGraph = ({ name, input, nodes }: Links): Graph => graph(name, input, nodes.reduceRight<BlockRun>((rest, [node, layer]) => ({ [node]: layer, "": rest }), {}));
