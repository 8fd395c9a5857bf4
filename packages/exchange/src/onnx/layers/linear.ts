import type { Linear } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** What goes in. */
export const linear: Emit<Linear> = (_, [x]) => x;
