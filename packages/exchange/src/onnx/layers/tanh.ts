import type { Tanh } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const tanh: Emit<Tanh> = (_, [x], to) => to.like(x, to.op("Tanh", [to.asIs(x)]));
