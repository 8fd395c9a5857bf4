import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";
import { numbersOf, type WindowAxis, type Windows } from "../windows.ts";
import { largest, largestGrad } from "./MaxPool.ts";

const windowsIn = ({ attrs }: Call): Windows => [attrs["height"] as WindowAxis, attrs["width"] as WindowAxis];

/**
 * Kernel of our own: the largest value of each window of x `[N, H, W, C]`, of windows given outright in `height` and `width`, so that
 * they may be dilated.
 */
export const windowMaximum: Kernel = (call) => largest(call, input(call, "x"), windowsIn(call));

/**
 * Kernel of our own: the gradient of `WindowMaximum` from dy and x, which is max unpooling of dy too. The first of equal values in
 * memory order takes all; windows that share their maximum add up.
 */
export const windowMaximumGrad: Kernel = (call) => largestGrad(call, input(call, "dy"), input(call, "x"), windowsIn(call));

/** Kernel of our own, the adjoint of the one before: of each window the value of z where x has its first maximum. */
export const windowMaximumPick: Kernel = (call) => {
  const { backend } = call;
  const [x, z] = [input(call, "x"), input(call, "z")];
  const windows = windowsIn(call);
  const [n = 0, , , c = 0] = x.shape;
  const y = backend.output([n, windows[0].count, windows[1].count, c]);
  if (sizeOf(y) > 0) backend.exports.MaxPoolPick(backend.pointer(x), backend.pointer(z), backend.pointer(y), n, c, ...numbersOf(windows));
  return y;
};
