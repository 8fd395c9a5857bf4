import type { Dropout } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** At inference nothing is dropped. */
export const dropout: Emit<Dropout> = (_, [x]) => x;
