import type { Graph } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { frozenNodes, trainableWeights, type Objective } from "@convscope/nn";
import { differentiate } from "../graph/differentiate.ts";
import { forward, type Forward } from "../graph/forward.ts";
import { named } from "./named.ts";
import { writeObjective } from "./objective.ts";
import type { Program } from "./program.ts";
import { writeUpdate, type Learning, type UpdatePlan } from "./update.ts";

/** What the gradients of a training step are written for. */
export interface PassPlan {
  readonly batch: number;
  readonly objective: Objective;
  /** Outputs whose samples have factors. */
  readonly weighed?: readonly string[];
  /** The weights that may change. A layer that has trainable weights, none of which is among them, runs as at inference. */
  readonly trainable: readonly string[];
  /** As of `forward`. */
  readonly block?: number;
  readonly portable?: boolean;
}

/** A whole training step as one model: forward, loss, backward, update of weights and remembered statistics. */
export function stepProgram(graph: Graph, plan: PassPlan & UpdatePlan): Program {
  const { pass, learning, results } = writePass(graph, plan);
  const { next, slots } = writeUpdate(pass.recorder, learning, plan);
  const keys = learning.map(({ key }) => key);
  return programOf(graph, pass, [...results, ...nextOf([...next, ...pass.remembered])], { learning: keys, changed: [...keys, ...pass.remembered.keys()], slots });
}

/** A step without its end, for a part of a batch: the gradients go out in place of the weights that they lead to. */
export function partProgram(graph: Graph, plan: PassPlan): Program {
  const { pass, learning, results } = writePass(graph, plan);
  const gradients = learning.map(({ key, gradient }) => [named.gradient("weight", key), gradient] as const);
  return programOf(graph, pass, [...results, ...gradients, ...nextOf([...pass.remembered])], { learning: learning.map(({ key }) => key), changed: [...pass.remembered.keys()], slots: [] });
}

type Results = readonly (readonly [name: string, value: Value])[];

const nextOf = (values: Results): Results => values.map(([key, value]) => [named.next(key), value]);

/** Forward, loss and backward. */
interface WrittenPass {
  readonly pass: Forward;
  readonly learning: readonly Learning[];
  /** Losses and outputs. */
  readonly results: Results;
}

function writePass(graph: Graph, { batch, objective, weighed, trainable, block = 0, portable = false }: PassPlan): WrittenPass {
  const ends = Object.keys(objective);
  const pass = forward(graph, { batch, ends, training: true, block, portable, poolsFirst: true, frozen: frozenNodes(graph, trainableWeights(graph), new Set(trainable)) });
  const { recorder, weights } = pass;
  const { sum, each, gradients } = writeObjective(pass, objective, weighed);
  const used = trainable.flatMap((key) => { const parameter = weights.get(key); return parameter ? [{ key, parameter }] : []; });
  const found = differentiate(recorder, gradients(), used.map(({ parameter }) => parameter), "true");
  // A weight that the loss does not depend on stays, as if it were frozen.
  const learning = used.flatMap(({ key, parameter }) => { const gradient = found.get(parameter); return gradient ? [{ key, parameter, gradient }] : []; });
  const losses = [["loss", sum] as const, ...[...each].map(([name, value]) => [named.loss(name), value] as const)];
  return { pass, learning, results: [...losses, ...ends.map((name) => [named.output(name), pass.value(name)] as const)] };
}

function programOf(graph: Graph, { recorder, draws }: Forward, results: Results, what: Pick<Program, "learning" | "changed" | "slots">): Program {
  for (const [name, value] of results) recorder.result(name, value);
  return { model: recorder.model(graph.name, {}), results: recorder.results, draws, ...what };
}
