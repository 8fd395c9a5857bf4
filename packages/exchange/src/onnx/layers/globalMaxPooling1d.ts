import type { GlobalMaxPooling1d } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const globalMaxPooling1d: Emit<GlobalMaxPooling1d> = (_, [x], to) => to.withLast(to.op("Flatten", [to.op("GlobalMaxPool", [to.first(x)])], { axis: 1 }));
