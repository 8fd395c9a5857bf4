import type { Flatten } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { flattened } from "../flattened.ts";

/** Of maps PyTorch has the channels first, and so do the weights of what follows. */
export const flatten: Emit<Flatten> = (_, [x], to) => flattened(x, to);
