import type { ExportName } from "./generated/exports.ts";
import { input, sizeOf, type Kernel } from "./kernel.ts";
import { setParameters, type Parameters } from "./parameters.ts";

export interface UnaryOptions {
  /** The kernel for int32; those are left to the cpu backend unless said. */
  readonly wholes?: ExportName;
  readonly parameters?: Parameters;
}

/** A kernel that maps the numbers of `x` one by one. */
export const unary =
  (name: ExportName, { wholes, parameters }: UnaryOptions = {}): Kernel =>
  (call) => {
    const x = input(call, "x");
    const kernel = x.dtype === "float32" ? name : x.dtype === "int32" ? wholes : undefined;
    if (!kernel) return undefined;
    setParameters(call, parameters);
    const y = call.backend.output(x.shape, x.dtype);
    call.backend.exports[kernel](sizeOf(x), call.backend.pointer(x), call.backend.pointer(y));
    return y;
  };

/** A kernel that says whether something is true of each number of `x`. */
export const truth =
  (name: ExportName): Kernel =>
  (call) => {
    const x = input(call, "x");
    if (x.dtype !== "float32") return undefined;
    const y = call.backend.output(x.shape, "bool");
    call.backend.exports[name](sizeOf(x), call.backend.pointer(x), call.backend.pointer(y));
    return y;
  };
