import type { Normalization } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** (x − mean) / √variance. */
export const normalization: Emit<Normalization> = (_, [x], to) =>
  to.like(x, to.op("Div", [to.op("Sub", [to.asIs(x), to.perChannel(x, "mean")]), to.op("Sqrt", [to.perChannel(x, "variance")])]));
