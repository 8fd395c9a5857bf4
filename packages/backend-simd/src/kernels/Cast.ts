import type * as tf from "@tensorflow/tfjs-core";
import type { ExportName } from "../generated/exports.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";

type Ours = "float32" | "int32" | "bool";

const casts: { readonly [From in Ours]: { readonly [To in Ours]?: ExportName } } = {
  float32: { int32: "CastFloatToInt", bool: "CastFloatToBool" },
  int32: { float32: "CastIntToFloat", bool: "CastIntToBool" },
  bool: { float32: "CastBoolToFloat", int32: "CastBoolToInt" },
};

/** The same values as another type. */
export const cast: Kernel = (call) => {
  const x = input(call, "x");
  const dtype = call.attrs["dtype"] as tf.DataType;
  if (x.dtype === dtype) return call.backend.alias(x, x.shape);
  const kernel = casts[x.dtype as Ours]?.[dtype as Ours];
  if (!kernel) return undefined;
  const y = call.backend.output(x.shape, dtype);
  call.backend.exports[kernel](sizeOf(x), call.backend.pointer(x), call.backend.pointer(y));
  return y;
};
