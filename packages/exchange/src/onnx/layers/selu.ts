import type { Selu } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** Its default alpha and gamma are those of the paper. */
export const selu: Emit<Selu> = (_, [x], to) => to.like(x, to.op("Selu", [to.asIs(x)]));
