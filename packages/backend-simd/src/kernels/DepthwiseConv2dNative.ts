import { convolve, convolveBack, convolveFilter } from "../convolve.ts";
import { activate } from "../activate.ts";
import { input, type Kernel } from "../kernel.ts";
import { slidingOf, type Sliding } from "../sliding.ts";

/** A filter `[kh, kw, C, m]` in memory is one of `C` groups, `[kh, kw, 1, C · m]`. */
const depthwiseSliding = (attrs: { readonly [name: string]: unknown }, xShape: readonly number[], filterShape: readonly number[]): Sliding | undefined => slidingOf(attrs, xShape, filterShape, true);

/** x `[N, H, W, C]`, filter `[kh, kw, C, m]` to `[N, H', W', C · m]`. */
export const depthwiseConv2dNative: Kernel = (call) => {
  const [x, filter] = [input(call, "x"), input(call, "filter")];
  const sliding = depthwiseSliding(call.attrs, x.shape, filter.shape);
  return sliding && convolve(call.backend, x, filter, sliding);
};

/** The same with a bias `[C · m]` and an activation. */
export const fusedDepthwiseConv2D: Kernel = (call) => {
  const [x, filter] = [input(call, "x"), input(call, "filter")];
  const sliding = depthwiseSliding(call.attrs, x.shape, filter.shape);
  return sliding && activate(call, (activation) => convolve(call.backend, x, filter, sliding, call.inputs["bias"], activation));
};

/** dy `[N, H', W', C · m]` to dx in the shape of the attribute `inputShape`. */
export const depthwiseConv2dNativeBackpropInput: Kernel = (call) => {
  const [dy, filter] = [input(call, "dy"), input(call, "filter")];
  const sliding = depthwiseSliding(call.attrs, call.attrs["inputShape"] as readonly number[], filter.shape);
  return sliding && convolveBack(call.backend, dy, filter, sliding);
};

/** The gradient to a filter of the attribute `filterShape`. */
export const depthwiseConv2dNativeBackpropFilter: Kernel = (call) => {
  const [x, dy] = [input(call, "x"), input(call, "dy")];
  const filterShape = call.attrs["filterShape"] as readonly number[];
  const sliding = depthwiseSliding(call.attrs, x.shape, filterShape);
  return sliding && { ...convolveFilter(call.backend, x, dy, sliding), shape: [...filterShape] };
};
