import type { UnitStep } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const step: Emit<UnitStep> = (_, [x], to) => to.like(x, to.op("Cast", [to.op("Greater", [to.asIs(x), to.number(0)])], { to: 1 }));
