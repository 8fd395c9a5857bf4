import type { HardSwish } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const hardSwish: Emit<HardSwish> = (_, [x], to) => to.like(x, to.op("HardSwish", [to.asIs(x)]));
