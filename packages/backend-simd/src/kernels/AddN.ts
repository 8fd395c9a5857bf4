import { mapPairs } from "../binary.ts";
import type { Kernel } from "../kernel.ts";

/** The sum of tensors of one shape. */
export const addN: Kernel = (call) => {
  const [first, ...others] = Object.values(call.inputs);
  if (!first || (first.dtype !== "float32" && first.dtype !== "int32") || others.some(({ dtype }) => dtype !== first.dtype)) return undefined;
  if (others.length === 0) return call.backend.alias(first, first.shape);
  const y = call.backend.output(first.shape, first.dtype);
  const kernel = first.dtype === "float32" ? "Add" : "AddOfWholes";
  // The sum so far is added to where it lies.
  others.forEach((x, i) => mapPairs(call, kernel, i === 0 ? first : y, x, y));
  return y;
};
