import type { Permute } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const permute: Emit<Permute> = ({ axes }, [x], to) => to.withLast(to.transpose(to.last(x), [0, ...axes.map((axis) => axis + 1)]));
