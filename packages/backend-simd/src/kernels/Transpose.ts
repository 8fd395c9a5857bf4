import { isOurs } from "../backend.ts";
import { input, type Kernel } from "../kernel.ts";
import { transposed } from "../move.ts";

/** Axis i of the result is axis `perm[i]` of x. */
export const transpose: Kernel = (call) => {
  const x = input(call, "x");
  return isOurs(x.dtype) ? transposed(call.backend, x, call.attrs["perm"] as number[]) : undefined;
};
