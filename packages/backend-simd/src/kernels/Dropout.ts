import { binary } from "../binary.ts";
import type { Kernel } from "../kernel.ts";

/**
 * A kernel of our own. Inputs x and `uniform`, numbers in [0, 1) that are broadcast to x; attribute `rate`. Where the number is
 * below the rate, x is multiplied by 0, elsewhere by 1 / (1 − rate). Of the gradient of the value, it gives that of x.
 */
export const dropout: Kernel = binary("Dropout", {
  inputs: ["x", "uniform"],
  parameters: ({ attrs }) => {
    const rate = attrs["rate"] as number;
    // Where everything is dropped nothing is left to scale.
    return [rate, rate < 1 ? 1 / Math.fround(1 - rate) : 1];
  },
});
