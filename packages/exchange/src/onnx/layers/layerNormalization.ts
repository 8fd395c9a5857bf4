import type { LayerNormalization } from "@convscope/core";
import { filled } from "../builder.ts";
import type { Emit } from "../emission.ts";

/** Over all axes PyTorch's arrays have the channels first, and so has the input. */
export const layerNormalization: Emit<LayerNormalization> = ({ axes, epsilon }, [x], to) => {
  const isFirst = axes === "all" && x.shape.length > 1;
  const value = isFirst ? to.first(x) : to.last(x);
  const dims = axes === "last" ? x.shape.slice(-1) : [...x.shape.slice(-1), ...x.shape.slice(0, -1)];
  const gain = to.optional("weight") ?? to.constant("ones", dims, () => filled(dims, 1));
  const y = to.op("LayerNormalization", [value, gain, to.optional("bias")], { axis: axes === "last" ? x.shape.length : 1, epsilon: { float: epsilon } });
  return isFirst ? to.withFirst(y) : to.withLast(y);
};
