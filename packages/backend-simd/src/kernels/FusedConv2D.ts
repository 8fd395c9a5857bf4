import { activate } from "../activate.ts";
import { convolve } from "../convolve.ts";
import { input, type Kernel } from "../kernel.ts";
import { slidingOf } from "../sliding.ts";

/** x `[N, H, W, C]`, filter `[kh, kw, C, filters]`, bias `[filters]`, and an activation. */
export const fusedConv2D: Kernel = (call) => {
  const [x, filter] = [input(call, "x"), input(call, "filter")];
  const sliding = slidingOf(call.attrs, x.shape, filter.shape);
  return sliding && activate(call, (activation) => convolve(call.backend, x, filter, sliding, call.inputs["bias"], activation));
};
