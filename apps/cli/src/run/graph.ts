import { activationOf, formatShape, inferShapes, isActivation, type Graph } from "@convscope/core";
import { CommandError } from "../failure.ts";
import { isModel, resolveGraph } from "../resolve.ts";
import type { Config } from "../settings.ts";

/** What a graph must fit: the pictures and the classes of a data set. */
export interface Fits {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly classes: readonly string[];
}

/** The graph of a configuration, made to fit the data, or refused where it cannot. */
export function graphFor({ model, classes, input }: Pick<Config, "model" | "classes" | "input">, data: Fits, cwd: string): Graph {
  const asked = { ...(classes !== undefined && { classes }), ...(input !== undefined && { inputShape: input }) };
  const graph = resolveGraph(model, isModel(model) ? { classes: data.classes.length, inputShape: data.inputShape, ...asked } : asked, cwd);
  checkFit(graph, data);
  return graph;
}

/** Refuses a graph that a classifier's training on these data cannot use. */
export function checkFit(graph: Graph, { name, inputShape, classes }: Fits): void {
  const [inputs, outputs] = [Object.keys(graph.inputs), graph.outputs];
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new CommandError(`${graph.name}: the command trains graphs of one input and one output. Received ${inputs.length} (${inputs.join(", ")}) and ${outputs.length} (${outputs.join(", ")}). @convscope/nn trains any graph.`);
  const shapes = inferShapes(graph);
  const input = shapes.get(inputs[0] ?? "") ?? [];
  if (String(input) !== String(inputShape)) throw new CommandError(`${graph.name}: the input must be that of ${name}, ${formatShape(inputShape)}. Received ${formatShape(input)}. Leave --input out, or choose other data.`);
  const output = shapes.get(outputs[0] ?? "") ?? [];
  if (output.length !== 1 || output[0] !== classes.length)
    throw new CommandError(`${graph.name}: there must be one output for each of the ${classes.length} classes of ${name}. Received ${formatShape(output)}. Leave --classes out, or end the graph in dense(${classes.length}).`);
  const flat = graph.nodes.find(({ layer }) => isActivation(layer) && activationOf(layer).derivative.text === "0");
  if (flat)
    throw new CommandError(`${graph.name}: every layer must pass a gradient on for the others to learn by descent. Received ${flat.name} (${flat.layer.kind}), whose derivative is 0 everywhere. Leave it out, or put a sigmoid in its place; "logistic" is such a net.`);
}
