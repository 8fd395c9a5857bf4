import { input, type Kernel } from "../kernel.ts";
import { asTheyAre, inDoubles, reduce, requested } from "../reduce.ts";

/** Sums; of whole numbers and truths, whole numbers. */
export const sum: Kernel = (call) =>
  input(call, "x").dtype === "float32"
    ? reduce({ ...requested(call), computes: "float32", gives: "float32", ofNothing: 0, run: inDoubles(call.backend, "Sum", 1) })
    : reduce({ ...requested(call), computes: "int32", gives: "int32", ofNothing: 0, run: asTheyAre(call.backend, "SumOfWholes") });

/** Products, likewise. */
export const prod: Kernel = (call) =>
  input(call, "x").dtype === "float32"
    ? reduce({ ...requested(call), computes: "float32", gives: "float32", ofNothing: 1, run: inDoubles(call.backend, "Prod") })
    : reduce({ ...requested(call), computes: "int32", gives: "int32", ofNothing: 1, run: asTheyAre(call.backend, "ProdOfWholes") });

/** Means are float32 always. */
export const mean: Kernel = (call) =>
  reduce({ ...requested(call), computes: "float32", gives: "float32", ofNothing: 0, run: (pass, x, y) => inDoubles(call.backend, "Sum", 1 / pass.length)(pass, x, y) });
