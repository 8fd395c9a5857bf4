import { convolveFilter } from "../convolve.ts";
import { input, type Kernel } from "../kernel.ts";
import { slidingOf } from "../sliding.ts";

/** x `[N, H, W, C]`, dy `[N, H', W', filters]` to the gradient of a filter of the attribute `filterShape`. */
export const conv2DBackpropFilter: Kernel = (call) => {
  const [x, dy] = [input(call, "x"), input(call, "dy")];
  const sliding = slidingOf(call.attrs, x.shape, call.attrs["filterShape"] as readonly number[]);
  return sliding && convolveFilter(call.backend, x, dy, sliding);
};
