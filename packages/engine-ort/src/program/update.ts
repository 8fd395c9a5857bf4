import type { Value } from "@convscope/exchange/onnx";
import type { Optimizer } from "@convscope/nn";
import type { Dims } from "../graph/dims.ts";
import { Recorder } from "../graph/recorder.ts";
import { Tape } from "../graph/tape.ts";
import { clipGradients } from "../optimizers/clip.ts";
import { ruleOf } from "../optimizers/table.ts";
import { named } from "./named.ts";
import type { Program } from "./program.ts";

/** How weights learn from their gradients. */
export interface UpdatePlan {
  readonly optimizer: Optimizer;
  /** Weights whose step has other numbers than that of the rest: the group of each, counted from 0. */
  readonly groupOf: (key: string) => number;
}

/** A weight that learns, and its gradient before clipping. */
export interface Learning {
  readonly key: string;
  readonly parameter: Value;
  readonly gradient: Value;
}

/** The optimiser's step, written. */
export interface WrittenUpdate {
  /** What weights, and what is remembered of them, take after the step, by name. */
  readonly next: readonly (readonly [string, Value])[];
  readonly slots: Program["slots"];
}

/** Writes how all weights that learn take their step. */
export function writeUpdate(recorder: Recorder, learning: readonly Learning[], { optimizer, groupOf }: UpdatePlan): WrittenUpdate {
  const rule = ruleOf(optimizer);
  const clipped = clipGradients(new Tape(recorder, "clip"), optimizer, learning.map(({ gradient }) => gradient));
  const numbers = new Map<string, Value>();
  const slots: { readonly key: string; readonly name: string }[] = [];
  const next = learning.flatMap(({ key, parameter }, i) => {
    const to = new Tape(recorder, `${key}/step`);
    const after = rule.update(optimizer, {
      parameter, gradient: clipped[i] as Value,
      slot(name) {
        slots.push({ key, name });
        return recorder.input(`${key}/${name}`, "float", to.dims(parameter));
      },
      number(name) {
        const input = named.number(groupOf(key), name);
        const value = numbers.get(input) ?? recorder.input(input, "float", []);
        numbers.set(input, value);
        return value;
      },
    }, to);
    return [[key, after.parameter] as const, ...Object.entries(after.slots).map(([name, value]) => [`${key}/${name}`, value] as const)];
  });
  return { next, slots };
}

/** The optimiser's step alone: its gradients, of weights in these shapes, are inputs of the model. */
export function updateProgram(name: string, shapes: ReadonlyMap<string, Dims>, plan: UpdatePlan): Program {
  const recorder = new Recorder();
  const learning = [...shapes].map(([key, dims]) => ({ key, parameter: recorder.input(key, "float", dims), gradient: recorder.input(named.gradient("weight", key), "float", dims) }));
  const { next, slots } = writeUpdate(recorder, learning, plan);
  for (const [key, value] of next) recorder.result(named.next(key), value);
  const keys = [...shapes.keys()];
  return { model: recorder.model(name, {}), results: recorder.results, draws: new Map(), learning: keys, changed: keys, slots };
}
