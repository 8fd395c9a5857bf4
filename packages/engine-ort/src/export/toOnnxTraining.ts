import { GraphError, inferShapes, isSequence, product, weightSpecs, type Graph } from "@convscope/core";
import { toTorch } from "@convscope/exchange";
import { writeOnnx } from "@convscope/exchange/onnx";
import { firstScalars, initialWeights, objectiveOf, slots, targetKind, trainableKeys, type Arrays, type LossOption, type NdArray, type Objective, type Optimizer } from "@convscope/nn";
import { capabilitiesOf, refuseToRun, refuseToTrain } from "../capabilities.ts";
import { named } from "../program/named.ts";
import type { Program } from "../program/program.ts";
import { stepProgram } from "../program/step.ts";
import { formulasOf } from "./formulas.ts";

export interface OnnxTrainingOptions {
  /** One loss for a graph of one output, or one for each. */
  readonly loss: LossOption;
  readonly optimizer: Optimizer;
  /** How many samples each step takes (64). */
  readonly batchSize?: number;
  /** The weights that may change; all trainable ones if left out. */
  readonly trainable?: readonly string[];
  /** All weights that the training begins with, as the graph has them; drawn from seed 0 if left out. */
  readonly weights?: Arrays;
  /** Words that programs may look up in the model. */
  readonly metadata?: { readonly [key: string]: string };
}

export interface OnnxTraining {
  /** The `.onnx` file. */
  readonly model: Uint8Array;
  /** What the first step is given besides the batch: weights in PyTorch's layout, and what the optimiser remembers. For `writeSafetensors`. */
  readonly state: Arrays;
}

/** More samples in a step than anybody trains with. The model holds lists that grow with them. */
const mostSamples = 65_536;

/**
 * A whole training step as one ONNX model: forward, loss, backward, and the optimiser's update. Any program that runs ONNX of opset 17
 * trains with it: every output `name/next` is the input `name` of the next step. The model's metadata says what each input is.
 *
 * ```ts
 * const step = toOnnxTraining(model("mnist-cnn"), { loss: sparseCategoricalCrossentropy(), optimizer: adam() });
 * writeFileSync("step.onnx", step.model);
 * writeFileSync("step.safetensors", writeSafetensors(step.state));
 * ```
 * @throws CapabilityError naming each layer that ONNX has no operations for, or that has no gradient.
 */
export function toOnnxTraining(graph: Graph, { loss, optimizer, batchSize = 64, trainable = trainableKeys(graph), weights = initialWeights(graph), metadata = {} }: OnnxTrainingOptions): OnnxTraining {
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > mostSamples) throw new RangeError(`toOnnxTraining: batchSize must be a whole number from 1 to ${mostSamples}. Received ${batchSize}.`);
  const objective = objectiveOf(graph, loss);
  refuseToRun(graph, "ort");
  refuseToTrain(graph, "ort", capabilitiesOf(graph), Object.keys(objective), trainable);
  const program = stepProgram(graph, { batch: batchSize, objective, optimizer, trainable, groupOf: () => 0, portable: true });
  const inputs = new Map(program.model.inputs.map(({ name, dims }) => [name, dims.map(Number)]));
  const asked = (name: string): NdArray => { const shape = inputs.get(name) ?? []; return { shape, data: new Float32Array(product(shape)) }; };
  const first = slots(optimizer);
  const state = {
    ...Object.fromEntries(Object.entries(torchWeights(graph, weights)).filter(([key]) => inputs.has(key))),
    ...Object.fromEntries(program.slots.map(({ key, name }) => { const { shape, data } = asked(`${key}/${name}`); return [`${key}/${name}`, { shape, data: data.fill(first[name] ?? 0) }]; })),
  };
  const formulas = Object.entries(formulasOf(optimizer)).map(([name, formula]) => [inputs.has(named.number(0, name)) ? named.number(0, name) : name, formula]);
  const words = {
    ...metadata,
    inputs: JSON.stringify(Object.fromEntries([...inputs.keys()].map((name) => [name, meaning(name, graph, program, objective)]))),
    numbers: JSON.stringify(Object.fromEntries(formulas)),
    first: JSON.stringify({ rate: optimizer.learningRate, ...firstScalars(optimizer) }),
  };
  const used = new Set(program.model.nodes.flatMap(({ inputs }) => inputs));
  return { model: writeOnnx({ ...program.model, constants: program.model.constants.filter(({ name }) => used.has(name)), metadata: words }), state };
}

/** What an input is, for whoever reads the model. */
function meaning(name: string, graph: Graph, { draws, slots }: Program, objective: Objective): string {
  const spec = graph.inputs[name];
  if (spec) return isSequence(spec) ? `tokens from 0 to ${spec.vocabulary - 1}` : "the samples, channels last";
  const output = Object.keys(objective).find((output) => named.target(output) === name);
  if (output !== undefined) {
    const { loss } = objective[output] as Objective[string];
    return `what ${output} should be, for ${loss.kind}: ${targetKind(loss) === "labels" ? `whole numbers from 0 to ${(inferShapes(graph).get(output)?.at(-1) ?? 1) - 1}` : "in the shape of the output"}`;
  }
  if ([...draws.keys()].some((node) => named.draw(node) === name)) return "uniform random numbers from 0 to below 1, drawn anew for each step";
  const slot = slots.find((one) => `${one.key}/${one.name}` === name);
  if (slot) return `what the optimiser remembers of ${slot.key}`;
  return weightSpecs(graph).has(name) ? "a weight, in PyTorch's layout" : "a number of the step: see numbers";
}

/** Weights in PyTorch's layouts under the graph's own keys, of which PyTorch has a few otherwise. */
function torchWeights(graph: Graph, weights: Arrays): Arrays {
  const converted = toTorch(graph, weights);
  return Object.fromEntries(
    [...weightSpecs(graph)].map(([key, { torchName }]) => {
      const array = converted[torchName === undefined ? key : key.slice(0, key.lastIndexOf("."))];
      if (!array) throw new GraphError(`${graph.name}: all weights must be there. Received none for ${key}.`);
      return [key, array];
    }),
  );
}
