import { inferShapes, type Graph, type Shapes } from "../graph.ts";
import { product } from "../shape.ts";
import { parameters } from "./parameters.ts";

/** Arrays as large as the weights that an optimiser keeps beside them. */
export const optimizerSlots = { sgd: 0, momentum: 1, rmsprop: 1, adagrad: 1, adam: 2, adamw: 2, adadelta: 2, adamax: 2, nadam: 2, radam: 2 } as const;
export type OptimizerName = keyof typeof optimizerSlots;

/** Bytes, for one sample where samples matter. Scratch memory of the backend comes on top. */
export interface Memory {
  /** All weights, running statistics included. */
  readonly parameters: number;
  /** The outputs of all layers, as training keeps them for the way back. */
  readonly activations: number;
  /** The most that inference holds at once beside the weights, when each output is freed after its last use. */
  readonly inferencePeak: number;
  /** Training with each optimiser: weights, gradients, the optimiser's arrays, and the activations of the batch with as many gradients. */
  readonly training: { readonly [O in OptimizerName]: number };
}

export interface MemoryOptions {
  readonly batchSize?: number;
  readonly bytesPerNumber?: number;
}

/** The memory a graph takes. Counts depend on the batch; weights do not. */
export function memory(graph: Graph, { batchSize = 1, bytesPerNumber = 4 }: MemoryOptions = {}, shapes: Shapes = inferShapes(graph)): Memory {
  const { trainable, nonTrainable } = parameters(graph, shapes);
  const size = (name: string): number => product(shapes.get(name) ?? []) * batchSize * bytesPerNumber;
  const activations = graph.nodes.reduce((sum, { name }) => sum + size(name), 0);
  const weights = (trainable + nonTrainable) * bytesPerNumber;
  const training = (slots: number): number => weights + trainable * bytesPerNumber * (1 + slots) + 2 * activations;
  return {
    parameters: weights,
    activations,
    inferencePeak: inferencePeak(graph, size),
    training: Object.fromEntries(Object.entries(optimizerSlots).map(([name, slots]) => [name, training(slots)])) as Memory["training"],
  };
}

/** The most that lives at once: a value is held from its node to the last that reads it, outputs to the end. */
function inferencePeak(graph: Graph, size: (name: string) => number): number {
  const lastUse = new Map<string, number>();
  graph.nodes.forEach(({ inputs }, i) => inputs.forEach((input) => lastUse.set(input, i)));
  graph.outputs.forEach((output) => lastUse.set(output, graph.nodes.length));
  const freedAfter: string[][] = graph.nodes.map(() => []);
  for (const [name, i] of lastUse) freedAfter[i]?.push(name);
  let held = Object.keys(graph.inputs).reduce((sum, name) => sum + size(name), 0);
  let peak = held;
  graph.nodes.forEach(({ name }, i) => {
    held += size(name);
    peak = Math.max(peak, held);
    for (const used of freedAfter[i] ?? []) held -= size(used);
    if (!lastUse.has(name)) held -= size(name);
  });
  return peak;
}
