import type { Softsign } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const softsign: Emit<Softsign> = (_, [x], to) => to.like(x, to.op("Softsign", [to.asIs(x)]));
