import { input, sizeOf, type Kernel } from "../kernel.ts";

/** Truths turned over. */
export const logicalNot: Kernel = (call) => {
  const x = input(call, "x");
  if (x.dtype !== "bool") return undefined;
  const y = call.backend.output(x.shape, "bool");
  call.backend.exports.LogicalNot(sizeOf(x), call.backend.pointer(x), call.backend.pointer(y));
  return y;
};
