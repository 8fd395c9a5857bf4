import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";

/** A kernel `[filters, C, …]` as `[filters, …, C]`, the order in which steps keep kernels: costs nothing for one that comes from there. */
export const kept = (to: Tape, w: Value): Value => to.transpose(w, [0, ...to.dims(w).slice(2).map((_, i) => i + 2), 1]);

/** The other way: `[filters, …, C]` as `[filters, C, …]`. */
export const asTorch = (to: Tape, w: Value): Value => { const rank = to.dims(w).length; return to.transpose(w, [0, rank - 1, ...to.dims(w).slice(2).map((_, i) => i + 1)]); };

/** The numbers of a kernel's cells, the last first. */
export const reversed = (cells: number): readonly number[] => Array.from({ length: cells }, (_, i) => cells - 1 - i);
