import { plus, quantity, times, type Expression } from "./expression.ts";
import { flag, known, whole } from "./field.ts";
import type { LayerRecord, Rules, WeightSpecs } from "./layer.ts";
import { step } from "./step.ts";
import { global, steps } from "./window.ts";

/** What all recurrent layers hold. */
export interface Recurrent extends LayerRecord {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly bidirectional: boolean;
  readonly useBias: boolean;
}

export interface RecurrentOptions {
  /** The state after every step, `[length, units]`, instead of the last one, `[units]`. */
  readonly returnSequences?: boolean;
  /** Also reads the sequence from its end, with weights of its own, and puts both states side by side. */
  readonly bidirectional?: boolean;
  readonly useBias?: boolean;
}

export const recurrentFields: { readonly [F in "units" | "returnSequences" | "bidirectional" | "useBias"]: Rules<Recurrent>["fields"][F] } = {
  units: whole(1), returnSequences: flag, bidirectional: flag, useBias: flag,
};

/** The options with their defaults; refuses unknown ones. `more` are the options of the kind alone. */
export function recurrentOptions(kind: string, options: RecurrentOptions, ...more: readonly string[]): Required<RecurrentOptions> {
  known(kind, options, ...more, "returnSequences", "bidirectional", "useBias");
  const { returnSequences = false, bidirectional = false, useBias = true } = options;
  return { returnSequences, bidirectional, useBias };
}

/** The endings of the weight names of each direction, as PyTorch has them for one layer. */
const directions = ({ bidirectional }: Pick<Recurrent, "bidirectional">): readonly string[] => (bidirectional ? ["_l0", "_l0_reverse"] : ["_l0"]);

type Shared = "arity" | "work" | "outputShape" | "weights" | "macs" | "windows" | "derive";

/** The rules of a cell whose new state comes from `gates` weighted sums of the input and of the state before. */
export function recurrentRules<L extends Recurrent>(kind: L["kind"], gates: number): Pick<Rules<L>, Shared> {
  return {
    arity: 1,
    work: "recurrent",

    outputShape(layer, inputs) {
      const [length] = steps(kind, inputs);
      const states = directions(layer).length * layer.units;
      return layer.returnSequences ? [length, states] : [states];
    },

    weights(layer, inputs): WeightSpecs {
      const [, channels] = steps(kind, inputs);
      const { units } = layer;
      const sums = gates * units;
      const specs: WeightSpecs[] = directions(layer).map((end) => ({
        [`weight_ih${end}`]: { shape: [channels, sums], trainable: true, role: "kernel", fans: [channels, sums], torchAxes: [1, 0] },
        [`weight_hh${end}`]: { shape: [units, sums], trainable: true, role: "recurrent", fans: [units, sums], torchAxes: [1, 0] },
        ...(layer.useBias && {
          [`bias_ih${end}`]: { shape: [sums], trainable: true, role: "bias", fans: [units, sums] },
          [`bias_hh${end}`]: { shape: [sums], trainable: true, role: "bias", fans: [units, sums] },
        }),
      }));
      return Object.assign({}, ...specs) as WeightSpecs;
    },

    macs(layer, inputs) {
      const [length, channels] = steps(kind, inputs);
      return directions(layer).length * length * (channels + layer.units) * gates * layer.units;
    },

    /** Early steps reach every later one through the state. */
    windows: global,

    derive(layer, inputs) {
      const [length, channels] = steps(kind, inputs);
      const [c, u] = [quantity("c", channels), quantity("u", layer.units)];
      const sums: readonly Expression[] = [...(layer.bidirectional ? [quantity("d", 2)] : []), ...(gates > 1 ? [quantity("g", gates)] : []), u];
      const each = gates > 1 ? "each gate of each unit" : "each unit";
      return [
        ...(layer.returnSequences ? [step("length", quantity("t", length), "one state for every step")] : []),
        step("parameters", times(layer.useBias ? plus(c, u, 2) : plus(c, u), ...sums), `one weight per input, one per unit of the state before${layer.useBias ? ", and PyTorch's two biases" : ""}, for ${each}`),
        step("macs", times(quantity("t", length), plus(c, u), ...sums), `every step multiplies the input and the state before once for ${each}`),
      ];
    },
  };
}
