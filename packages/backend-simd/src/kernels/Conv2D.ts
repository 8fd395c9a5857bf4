import { convolve } from "../convolve.ts";
import { input, type Kernel } from "../kernel.ts";
import { slidingOf } from "../sliding.ts";

/** x `[N, H, W, C]`, filter `[kh, kw, C, filters]`. */
export const conv2D: Kernel = (call) => {
  const [x, filter] = [input(call, "x"), input(call, "filter")];
  const sliding = slidingOf(call.attrs, x.shape, filter.shape);
  return sliding && convolve(call.backend, x, filter, sliding);
};
