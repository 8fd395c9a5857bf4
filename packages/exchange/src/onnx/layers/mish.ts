import type { Mish } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** x · tanh(ln(1 + e^x)). */
export const mish: Emit<Mish> = (_, [x], to) => to.like(x, to.op("Mul", [to.asIs(x), to.op("Tanh", [to.op("Softplus", [to.asIs(x)])])]));
