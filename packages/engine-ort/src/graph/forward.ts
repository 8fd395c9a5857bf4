import { ancestors, at, inferShapes, inputShapes, isSequence, weightOwner, weights as weightsOf, type Graph, type Shape, type WeightSpec } from "@convscope/core";
import { Emission, torchShape, type Laid, type Value } from "@convscope/exchange/onnx";
import { keptAxes } from "../layout.ts";
import { rowOf } from "../layers/table.ts";
import { TrainingEmission, type TrainingShared } from "../layers/trainingEmission.ts";
import type { Dims } from "./dims.ts";
import { Recorder, type RecorderOptions } from "./recorder.ts";
import { Tape } from "./tape.ts";

export interface ForwardOptions extends RecorderOptions {
  readonly batch: number;
  /** Nodes whose values are wanted; the others are left out unless these need them. */
  readonly ends: readonly string[];
  readonly training: boolean;
  /** Nodes that run as at inference although the rest trains. */
  readonly frozen?: ReadonlySet<string>;
  /** Nodes whose values must be their own, although a layer that changes nothing hands on what it is given. */
  readonly apart?: ReadonlySet<string>;
}

/** A forward pass, written down. */
export interface Forward {
  readonly recorder: Recorder;
  /** Graph inputs by name, in the graph's order: `[batch, H, W, C]`. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** Weights by key, as steps keep them (`keptAxes`); those that nothing uses are not there. */
  readonly weights: ReadonlyMap<string, Value>;
  /** The numbers that are drawn anew for each step, by node. */
  readonly draws: ReadonlyMap<string, Dims>;
  /** The values that remembered weights take after the step, by key. */
  readonly remembered: ReadonlyMap<string, Value>;
  /** A node's value as the model has it, the channels first or last; none of a node that no end needs. */
  asIs(node: string): Value | undefined;
  /** A node's value, or another that the model has in the same order, such as its gradient, in the graph's order. */
  value(node: string, other?: Value): Value;
}

/** Writes a graph for batches of one size. Its weights are inputs of the model, so that they can change from step to step. */
export function forward(graph: Graph, { batch, ends, training, frozen = none, apart = none, ...options }: ForwardOptions): Forward {
  const shapes = inferShapes(graph);
  const recorder = new Recorder(options);
  for (const name of shapes.keys()) recorder.reserve(name);
  const nodes = ancestors(graph, ends);
  const used = new Set([...ends, ...nodes.flatMap(({ inputs }) => inputs)]);
  const all = new Map<string, Laid>();
  const inputs = new Map<string, Value>();
  for (const [name, spec] of Object.entries(graph.inputs)) {
    if (!used.has(name)) continue;
    const shape = shapes.get(name) ?? [];
    const value = recorder.input(name, isSequence(spec) ? "int64" : "float", [batch, ...shape]);
    inputs.set(name, value);
    all.set(name, { value, shape, channels: "last", ...(isSequence(spec) && { tokens: true }) });
  }
  const weights = new Map<string, Value>();
  const shared: TrainingShared = { builder: recorder, relaid: new Map(), batch, draws: new Map(), remembered: new Map(), ...(options.portable ? torchInputs : weightInputs)(recorder, weights, (key) => shared.remembered.get(key)) };
  for (const node of nodes) {
    const from = node.inputs.map((name) => all.get(name) as Laid) as [Laid, ...Laid[]];
    const to = new TrainingEmission(node.name, shapes.get(node.name) ?? [], shared, weightOwner(node), weightsOf(node.layer, inputShapes(node, shapes)), training && !frozen.has(node.name));
    const laid = at(node.name, () => rowOf(node.layer)(node.layer, from, to));
    all.set(node.name, apart.has(node.name) ? { ...laid, value: to.op("Identity", [laid.value]) } : laid);
  }
  return {
    recorder, inputs, weights, draws: shared.draws, remembered: shared.remembered,
    asIs: (name) => all.get(name)?.value,
    value(name, other) {
      const laid = all.get(name) as Laid;
      return new Emission(name, laid.shape, shared, name, {}).last(other ? { ...laid, value: other } : laid);
    },
  };
}

const none: ReadonlySet<string> = new Set();

/** Weights as inputs of the model, as PyTorch keeps them. */
const torchInputs: typeof weightInputs = (recorder, weights, remembered) => ({
  weight(key, spec) {
    const value = remembered(key) ?? weights.get(key) ?? recorder.input(key, "float", torchShape(spec));
    if (!remembered(key)) weights.set(key, value);
    return value;
  },
  numbers,
});

const numbers = (key: string): never => { throw new Error(`${key}: a weight that trains is no constant.`); };

/** Weights as inputs of the model; each is turned into PyTorch's layout where that is asked for. */
function weightInputs(recorder: Recorder, weights: Map<string, Value>, remembered: (key: string) => Value | undefined): Pick<TrainingShared, "weight" | "numbers"> {
  const made = new Map<string, Value>();
  return {
    weight(key, spec, maps) {
      const before = remembered(key);
      if (before) return before;
      const name = `${key}/${maps?.join("x") ?? ""}`;
      const axes = keptAxes(spec);
      const own = weights.get(key) ?? recorder.input(key, "float", axes.map((axis) => spec.shape[axis] ?? 1));
      weights.set(key, own);
      const value = made.get(name) ?? inTorchLayout(new Tape(recorder, key), own, spec, maps);
      made.set(name, value);
      return value;
    },
    numbers,
  };
}

/** A kept weight as PyTorch keeps it, its rows in the order of maps with the channels first. */
function inTorchLayout(to: Tape, own: Value, spec: WeightSpec, maps: Shape | undefined): Value {
  const { shape, torchAxes, torchShape } = spec;
  const rest = shape.slice(1);
  const channels = maps ? maps.length - 1 : 0;
  const ordered = maps ? to.reshape(to.transpose(to.reshape(own, [...maps, ...rest]), [channels, ...maps.slice(1).map((_, i) => i), ...rest.map((_, i) => channels + 1 + i)]), shape) : own;
  const kept = keptAxes(spec);
  const turned = torchAxes ? to.transpose(ordered, torchAxes.map((axis) => kept.indexOf(axis))) : ordered;
  return torchShape ? to.reshape(turned, torchShape) : turned;
}
