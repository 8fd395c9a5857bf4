import type { Embedding } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const embedding: Emit<Embedding> = (_, [x], to) => to.withLast(to.op("Gather", [to.weight("weight"), to.tokens(x)]));
