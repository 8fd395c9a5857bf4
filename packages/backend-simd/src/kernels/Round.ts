import { input, type Kernel } from "../kernel.ts";
import { unary } from "../unary.ts";

/** The nearest whole numbers, of halves the even one. */
export const round: Kernel = (call) => {
  const x = input(call, "x");
  return x.dtype === "int32" ? call.backend.alias(x, x.shape) : floats(call);
};

const floats = unary("Round");
