import type { Reshape } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { flattened } from "../flattened.ts";

/** To one row it is a flattening; any other shape is of values in the graph's order. */
export const reshape: Emit<Reshape> = (_, [x], to) => (to.shape.length === 1 ? flattened(x, to) : to.withLast(to.reshape(to.last(x), to.shape)));
