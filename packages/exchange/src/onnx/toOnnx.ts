import { ancestors, checkGraph, checkWeights, GraphError, inferShapes, inputShapes, isSequence, weightOwner, weights as weightsOf, type Graph, type Node, type Shape, type Shapes, type WeightSpec } from "@convscope/core";
import type { Arrays, NdArray } from "@convscope/files/bytes";
import { asTorch, channelsFirstOrder, torchShape } from "../torch.ts";
import { OnnxBuilder, type Value } from "./builder.ts";
import { Emission, type Laid, type Shared } from "./emission.ts";
import { emitterOf } from "./emitters.ts";
import type { OnnxModel, OnnxValue } from "./model.ts";
import { writeOnnx } from "./writeOnnx.ts";

export interface OnnxOptions {
  /**
   * How maps enter and leave: `[batch, C, H, W]`, as programs made for PyTorch's exports expect, or `[batch, H, W, C]`, as in the
   * graph. Vectors are the same in both, and so are sequences, `[batch, length, channels]`. `"nchw"` if left out.
   */
  readonly layout?: "nchw" | "nhwc";
  /** Words kept with the model, which programs may look up: class names, how pictures are prepared. */
  readonly metadata?: { readonly [key: string]: string };
}

/** A node that ONNX cannot have. */
export interface OnnxGap {
  readonly node: string;
  /** The kind of its layer. */
  readonly layer: string;
  readonly reason: string;
}

/** The nodes of a graph that cannot be written as ONNX, and why. */
export const onnxGaps = ({ nodes }: Pick<Graph, "nodes">): readonly OnnxGap[] =>
  nodes.flatMap(({ name, layer }) => {
    const row = emitterOf(layer);
    return typeof row === "function" ? [] : [{ node: name, layer: layer.kind, reason: row.unsupported }];
  });

/**
 * An `.onnx` file of a graph with weights, as at inference: opset 17, any batch size. Inputs and outputs have the graph's names;
 * weights have PyTorch's names and layouts, and nodes that lead to no output are left out. Token inputs are whole numbers of 64 bits.
 *
 * ```ts
 * writeFileSync("resnet18.onnx", toOnnx(graph, weights, { metadata: { classes: JSON.stringify(names) } }));
 * ```
 * @throws GraphError naming every layer that ONNX cannot have, every weight that does not fit the graph, or a file of 2 GiB or more; RangeError for another layout.
 */
export const toOnnx = (graph: Graph, weights: Arrays, options: OnnxOptions = {}): Uint8Array<ArrayBuffer> => writeOnnx(onnxModel(graph, weights, options));

/** The same as data, before it is written: numbers are asked for only then. */
export function onnxModel(graph: Graph, weights: Arrays, { layout = "nchw", metadata = {} }: OnnxOptions = {}): OnnxModel {
  if (!["nchw", "nhwc"].includes(layout)) throw new RangeError(`toOnnx: layout must be "nchw" or "nhwc". Received ${JSON.stringify(layout)}.`);
  checkGraph(graph);
  if ((weights as unknown) instanceof Promise) throw new GraphError(`${graph.name}: weights must be arrays by name. Received a promise: await it.`);
  const gaps = onnxGaps({ nodes: ancestors(graph, graph.outputs) });
  if (gaps.length > 0)
    throw new GraphError(`${graph.name}: every layer must have operations in ONNX. Received ${gaps.map(({ node, layer, reason }) => `${node} (${layer}: ${reason})`).join(", ")}. End the graph before it, or build it of other layers.`);
  checkWeights(graph, Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape])));
  const shapes = inferShapes(graph);
  const builder = new OnnxBuilder();
  // Weights and operations in between must take other names.
  for (const name of shapes.keys()) builder.reserve(name);
  const shared: Shared = { builder, relaid: new Map(), ...constants(builder, weights) };
  const laid = new Map<string, Laid>(Object.entries(graph.inputs).map(([name, spec]) => [name, entrance(builder, name, shapes.get(name) ?? [], isSequence(spec), layout)]));
  const own = new Set([...laid.values()].map(({ value }) => value));
  for (const node of ancestors(graph, graph.outputs)) {
    const before = emitted(node, laid, shapes, shared);
    laid.set(node.name, before);
    // What a layer hands on as it is keeps the name it has.
    if (!own.has(before.value)) before.value.name = node.name;
    own.add(before.value);
  }
  const given = new Set<Value>();
  for (const name of graph.outputs) {
    const shape = shapes.get(name) ?? [];
    builder.output(exit(name, laid.get(name) as Laid, layout, given, shared), ["batch", ...outside(shape, layout)]);
  }
  return builder.model(graph.name, metadata);
}

/** A sample's shape as it enters and leaves: only maps have two ways. */
const outside = (shape: Shape, layout: "nchw" | "nhwc"): readonly number[] => (layout === "nchw" && shape.length === 3 ? [...shape.slice(2), ...shape.slice(0, 2)] : shape);

function entrance(builder: OnnxBuilder, name: string, shape: Shape, isTokens: boolean, layout: "nchw" | "nhwc"): Laid {
  const dims: OnnxValue["dims"] = ["batch", ...outside(shape, layout)];
  const value = builder.input(name, isTokens ? "int64" : "float", dims);
  return { value, shape, channels: shape.length === 3 && layout === "nchw" ? "first" : "last", ...(isTokens && { tokens: true }) };
}

/** Weights as constants of the model, each in every order that is asked for. */
function constants(builder: OnnxBuilder, weights: Arrays): Pick<Shared, "weight" | "numbers"> {
  const made = new Map<string, Value>();
  const numbers = (key: string, spec: WeightSpec, maps?: Shape): Float32Array => {
    const { data } = asTorch(weights[key] as NdArray, spec, maps && channelsFirstOrder(maps));
    return data instanceof Float32Array ? data : Float32Array.from(data);
  };
  return {
    numbers,
    weight(key, spec, maps) {
      const name = `${key}/${maps?.join("x") ?? ""}`;
      const value = made.get(name) ?? builder.floats(key, torchShape(spec), () => numbers(key, spec, maps));
      made.set(name, value);
      return value;
    },
  };
}

function emitted(node: Node, laid: ReadonlyMap<string, Laid>, shapes: Shapes, shared: Shared): Laid {
  const row = emitterOf(node.layer);
  if (typeof row !== "function") throw new GraphError(`${node.name}: ${row.unsupported}.`);
  const inputs = node.inputs.map((name) => laid.get(name) as Laid);
  const to = new Emission(node.name, shapes.get(node.name) ?? [], shared, weightOwner(node), weightsOf(node.layer, inputShapes(node, shapes)));
  return row(node.layer, inputs as [Laid, ...Laid[]], to);
}

/** The value of an output under its name: as it leaves. What is an input, or another output too, is copied. */
function exit(name: string, x: Laid, layout: "nchw" | "nhwc", given: Set<Value>, shared: Shared): Value {
  const to = new Emission(name, x.shape, shared, name, {});
  const value = layout === "nchw" && x.shape.length === 3 ? to.first(x) : to.last(x);
  const isOwn = value === x.value ? value.name === name : !given.has(value);
  const output = isOwn ? value : to.op("Identity", [value]);
  // The value inside, which lies otherwise, gives its name away.
  if (x.value.name === name && output !== x.value) x.value.name = shared.builder.name(`${name}/inside`);
  output.name = name;
  given.add(output);
  return output;
}
