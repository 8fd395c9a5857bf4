import { convolve, convolveBack, convolveFilter } from "../convolve.ts";
import type { Activation } from "../describe.ts";
import { input, type Kernel } from "../kernel.ts";
import { groupedSlidingOf } from "../sliding.ts";

/**
 * A convolution as networks have it, one kernel for all: any strides, dilations, padding and groups together, with bias and
 * activation. x `[N, H, W, C]`, filter `[kh, kw, C / groups, filters]`, bias `[filters]` if any. Attributes: `strides`,
 * `dilations`, `pad` `[[top, bottom], [left, right]]`, `groups`, `activation` (`linear`, `relu`, `relu6`).
 */
export const groupedConv2D: Kernel = (call) => {
  const [x, filter] = [input(call, "x"), input(call, "filter")];
  return convolve(call.backend, x, filter, groupedSlidingOf(call.attrs, x.shape, filter.shape), call.inputs["bias"], call.attrs["activation"] as Activation);
};

/** dy `[N, H', W', filters]` to dx in the shape of the attribute `inputShape`. */
export const groupedConv2DBackpropInput: Kernel = (call) => {
  const [dy, filter] = [input(call, "dy"), input(call, "filter")];
  return convolveBack(call.backend, dy, filter, groupedSlidingOf(call.attrs, call.attrs["inputShape"] as readonly number[], filter.shape));
};

/** The gradient to a filter of the attribute `filterShape`. */
export const groupedConv2DBackpropFilter: Kernel = (call) => {
  const [x, dy] = [input(call, "x"), input(call, "dy")];
  return convolveFilter(call.backend, x, dy, groupedSlidingOf(call.attrs, x.shape, call.attrs["filterShape"] as readonly number[]));
};
