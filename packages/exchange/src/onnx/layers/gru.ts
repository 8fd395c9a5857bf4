import type { Gru } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { unrolled } from "../recurrent.ts";

/** PyTorch's gates are reset, update, new; ONNX's update, reset, new. The reset is of the product with the state, as in PyTorch. */
export const gru: Emit<Gru> = (layer, [x], to) => unrolled(layer, x, to, { op: "GRU", gates: [1, 0, 2], attributes: { linear_before_reset: 1 } });
