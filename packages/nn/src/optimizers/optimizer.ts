import { positive, recordOf, type Field, type FieldsOf, type OptionsOf } from "../record.ts";

/** Gradients made smaller before they are used. At most one of the two. */
export interface Clipping {
  /** The most that the length of all gradients together may be; longer ones are scaled down. PyTorch `clip_grad_norm_`, Keras `global_clipnorm`. */
  readonly clipNorm?: number;
  /** The most that each number may be away from zero. PyTorch `clip_grad_value_`, Keras `clipvalue`. */
  readonly clipValue?: number;
}

export const clippingFields: { readonly clipNorm: Field; readonly clipValue: Field } = { clipNorm: positive, clipValue: positive };

/** What every optimiser has. */
export interface Stepping extends Clipping {
  /** The step size η; a schedule may give another for each step. */
  readonly learningRate: number;
  /** λ: adds λ · parameter to the gradient, the derivative of ½ λ‖parameter‖² (L2). Only AdamW applies it otherwise. */
  readonly weightDecay: number;
}

/** Numbers that have to be remembered of a parameter from step to step beside its arrays, by PyTorch's name. */
export type Scalars = { readonly [name: string]: number };

/** What every optimiser says of itself, in its own file. */
export interface OptimizerRules<O extends { readonly kind: string }> {
  readonly doc: {
    /** One plain sentence. */
    readonly summary: string;
    readonly pytorch: string;
    readonly keras: string;
    readonly source: string;
  };
  readonly defaults: O;
  readonly fields: FieldsOf<O>;
  /** The arrays remembered for each parameter, in its shape, and the number they start with. Names are PyTorch's. */
  slots(optimizer: O): { readonly [name: string]: number };
  /** The numbers before the first step; none if left out. */
  readonly scalars?: Scalars;
  /** The numbers of step t = 1, 2, … from those of the step before. */
  nextScalars?(optimizer: O, step: number, scalars: Scalars): Scalars;
}

/** Fills in the defaults: the whole of most factories. */
export function optimizerOf<O extends Clipping & { readonly kind: string }>({ defaults, fields }: OptimizerRules<O>, options: OptionsOf<O>): O {
  const optimizer = recordOf(defaults, fields, options);
  const { kind, clipNorm, clipValue } = optimizer;
  if (clipNorm !== undefined && clipValue !== undefined) throw new RangeError(`${kind}: give clipNorm or clipValue, not both. Received ${clipNorm} and ${clipValue}.`);
  return optimizer;
}
