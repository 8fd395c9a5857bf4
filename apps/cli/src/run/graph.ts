import { activationOf, formatShape, inferShapes, isActivation, nodeOf, type Graph } from "@convscope/core";
import { checkTarget, parseLoss, targetKind, type Loss } from "@convscope/nn";
import type { ModelOptions } from "@convscope/models";
import { CommandError } from "../failure.ts";
import type { Policy } from "../policy.ts";
import { isModel, resolveGraph } from "../resolve.ts";
import { lossOf, type Config, type LossSettings } from "../settings.ts";

/** What a graph must fit: the pictures and the classes of a data set. */
export interface Fits {
  readonly name: string;
  /** `[H, W, C]`; none: pictures of any size, which are brought to that of the network. */
  readonly inputShape?: readonly number[];
  readonly classes: readonly string[];
}

/** The graph of a configuration, made to fit the data, or refused where it cannot. `options` are what a model is built with unless the data or the configuration say otherwise. */
export function graphFor({ model, classes, input }: Pick<Config, "model" | "classes" | "input">, data: Fits, cwd: string, options: ModelOptions = {}): Graph {
  const asked = { ...(classes !== undefined && { classes }), ...(input !== undefined && { inputShape: input }) };
  const graph = resolveGraph(model, isModel(model) ? { ...options, classes: data.classes.length, ...(data.inputShape && { inputShape: data.inputShape }), ...asked } : asked, cwd);
  checkFit(graph, data);
  return graph;
}

/** Refuses a graph that a classifier's training on these data cannot use. */
export function checkFit(graph: Graph, { name, inputShape, classes }: Fits): void {
  if (classes.length < 2) throw new CommandError(`${name}: there must be at least two classes to tell apart. Received ${classes.length === 0 ? "none" : `only "${classes[0]}"`}. Add pictures of another class, in a folder of their own.`);
  const [inputs, outputs] = [Object.keys(graph.inputs), graph.outputs];
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new CommandError(`${graph.name}: the command trains graphs of one input and one output. Received ${inputs.length} (${inputs.join(", ")}) and ${outputs.length} (${outputs.join(", ")}). @convscope/nn trains any graph.`);
  const shapes = inferShapes(graph);
  const input = shapes.get(inputs[0] ?? "") ?? [];
  if (inputShape === undefined && (input.length !== 3 || ![1, 3].includes(input[2] ?? 0))) throw new CommandError(`${graph.name}: pictures go into a network with an input of height, width and 1 or 3 channels. Received ${formatShape(input)}. Choose another model or --input.`);
  if (inputShape !== undefined && String(input) !== String(inputShape)) throw new CommandError(`${graph.name}: the input must be that of ${name}, ${formatShape(inputShape)}. Received ${formatShape(input)}. Leave --input out, or choose other data.`);
  const output = shapes.get(outputs[0] ?? "") ?? [];
  if (output.length !== 1 || output[0] !== classes.length)
    throw new CommandError(`${graph.name}: there must be one output for each of the ${classes.length} classes of ${name}. Received ${formatShape(output)}. Leave --classes out, or end the graph in dense(${classes.length}).`);
  const flat = graph.nodes.find(({ layer }) => isActivation(layer) && activationOf(layer).derivative.text === "0");
  if (flat)
    throw new CommandError(`${graph.name}: every layer must pass a gradient on for the others to learn by descent. Received ${flat.name} (${flat.layer.kind}), whose derivative is 0 everywhere. Leave it out, or put a sigmoid in its place; "logistic" is such a net.`);
}

/** The losses that are of log-probabilities and take any other number for one. */
const ofLogs: ReadonlySet<string> = new Set(["negativeLogLikelihood", "klDivergence"]);

/** The loss of a configuration, or why it cannot be had of a classifier's output. */
export function lossFor(config: LossSettings, graph: Graph, { mix }: Partial<Policy> = {}): Loss {
  const asked = lossOf(config, graph);
  // A mixed picture is of two classes, so its target is a row; the loss of whole numbers and that of rows are the same where the row has a single 1.
  const loss = mix && asked.kind === "sparseCategoricalCrossentropy" ? parseLoss({ ...asked, kind: "categoricalCrossentropy" }) : asked;
  if (mix && targetKind(loss) === "labels") throw new CommandError(`${graph.name}: ${mix.kind} gives every picture parts of two classes, which ${loss.kind} cannot take. Use --loss categoricalCrossentropy.`);
  const [output = ""] = graph.outputs;
  const last = nodeOf(graph, output);
  if (ofLogs.has(loss.kind) && last.layer.kind !== "logSoftmax")
    throw new CommandError(`${graph.name}: ${loss.kind} is of log-probabilities, so the graph must end in logSoftmax. Received ${last.name} (${last.layer.kind}). Use --loss sparseCategoricalCrossentropy, or add the layer.`);
  const classes = inferShapes(graph).get(output)?.at(-1) ?? 1;
  // One sample tells what a whole batch would, such as class weights of another number.
  checkTarget(loss, [1, classes], targetKind(loss) === "labels" ? { shape: [1], data: new Int32Array(1) } : { shape: [1, classes], data: new Float32Array(classes) }, output);
  return loss;
}

/** Refuses a number of images whose last batch is one image, where a batch normalisation would have nothing to compare it with. */
export function checkLastBatch(graph: Graph, images: number, { batch, accumulate = 1 }: Pick<Config, "batch" | "accumulate">): void {
  // The last step is of batches as equal as can be.
  const smallest = (size: number): number => {
    const last = images % (size * accumulate) || Math.min(size * accumulate, images);
    return Math.floor(last / Math.ceil(last / size));
  };
  if (smallest(batch) !== 1) return;
  const shapes = inferShapes(graph);
  const node = graph.nodes.find(({ layer, inputs: [input = ""] }) => layer.kind === "batchNormalization" && (shapes.get(input) ?? []).slice(0, -1).every((n) => n === 1));
  if (!node) return;
  const good = (size: number): boolean => size >= 2 && smallest(size) > 1;
  const near = Array.from({ length: images }, (_, i) => [batch - i, batch + i]).flat().filter(good).slice(0, 2);
  throw new CommandError(`${node.name} (batchNormalization): every batch must have at least two images. Received ${images} to train on in batches of ${batch}, the last of one. ${near.length === 0 ? "Use more --samples" : `Use --batch ${[...new Set(near)].join(" or ")}`}, or layerNormalization.`);
}
