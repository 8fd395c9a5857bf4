import { product, type GroupNormalization } from "@convscope/core";
import { affine } from "../affine.ts";
import { filled, type Value } from "../builder.ts";
import type { Emit } from "../emission.ts";

/** ONNX has no group normalisation before opset 18: an instance normalisation of each group as one channel. */
export const groupNormalization: Emit<GroupNormalization> = ({ groups, epsilon }, [x], to) => {
  const first = x.shape.length === 1 ? to.last(x) : to.first(x);
  const channels = x.shape.at(-1) ?? 1;
  const rows = to.reshape(first, [groups, product(x.shape) / groups]);
  const one = (name: string, n: number): Value => to.constant(name, [groups], () => filled([groups], n));
  const normal = to.op("InstanceNormalization", [rows, one("ones", 1), one("zeros", 0)], { epsilon: { float: epsilon } });
  const y = to.withFirst(to.reshape(normal, [channels, ...x.shape.slice(0, -1)]));
  return to.withFirst(affine(to, y, y.value));
};
