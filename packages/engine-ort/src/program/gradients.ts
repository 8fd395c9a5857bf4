import type { Graph } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { GradientRequest, GradientRule, Objective } from "@convscope/nn";
import { differentiate } from "../graph/differentiate.ts";
import { forward, type Forward } from "../graph/forward.ts";
import { Tape } from "../graph/tape.ts";
import { named } from "./named.ts";
import { writeObjective } from "./objective.ts";
import { unchanged, type Program } from "./program.ts";

/** What derivatives are written for. */
export interface GradientPlan {
  readonly batch: number;
  /** A loss, or nodes whose gradients come in from outside. */
  readonly of: { readonly objective: Objective; readonly weighed: readonly string[] } | { readonly nodes: readonly string[] };
  readonly withRespectTo: Required<GradientRequest["withRespectTo"]>;
  readonly rule: GradientRule;
  readonly training: boolean;
  /** As of `forward`. */
  readonly block?: number;
}

/** Derivatives as one model: `value`, and each gradient that is not zero under its name, in the graph's order. */
export function gradientProgram(graph: Graph, { batch, of, withRespectTo, rule, training, block = 0 }: GradientPlan): Program {
  const ends = "objective" in of ? Object.keys(of.objective) : of.nodes;
  const pass = forward(graph, { batch, ends, training, block, apart: new Set(withRespectTo.nodes) });
  const { recorder, draws } = pass;
  const { value, upstream } = "objective" in of ? ofObjective(pass, of.objective, of.weighed) : ofNodes(pass, of.nodes);
  const { inputs, nodes, weights } = withRespectTo;
  /** What is differentiated by, under the name its gradient gets, and how that is brought into the graph's order. */
  const by: { readonly name: string; readonly value: Value | undefined; ordered(gradient: Value): Value }[] = [
    ...inputs.map((name) => ({ name: named.gradient("input", name), value: pass.inputs.get(name), ordered: (gradient: Value) => gradient })),
    ...nodes.map((name) => ({ name: named.gradient("node", name), value: pass.asIs(name), ordered: (gradient: Value) => pass.value(name, gradient) })),
    ...weights.map((key) => ({ name: named.gradient("weight", key), value: pass.weights.get(key), ordered: (gradient: Value) => gradient })),
  ];
  const found = differentiate(recorder, upstream(), by.flatMap(({ value }) => value ?? []), rule);
  recorder.result("value", value);
  for (const { name, value, ordered } of by) {
    const gradient = value && found.get(value);
    if (gradient) recorder.result(name, ordered(gradient));
  }
  return { model: recorder.model(graph.name, {}), results: recorder.results, draws, ...unchanged };
}

/** A scalar, and what comes back from it to values of nodes. */
interface Scalar {
  readonly value: Value;
  upstream(): readonly (readonly [Value, Value])[];
}

function ofObjective(pass: Forward, of: Objective, weighed: readonly string[]): Scalar {
  const { sum, gradients } = writeObjective(pass, of, weighed);
  return { value: sum, upstream: gradients };
}

/** Σ value · upstream over nodes; the upstreams are inputs of the model. */
function ofNodes(pass: Forward, nodes: readonly string[]): Scalar {
  const to = new Tape(pass.recorder, "upstream");
  const pairs = nodes.map((name) => {
    const value = pass.value(name);
    return [value, pass.recorder.input(named.upstream(name), "float", to.dims(value))] as const;
  });
  const all = (x: Value): number[] => to.dims(x).map((_, axis) => axis);
  return {
    value: pairs.map(([value, upstream]) => to.sum(to.mul(value, upstream), all(value), false)).reduce((a, b) => to.add(a, b)),
    upstream: () => pairs,
  };
}
