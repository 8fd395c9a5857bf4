import { checkWeights, inferShapes, inputShapes, product, weightSpecs, windows, type Graph, type Shape, type WeightSpec } from "@convscope/core";
import type { Arrays, NdArray } from "@convscope/files/bytes";
import { headKeys } from "./head.ts";
import { permute, permuteRows } from "./permute.ts";

export interface FromTorchOptions {
  /**
   * All weights of the graph, e.g. freshly drawn ones: its last layers (`headKeys`) take theirs from here instead, so that a file of
   * 1000 classes starts a net that tells other classes apart.
   */
  readonly head?: Arrays;
}

/**
 * Weights of a graph from a PyTorch state dict whose keys are the graph's names. Layouts are transposed; nothing is renamed.
 * `num_batches_tracked` is left out, as nothing here counts batches.
 *
 * @throws GraphError naming every missing, unexpected and mis-shaped array at once.
 */
export function fromTorch(graph: Graph, state: Arrays, { head }: FromTorchOptions = {}): Arrays {
  const fresh = new Set(head ? headKeys(graph) : []);
  const specs = weightSpecs(graph);
  const maps = flattenedMaps(graph);
  const kept = Object.entries(state).filter(([key]) => !key.endsWith(".num_batches_tracked"));
  const shapes = new Map<string, Shape>();
  const arrays: Record<string, NdArray> = {};
  const keys = new Map([...specs].map(([key, spec]) => [torchKey(key, spec), key]));
  for (const key of fresh) {
    const array = head?.[key];
    if (!array) continue;
    arrays[key] = array;
    shapes.set(key, array.shape);
  }
  for (const [torch, array] of kept) {
    const key = keys.get(torch) ?? torch;
    if (fresh.has(key)) continue;
    const spec = specs.get(key);
    const converted = spec && fits(spec, array) ? ofTorch(array, spec, maps.get(nodeName(key))) : undefined;
    shapes.set(key, converted?.shape ?? untransposed(spec, array.shape));
    if (converted) arrays[key] = converted;
  }
  checkWeights(graph, Object.fromEntries(shapes));
  return arrays;
}

/** A PyTorch state dict of a graph's weights: the inverse of `fromTorch`. */
export function toTorch(graph: Graph, weights: Arrays): Arrays {
  const maps = flattenedMaps(graph);
  const arrays: Record<string, NdArray> = {};
  for (const [key, spec] of weightSpecs(graph)) {
    const array = weights[key];
    if (!array) continue;
    arrays[torchKey(key, spec)] = asTorch(array, spec, orderFor(spec, maps.get(nodeName(key))));
  }
  return arrays;
}

/** One of our weights as PyTorch keeps it. `order` says, where its rows run along flattened maps, where PyTorch has each row. */
export function asTorch(array: NdArray, spec: WeightSpec, order: readonly number[] | undefined): NdArray {
  const { data } = permute(order ? permuteRows(array, inverse(order)) : array, spec.torchAxes ?? spec.shape.map((_, i) => i));
  return { shape: torchShape(spec), data };
}

/** The node of a weight's key: the key of a weight may hold dots too, but nodes with such weights have no vector rows. */
const nodeName = (key: string): string => key.slice(0, key.lastIndexOf("."));

/** The key of a weight in a state dict. */
export const torchKey = (key: string, { torchName }: WeightSpec): string => (torchName === undefined ? key : nodeName(key));

/** The shape that PyTorch keeps a weight in. */
export const torchShape = ({ shape, torchAxes, torchShape }: WeightSpec): Shape => torchShape ?? (torchAxes ? torchAxes.map((axis) => shape[axis] ?? 0) : shape);
const fits = (spec: WeightSpec, { shape }: NdArray): boolean => String(shape) === String(torchShape(spec));

/** A shape that does not fit, in our order as far as it can be told, so that a message compares like with like. */
const untransposed = (spec: WeightSpec | undefined, shape: Shape): Shape =>
  spec?.torchAxes && spec.torchAxes.length === shape.length && !spec.torchShape ? inverse(spec.torchAxes).map((axis) => shape[axis] ?? 0) : shape;

function ofTorch(array: NdArray, spec: WeightSpec, maps: Shape | undefined): NdArray {
  const axes = spec.torchAxes ?? spec.shape.map((_, i) => i);
  const ours = permute({ shape: axes.map((axis) => spec.shape[axis] ?? 0), data: array.data }, inverse(axes));
  const order = orderFor(spec, maps);
  return order ? permuteRows(ours, order) : ours;
}

const inverse = (axes: readonly number[]): number[] => {
  const back: number[] = [];
  axes.forEach((axis, i) => (back[axis] = i));
  return back;
};

/** The order of a weight's rows, where they run along flattened maps; a bias runs along the output, however long that is. */
const orderFor = ({ role, shape }: WeightSpec, maps: Shape | undefined): readonly number[] | undefined => (maps && role !== "bias" && shape[0] === product(maps) ? channelsFirstOrder(maps) : undefined);

/** For each node whose input is maps laid in a row, these maps: PyTorch lays channels first. Layers that keep a row in its order pass it on. */
function flattenedMaps(graph: Graph): ReadonlyMap<string, Shape> {
  const shapes = inferShapes(graph);
  const values = new Map<string, Shape>();
  const ofInput = new Map<string, Shape>();
  for (const node of graph.nodes) {
    const [input = []] = inputShapes(node, shapes);
    const before = values.get(node.inputs[0] ?? "");
    if (before) ofInput.set(node.name, before);
    const output = shapes.get(node.name) ?? [];
    const [window] = windows(node.layer, inputShapes(node, shapes));
    if (output.length !== 1 || window !== "pointwise") continue;
    if (input.length > 1) values.set(node.name, input);
    else if (before) values.set(node.name, before);
  }
  return ofInput;
}

/** Our place (height, width, channel) → PyTorch's place (channel, height, width). */
export function channelsFirstOrder(shape: Shape): number[] {
  const channels = shape.at(-1) ?? 1;
  const places = product(shape) / channels;
  return Array.from({ length: product(shape) }, (_, ours) => (ours % channels) * places + Math.floor(ours / channels));
}
