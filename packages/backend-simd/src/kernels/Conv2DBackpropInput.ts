import { convolveBack } from "../convolve.ts";
import { input, type Kernel } from "../kernel.ts";
import { slidingOf } from "../sliding.ts";

/** dy `[N, H', W', filters]`, filter `[kh, kw, C, filters]` to dx in the shape of the attribute `inputShape`; also the transposed convolution. */
export const conv2DBackpropInput: Kernel = (call) => {
  const [dy, filter] = [input(call, "dy"), input(call, "filter")];
  const sliding = slidingOf(call.attrs, call.attrs["inputShape"] as readonly number[], filter.shape);
  return sliding && convolveBack(call.backend, dy, filter, sliding);
};
