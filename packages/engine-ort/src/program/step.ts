import type { Graph } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { frozenNodes, trainableWeights, type Objective, type Optimizer } from "@convscope/nn";
import { differentiate } from "../graph/differentiate.ts";
import { forward } from "../graph/forward.ts";
import { Tape } from "../graph/tape.ts";
import { clipGradients } from "../optimizers/clip.ts";
import { ruleOf } from "../optimizers/table.ts";
import { named } from "./named.ts";
import { writeObjective } from "./objective.ts";
import type { Program } from "./program.ts";

/** What a training step is written for. */
export interface StepPlan {
  readonly batch: number;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  /** The weights that may change. A layer that has trainable weights, none of which is among them, runs as at inference. */
  readonly trainable: readonly string[];
  /** Weights whose step has other numbers than that of the rest: the group of each, counted from 0. */
  readonly groupOf: (key: string) => number;
  /** As of `forward`. */
  readonly block?: number;
  readonly portable?: boolean;
}

/** A whole training step as one model: forward, loss, backward, update of weights and remembered statistics. */
export function stepProgram(graph: Graph, { batch, objective, optimizer, trainable, groupOf, block = 0, portable = false }: StepPlan): Program {
  const ends = Object.keys(objective);
  const pass = forward(graph, { batch, ends, training: true, block, portable, poolsFirst: true, frozen: frozenNodes(graph, trainableWeights(graph), new Set(trainable)) });
  const { recorder, weights, remembered, draws } = pass;
  const { sum, each, gradients } = writeObjective(pass, objective);
  const used = trainable.filter((key) => weights.has(key));
  const found = differentiate(recorder, gradients(), used.map((key) => weights.get(key) as Value), "true");
  // A weight that the loss does not depend on stays, as if it were frozen.
  const learning = used.filter((key) => found.has(weights.get(key) as Value));
  const rule = ruleOf(optimizer);
  const clipped = clipGradients(new Tape(recorder, "clip"), optimizer, learning.map((key) => found.get(weights.get(key) as Value) as Value));
  const numbers = new Map<string, Value>();
  const kept: { readonly key: string; readonly name: string }[] = [];
  const next: [string, Value][] = [];
  learning.forEach((key, i) => {
    const parameter = weights.get(key) as Value;
    const to = new Tape(recorder, `${key}/step`);
    const after = rule.update(optimizer, {
      parameter, gradient: clipped[i] as Value,
      slot(name) {
        kept.push({ key, name });
        return recorder.input(`${key}/${name}`, "float", to.dims(parameter));
      },
      number(name) {
        const input = named.number(groupOf(key), name);
        const value = numbers.get(input) ?? recorder.input(input, "float", []);
        numbers.set(input, value);
        return value;
      },
    }, to);
    next.push([key, after.parameter], ...Object.entries(after.slots).map(([name, value]) => [`${key}/${name}`, value] as [string, Value]));
  });
  recorder.result("loss", sum);
  for (const [name, value] of each) recorder.result(named.loss(name), value);
  for (const name of ends) recorder.result(named.output(name), pass.value(name));
  for (const [key, value] of [...next, ...remembered]) recorder.result(named.next(key), value);
  return { model: recorder.model(graph.name, {}), results: recorder.results, draws, learning, changed: [...learning, ...remembered.keys()], slots: kept };
}
