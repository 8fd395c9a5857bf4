import type { RepeatVector } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const repeatVector: Emit<RepeatVector> = ({ n }, [x], to) => to.withLast(to.op("Tile", [to.reshape(to.last(x), [1, x.shape[0] ?? 1]), to.wholes([1, n, 1])]));
