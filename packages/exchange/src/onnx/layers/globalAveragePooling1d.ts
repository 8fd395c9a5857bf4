import type { GlobalAveragePooling1d } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const globalAveragePooling1d: Emit<GlobalAveragePooling1d> = (_, [x], to) => to.withLast(to.op("Flatten", [to.op("GlobalAveragePool", [to.first(x)])], { axis: 1 }));
