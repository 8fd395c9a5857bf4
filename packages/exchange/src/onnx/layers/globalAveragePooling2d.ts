import type { GlobalAveragePooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const globalAveragePooling2d: Emit<GlobalAveragePooling2d> = (_, [x], to) => to.withLast(to.op("Flatten", [to.op("GlobalAveragePool", [to.first(x)])], { axis: 1 }));
