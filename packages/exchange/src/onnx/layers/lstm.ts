import type { Lstm } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { unrolled } from "../recurrent.ts";

/** PyTorch's gates are in, forget, cell, out; ONNX's in, out, forget, cell. */
export const lstm: Emit<Lstm> = (layer, [x], to) => unrolled(layer, x, to, { op: "LSTM", gates: [0, 3, 1, 2] });
