import { formatShape, GraphError, inferShapes, nodeOf, rescaling, type Graph } from "@convscope/core";
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from "../losses/index.ts";
import type { LossByOutput } from "../objective.ts";
import { known } from "../options.ts";

export interface DistillationOptions {
  /** T: both networks' scores are divided by it, so that one sees how the teacher ranks the wrong classes; 4 unless given. */
  readonly temperature?: number;
  /** α: how much the teacher counts beside the labels, 0 … 1; 0.9 unless given. */
  readonly alpha?: number;
}

/** A student that also answers its teacher. */
export interface Distillation {
  /** The student with a second output, its scores divided by the temperature. It has the student's weights and no others. */
  readonly graph: Graph;
  /** For `fit`: (1 − α) of the loss with the labels, and α·T² of that with the teacher, whose gradients are 1/T² as large. */
  readonly losses: LossByOutput;
  /** The name of the second output. */
  readonly output: string;
  readonly temperature: number;
}

/**
 * Knowledge distillation (arXiv:1503.02531): a small network learns what a large one makes of the data, besides the labels.
 *
 * The loss with the teacher is the cross-entropy of the softened probabilities: the Kullback–Leibler divergence plus the teacher's entropy,
 * which no weight of the student changes.
 *
 * ```ts
 * const lesson = distillation(student, { temperature: 4 });
 * const net = await network(lesson.graph, { engine, seed: 1 });
 * await fit(net, distilled(train, teacher, lesson), { loss: lesson.losses, optimizer: adam(), epochs: 10 });
 * const alone = await network(student, { engine, weights: await net.weights() });
 * ```
 * @throws GraphError for a student of several outputs, or whose output is no list of scores; RangeError for numbers that cannot be.
 */
export function distillation(student: Graph, options: DistillationOptions = {}): Distillation {
  known("distillation", options, "temperature", "alpha");
  const { temperature = 4, alpha = 0.9 } = options;
  checkTemperature("distillation", temperature);
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`distillation: alpha must lie in 0 … 1. Received ${alpha}.`);
  const { scores, from } = scoresOf(student);
  const output = freeName(student, "distilled");
  const graph: Graph = { ...student, outputs: [...student.outputs, output], nodes: [...student.nodes, { name: output, layer: rescaling({ scale: 1 / temperature }), inputs: [scores] }] };
  const [labelled = ""] = student.outputs;
  return {
    graph, output, temperature,
    losses: { [labelled]: { loss: sparseCategoricalCrossentropy({ from }), weight: 1 - alpha }, [output]: { loss: categoricalCrossentropy(), weight: alpha * temperature ** 2 } },
  };
}

/** @throws RangeError for a temperature that cannot be. */
export function checkTemperature(where: string, temperature: number): void {
  if (!(temperature > 0 && temperature < Infinity)) throw new RangeError(`${where}: temperature must be a finite number > 0. Received ${temperature}.`);
}

/** The node of a classifier that gives its scores: the last, or the one before a softmax. */
export function scoresOf(graph: Graph): { readonly scores: string; readonly from: "logits" | "probabilities" } {
  const [output = "", another] = graph.outputs;
  if (another !== undefined) throw new GraphError(`${graph.name}: a classifier of one output is due. Received ${graph.outputs.join(", ")}.`);
  const shape = inferShapes(graph).get(output) ?? [];
  if (shape.length !== 1 || (shape[0] ?? 0) < 2) throw new GraphError(`${graph.name}: the output must be one score for each of at least two classes. Received ${formatShape(shape)}.`);
  const { layer, inputs: [input = ""] } = nodeOf(graph, output);
  if (squashing.has(layer.kind)) throw new GraphError(`${graph.name}: the output must be scores, or a softmax of scores. Received ${output} (${layer.kind}). Leave it out.`);
  return layer.kind === "softmax" ? { scores: input, from: "probabilities" } : { scores: output, from: "logits" };
}

/** Layers after which the scores are no scores any more. */
const squashing: ReadonlySet<string> = new Set(["sigmoid", "logSoftmax"]);

function freeName({ nodes, inputs }: Graph, name: string): string {
  const taken = new Set([...nodes.map((node) => node.name), ...Object.keys(inputs)]);
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}${i}`;
  return free;
}
