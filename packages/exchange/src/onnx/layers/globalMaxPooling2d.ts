import type { GlobalMaxPooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const globalMaxPooling2d: Emit<GlobalMaxPooling2d> = (_, [x], to) => to.withLast(to.op("Flatten", [to.op("GlobalMaxPool", [to.first(x)])], { axis: 1 }));
