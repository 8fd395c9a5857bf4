import { at, weightOwner, type Graph, type Node } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { GradientRule } from "../engine.ts";
import { randomOf } from "../random.ts";
import { executorOf } from "./executors.ts";
import type { Context } from "./executor.ts";

export type TensorMap = ReadonlyMap<string, tf.Tensor>;

export interface ForwardOptions {
  readonly training: boolean;
  readonly rule: GradientRule;
  /** Draws the dropout masks, together with `step` and the node's name. */
  readonly seed: number;
  readonly step: number;
  /** Nodes that run as at inference although the rest trains. */
  readonly frozen: ReadonlySet<string>;
  /** Added to a node's value: a zero whose gradient is the node's. */
  readonly offsets?: TensorMap;
}

export interface Forward {
  /** The value of every graph input and node that ran. */
  readonly values: TensorMap;
  /** New values of remembered weights, kept: whoever called disposes them. */
  readonly remembered: TensorMap;
}

/**
 * Runs nodes in order. `weightNames` lists the weights of each node; `weights` are keyed `node.weight-name`.
 * To be called within `tf.tidy`.
 */
export function forward(
  nodes: readonly Node[],
  weightNames: ReadonlyMap<string, readonly string[]>,
  weights: TensorMap,
  inputs: TensorMap,
  options: ForwardOptions,
): Forward {
  const values = new Map(inputs);
  const remembered = new Map<string, tf.Tensor>();
  for (const node of nodes) {
    const owner = weightOwner(node);
    const own: Record<string, tf.Tensor> = {};
    for (const name of weightNames.get(node.name) ?? []) {
      const key = `${owner}.${name}`;
      // A layer used twice in one step goes on from what its first use remembered.
      const tensor = remembered.get(key) ?? weights.get(key);
      if (tensor) own[name] = tensor;
    }
    const from = node.inputs.map((input) => values.get(input) as tf.Tensor);
    const value = at(node.name, () => executorOf(node.layer)(node.layer, from, own, contextOf(node, owner, remembered, options)));
    const offset = options.offsets?.get(node.name);
    values.set(node.name, offset ? tf.add(value, offset) : value);
  }
  return { values, remembered };
}

function contextOf({ name }: Node, owner: string, remembered: Map<string, tf.Tensor>, { training, rule, seed, step, frozen }: ForwardOptions): Context {
  return {
    training: training && !frozen.has(name),
    rule,
    uniform(shape) {
      const length = shape.reduce((a, b) => a * b, 1);
      return tf.tensor(randomOf(seed, name, step).uniforms(length), [...shape], "float32");
    },
    remember(weight, value) {
      const key = `${owner}.${weight}`;
      remembered.get(key)?.dispose();
      remembered.set(key, tf.keep(tf.clone(value)));
    },
  };
}

/** The frozen nodes of a graph: those that have trainable weights, none of which is among `trainable`. */
export function frozenNodes(graph: Graph, trainableOf: ReadonlyMap<string, readonly string[]>, trainable: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    graph.nodes
      .filter((node) => {
        const names = trainableOf.get(node.name) ?? [];
        return names.length > 0 && !names.some((name) => trainable.has(name));
      })
      .map(({ name }) => name),
  );
}
