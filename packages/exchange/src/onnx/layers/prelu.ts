import type { Prelu } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const prelu: Emit<Prelu> = (_, [x], to) => to.like(x, to.op("PRelu", [to.asIs(x), to.perChannel(x, "weight")]));
