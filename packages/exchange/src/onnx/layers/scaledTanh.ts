import type { ScaledTanh } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const scaledTanh: Emit<ScaledTanh> = ({ amplitude, steepness }, [x], to) =>
  to.like(x, to.op("Mul", [to.op("Tanh", [to.op("Mul", [to.asIs(x), to.number(steepness)])]), to.number(amplitude)]));
