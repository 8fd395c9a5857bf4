import { input, type Kernel } from "../kernel.ts";
import { asTheyAre, reduce, requested } from "../reduce.ts";

/** The greatest or the least; of truths, whether any or all are true. */
const extreme =
  (name: "Max" | "Min", attribute: "axis" | "reductionIndices"): Kernel =>
  (call) => {
    const { dtype } = input(call, "x");
    const shared = { ...requested(call), axis: call.attrs[attribute], gives: dtype };
    return dtype === "float32"
      ? reduce({ ...shared, computes: dtype, ofNothing: NaN, run: asTheyAre(call.backend, name) })
      : reduce({ ...shared, computes: "int32", ofNothing: 0, run: asTheyAre(call.backend, `${name}OfWholes`) });
  };

export const max: Kernel = extreme("Max", "reductionIndices");
export const min: Kernel = extreme("Min", "axis");

const truths =
  (kernel: Kernel): Kernel =>
  (call) =>
    input(call, "x").dtype === "bool" ? kernel(call) : undefined;

export const any: Kernel = truths(extreme("Max", "axis"));
export const all: Kernel = truths(extreme("Min", "axis"));
