import type { Dropout } from "@convscope/core";
import { only, type Executor } from "../executor.ts";
import { drop } from "../mask.ts";

/** One draw for each value. */
export const dropout: Executor<Dropout> = ({ rate }, inputs, _, context) => drop(only(inputs), rate, only(inputs).shape, context);
