import type { Elu } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const elu: Emit<Elu> = ({ alpha }, [x], to) => to.like(x, to.op("Elu", [to.asIs(x)], { alpha: { float: alpha } }));
