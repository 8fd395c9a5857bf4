import { ancestors, didYouMean, GraphError, inferShapes, nodeOf, product, received, type Graph, type Shape } from "@convscope/core";
import { checkInputs, type NdArray, type Network } from "@convscope/nn";

/** Which number of a network is explained. */
export interface TargetOptions {
  /** The class: one for all samples, or one for each. The class of the highest score unless given. */
  readonly target?: number | readonly number[];
  /** Which output, where the graph has several; the first unless given. */
  readonly output?: string;
}

/** What is explained of some samples. */
export interface Explained {
  /** The class of each sample. */
  readonly targets: readonly number[];
  /** Its score: before a softmax or sigmoid at the end, and summed over the places of an output that is a map. */
  readonly scores: readonly number[];
}

/** A question to a network, made definite. */
export interface Question extends Explained {
  /** The graph's input. */
  readonly input: string;
  /** The node whose values are the scores. */
  readonly node: string;
  /** The shape of its values, without the batch. */
  readonly shape: Shape;
}

/** Nodes at the end of which the scores are those that go in: a class's probability also rises when the others' scores fall. */
const squashing: ReadonlySet<string> = new Set(["softmax", "logSoftmax", "sigmoid"]);

/**
 * The node whose values are the scores of an output.
 *
 * @throws GraphError for an output that the graph does not have.
 */
export function scoreNode(graph: Graph, output: string = graph.outputs[0] ?? ""): string {
  if (!graph.outputs.includes(output)) throw new GraphError(`${graph.name}: there is no output "${output}".${didYouMean(output, graph.outputs)} Outputs: ${graph.outputs.join(", ")}.`);
  const { layer, inputs: [before = ""] } = nodeOf(graph, output);
  return squashing.has(layer.kind) && !(before in graph.inputs) ? before : output;
}

/**
 * The one input of a graph that takes pictures.
 *
 * @throws GraphError for a graph of several inputs, or of one that takes tokens.
 */
export function pictureInput({ name, inputs }: Graph): string {
  const [[input, spec] = ["", []], second] = Object.entries(inputs);
  if (second !== undefined) throw new GraphError(`${name}: only a graph with one input is explained. Received ${Object.keys(inputs).join(", ")}.`);
  if (!Array.isArray(spec)) throw new GraphError(`${name}: tokens have no derivative. Explain a graph that begins behind its embedding.`);
  return input;
}

/**
 * Runs samples `[N, …]` and settles what is explained of each.
 *
 * @throws GraphError for samples that do not fit, RangeError for a class that the output does not have.
 */
export async function ask(network: Network, x: NdArray, { target, output }: TargetOptions = {}): Promise<Question> {
  const { graph } = network;
  const input = pictureInput(graph);
  checkInputs(graph, { [input]: x });
  const node = scoreNode(graph, output);
  const [samples = 0, ...shape] = [x.shape[0] ?? 0, ...(inferShapes(graph).get(node) ?? [])];
  const values = await network.run({ [input]: x }, { nodes: [node] });
  const totals = summedOverPlaces(values[node] as NdArray);
  const classes = shape.at(-1) ?? 1;
  const rowOf = (i: number): Float64Array => totals.subarray(i * classes, (i + 1) * classes);
  const targets = Array.from({ length: samples }, (_, i) => (typeof target === "number" ? target : target ? target[i] : undefined) ?? greatest(rowOf(i)));
  if (typeof target === "object" && target.length !== samples) throw new RangeError(`target: there must be one class for each sample. Received ${target.length} for ${samples} samples.`);
  const wrong = targets.find((one) => !Number.isInteger(one) || one < 0 || one >= classes);
  if (wrong !== undefined) throw new RangeError(`target: "${node}" has the classes 0 … ${classes - 1}. Received ${received(wrong)}.`);
  return { input, node, shape, targets, scores: targets.map((one, i) => rowOf(i)[one] ?? NaN) };
}

/** A one for the class that is explained, at every place: the upstream of the gradient of the scores' sum. `rows` are samples of the question. */
export function upstreamOf({ shape, targets }: Question, rows: ArrayLike<number> = targets.map((_, i) => i)): NdArray {
  const [size, classes] = [product(shape), shape.at(-1) ?? 1];
  const data = new Float32Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) for (let at = targets[rows[i] ?? 0] ?? 0; at < size; at += classes) data[i * size + at] = 1;
  return { shape: [rows.length, ...shape], data };
}

/** The score of each sample's class. `rows` are samples of the question. */
export function scoresOf(values: NdArray, { targets }: Question, rows: ArrayLike<number>): number[] {
  const totals = summedOverPlaces(values);
  const classes = totals.length / Math.max(rows.length, 1);
  return Array.from(rows, (row, i) => totals[i * classes + (targets[row] ?? 0)] ?? NaN);
}

/** `[N, …, C]` to `[N, C]`. */
function summedOverPlaces({ shape, data }: NdArray): Float64Array {
  const [samples = 0, classes = 1] = [shape[0], shape.length > 1 ? shape.at(-1) : 1];
  const size = samples === 0 ? 0 : data.length / samples;
  const totals = new Float64Array(samples * classes);
  for (let i = 0; i < samples; i++) for (let at = 0; at < size; at++) totals[i * classes + (at % classes)]! += data[i * size + at] ?? 0;
  return totals;
}

function greatest(row: Float64Array): number {
  return row.reduce((best, value, i) => (value > (row[best] ?? -Infinity) ? i : best), 0);
}

/** The nodes that make maps, `[height, width, channels]` of more than one place, in the graph's order. */
export function mapNodes(graph: Graph): readonly string[] {
  const shapes = inferShapes(graph);
  return graph.nodes
    .filter(({ name }) => {
      const [height = 1, width = 1, ...channels] = shapes.get(name) ?? [];
      return channels.length === 1 && height * width > 1;
    })
    .map(({ name }) => name);
}

/** Kinds that only move, choose or thin out what another layer has made. */
const passing = /pool|dropout|stochasticDepth|padding|cropping|upSampling|permute|reshape|shuffle|slice|subsampling/i;

/**
 * The node whose maps class activation mapping looks at: the last on the way to the scores that makes maps, and not only pools or moves those
 * of another.
 *
 * @throws GraphError where there is none.
 */
export function mapNode(graph: Graph, scores: string): string {
  const mapping = new Set(mapNodes(graph));
  const found = ancestors(graph, [scores]).findLast(({ name, layer }) => name !== scores && mapping.has(name) && !passing.test(layer.kind));
  if (!found) throw new GraphError(`${graph.name}: class activation mapping needs a node [height, width, channels] before the scores. Received none. Ask for the gradient instead: saliency.`);
  return found.name;
}

/** The node whose values the scores are made of: the last before them that does not only drop, pool or move those of another; the scores themselves where there is none. */
export function featureNode(graph: Graph, scores: string): string {
  let [before = ""] = nodeOf(graph, scores).inputs;
  while (!(before in graph.inputs) && passing.test(nodeOf(graph, before).layer.kind)) [before = ""] = nodeOf(graph, before).inputs;
  return before in graph.inputs ? scores : before;
}
