import type { Shape } from "../shape.ts";
import { designLayer, type DesignableKind, type LayerDesign } from "./designLayer.ts";
import { designStack, type StackDesign, type StackWish } from "./designStack.ts";
import { wish } from "./request.ts";

/** What is wanted: of one layer (`input` and `output`, perhaps `kind`), or of a stack (`receptiveField` or a budget too). */
export interface DesignWish extends StackWish {
  readonly kind?: DesignableKind;
}

export type Design =
  | { readonly of: "layer"; readonly input: Shape; readonly output: Shape; readonly solutions: readonly LayerDesign[] }
  | { readonly of: "stack"; readonly solutions: readonly StackDesign[] };

/**
 * Searches what leads to a wanted size, receptive field or budget, the best first and each with its reasons:
 * `design({ input: [32, 32], output: [28, 28] })` one layer,
 * `design({ receptiveField: 65, output: [7, 7], maxParams: 100_000 })` a stack.
 *
 * @throws DesignError where nothing leads there.
 */
export function design(request: DesignWish): Design {
  const { kind, input, output } = request;
  const stack = request.receptiveField !== undefined || request.maxParams !== undefined || request.maxMacs !== undefined;
  if (stack) {
    wish(kind === undefined, `a kind can be wanted of one layer only. Received kind ${kind} with a receptive field or a budget.`);
    return { of: "stack", solutions: designStack(request) };
  }
  wish(input !== undefined && output !== undefined, "one layer needs an input and an output size; a stack needs a receptive field or a budget. Received neither.");
  return { of: "layer", input, output, solutions: designLayer({ input, output, ...(kind && { kind }) }) };
}
