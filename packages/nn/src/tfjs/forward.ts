import { at, weightOwner, type Node } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { GradientRule } from "../engine.ts";
import { randomOf } from "../random.ts";
import { executorOf } from "./executors.ts";
import type { Context, Rectifier } from "./executor.ts";
import { fusions, type Fused } from "./fusion.ts";

export type TensorMap = ReadonlyMap<string, tf.Tensor>;

export interface ForwardOptions {
  /** The weights of each node, by its name. */
  readonly weightNames: ReadonlyMap<string, readonly string[]>;
  /** Keyed `node.weight-name`. */
  readonly weights: TensorMap;
  readonly inputs: TensorMap;
  readonly training: boolean;
  readonly rule: GradientRule;
  /** Draws the dropout masks, together with `step`, the part of the batch and the node's name. */
  readonly seed: number;
  readonly step: number;
  /** Which part of a batch it is, counted from 0; 0 if left out. */
  readonly part?: number;
  /** Nodes that run as at inference although the rest trains. */
  readonly frozen: ReadonlySet<string>;
  /** Receives the new values of remembered weights, kept: whoever made it disposes them. */
  readonly remembered: Map<string, tf.Tensor>;
  /** Added to a node's value: a zero whose gradient is the node's. */
  readonly offsets?: TensorMap;
  /** Nodes whose values the caller looks at; others may be computed together with what follows them. */
  readonly ends: readonly string[];
  /** Nodes whose values are wanted. Every other value is disposed once it is used up, which no gradient may come after; all stay if left out. */
  readonly wanted?: ReadonlySet<string>;
}

/** Runs nodes in order, and gives the value of every graph input and of every node but those that were computed together with the next. To be called within `tf.tidy`. */
export function forward(nodes: readonly Node[], options: ForwardOptions): TensorMap {
  const { inputs, offsets, wanted, ends, rule } = options;
  const values = new Map(inputs);
  const left = usesOf(nodes);
  const fused = rule === "true" ? fusions(nodes, new Set([...ends, ...(offsets?.keys() ?? [])])) : none;
  const done = new Set([...fused.values()].map(({ rectifier }) => rectifier));
  for (const node of nodes) {
    if (done.has(node.name)) continue;
    const from = node.inputs.map((input) => values.get(input) as tf.Tensor);
    const follower = fused.get(node.name);
    const run = (): tf.Tensor => valueOf(node, from, options, follower?.activation);
    const value = at(node.name, wanted ? () => tf.tidy(run) : run);
    const name = follower?.rectifier ?? node.name;
    const offset = offsets?.get(name);
    values.set(name, offset ? tf.add(value, offset) : value);
    if (!wanted) continue;
    for (const input of node.inputs) {
      const uses = (left.get(input) ?? 0) - 1;
      left.set(input, uses);
      if (uses > 0 || wanted.has(input) || inputs.has(input)) continue;
      values.get(input)?.dispose();
      values.delete(input);
    }
  }
  return values;
}

const none: ReadonlyMap<string, Fused> = new Map();

/** How often each value flows into a node. */
function usesOf(nodes: readonly Node[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { inputs } of nodes) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  return uses;
}

function valueOf(node: Node, from: readonly tf.Tensor[], options: ForwardOptions, activation: Rectifier | undefined): tf.Tensor {
  const { weightNames, weights, remembered } = options;
  const owner = weightOwner(node);
  const own: Record<string, tf.Tensor> = {};
  for (const name of weightNames.get(node.name) ?? []) {
    const key = `${owner}.${name}`;
    // A layer used twice in one step goes on from what its first use remembered.
    const tensor = remembered.get(key) ?? weights.get(key);
    if (tensor) own[name] = tensor;
  }
  const value = executorOf(node.layer)(node.layer, from, own, contextOf(node, owner, options, activation));
  // What a layer hands on as it is must be a value of its own, to be disposed by itself.
  return from.includes(value) || Object.values(own).includes(value) ? tf.clone(value) : value;
}

function contextOf({ name }: Node, owner: string, { training, rule, seed, step, part = 0, frozen, remembered }: ForwardOptions, activation: Rectifier | undefined): Context {
  return {
    training: training && !frozen.has(name),
    rule,
    ...(activation && { activation }),
    uniform(shape) {
      const length = shape.reduce((a, b) => a * b, 1);
      return tf.tensor(randomOf(seed, name, step, ...(part > 0 ? [part] : [])).uniforms(length), [...shape], "float32");
    },
    remember(weight, value) {
      const key = `${owner}.${weight}`;
      const kept = tf.keep(tf.clone(value));
      remembered.get(key)?.dispose();
      remembered.set(key, kept);
    },
  };
}
