import { plus, quantity, times } from "../expression.ts";
import { checked, known, text, type Field } from "../field.ts";
import type { Rules, WeightSpecs, Window } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { step } from "../step.ts";

/**
 * A layer of your own: its rules ask the record itself. ONNX, PyTorch and Keras do not know it, so exporters answer that they
 * cannot write it. It holds functions, so unlike all other layers it is not JSON-safe.
 *
 * inputs and output: whatever `outputShape` says.
 */
export interface Custom {
  readonly kind: "custom";
  readonly name: string;
  outputShape(inputs: readonly Shape[]): Shape;
  weights(inputs: readonly Shape[]): WeightSpecs;
  macs(inputs: readonly Shape[]): number;
  window(inputs: readonly Shape[]): readonly Window[];
  readonly run: CustomRun;
}

/** What runs a custom layer, for those who do not know the engine's tensors: the engine that runs it does. */
export type CustomRun = (inputs: readonly never[], weights: { readonly [name: string]: never }, context: never) => unknown;

/**
 * `T` is the tensor of the engine that will run it, `C` what the engine tells it beside, such as whether it trains.
 * Tensors have a leading batch axis, shapes have none.
 */
export interface CustomOptions<T, C> {
  /** What people call it: in tables, diagrams and messages. */
  readonly name: string;
  outputShape(inputs: readonly Shape[]): Shape;
  /** No weights if left out. */
  weights?(inputs: readonly Shape[]): WeightSpecs;
  /** Multiply–accumulates for one sample; 0 if left out. */
  macs?(inputs: readonly Shape[]): number;
  /** Where an output looks at each input; the whole of it if left out. */
  window?(inputs: readonly Shape[]): readonly Window[];
  run(inputs: readonly T[], weights: { readonly [name: string]: T }, context: C): T;
}

/**
 * A layer of your own:
 *
 * ```ts
 * const double = custom({ name: "double", outputShape: ([x = []]) => x, window: () => ["pointwise"], run: ([x]: readonly tf.Tensor[]) => tf.mul(x, 2) });
 * ```
 *
 * @throws LayerError when a field is unknown, missing or of the wrong type.
 */
export function custom<T, C>(options: CustomOptions<T, C>): Custom {
  known("custom", options, "name", "outputShape", "weights", "macs", "window", "run");
  const { name, outputShape, weights = () => ({}), macs = () => 0, window = (inputs) => inputs.map(() => "global"), run } = options;
  return checked(customRules.fields, { kind: "custom", name, outputShape, weights, macs, window, run });
}

const code = <F>(): Field<F> => ({ expects: "a function, which a file cannot hold", accepts: (value): value is F => typeof value === "function" });

export const customRules: Rules<Custom> = {
  doc: { summary: "A layer of your own, which brings its rules with it.", onnx: "", pytorch: "", keras: "", source: "" },
  arity: { least: 1 },
  work: "other",
  fields: { name: text, outputShape: code(), weights: code(), macs: code(), window: code(), run: code() },
  outputShape: (layer, inputs) => layer.outputShape(inputs),
  weights: (layer, inputs) => layer.weights(inputs),
  macs: (layer, inputs) => layer.macs(inputs),
  windows: (layer, inputs) => layer.window(inputs),

  derive(layer, inputs) {
    const all = Object.entries(layer.weights(inputs));
    const trained = all.filter(([, { trainable }]) => trainable);
    const learned = trained.length > 0 ? trained : all;
    const macs = layer.macs(inputs);
    const sizes = learned.map(([, { shape }]) => times(...shape));
    return [
      ...(sizes.length > 0 ? [step("parameters", sizes.length === 1 && sizes[0] ? sizes[0] : plus(...sizes), `${layer.name}: ${learned.map(([name]) => name).join(", ")}`)] : []),
      ...(macs > 0 ? [step("macs", quantity("m", macs), layer.name)] : []),
    ];
  },
};
