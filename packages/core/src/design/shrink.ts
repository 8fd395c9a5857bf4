import { floor, minus, over, quantity } from "../expression.ts";
import { check } from "../errors.ts";
import type { Step } from "../layer.ts";
import { step } from "../step.ts";

/** How many convolutions without padding a map has room for. */
export interface Shrinking {
  readonly from: number;
  readonly kernelSize: number;
  readonly layers: number;
  /** The side that is left: too small for a further kernel. */
  readonly left: number;
  readonly working: Step;
}

/**
 * How many k×k convolutions with stride 1 and no padding fit one after the other on n×n. 3×3 on 400×400: 199, which leave 2×2.
 *
 * @throws LayerError unless both are whole and the kernel has at least 2 pixels a side.
 */
export function layersToShrink(from: number, kernelSize: number = 3): Shrinking {
  check(Number.isSafeInteger(from) && from >= 1, "conv2d", `the map must have a whole side ≥ 1. Received ${from}.`);
  check(Number.isSafeInteger(kernelSize) && kernelSize >= 2, "conv2d", `only a kernel of at least 2 pixels a side shrinks a map. Received ${kernelSize}.`);
  const working = step("layers", floor(over(minus(quantity("n", from), 1), minus(quantity("k", kernelSize), 1))), "each layer takes k − 1 off, as arXiv:1603.07285, relationship 1 has it");
  return { from, kernelSize, layers: working.value, left: from - working.value * (kernelSize - 1), working };
}
