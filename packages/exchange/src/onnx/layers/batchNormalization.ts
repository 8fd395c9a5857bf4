import type { BatchNormalization } from "@convscope/core";
import { affine } from "../affine.ts";
import { filled, type Value } from "../builder.ts";
import type { Emission, Emit, Laid } from "../emission.ts";

/** With running statistics one operation; without, what the batch itself says. */
export const batchNormalization: Emit<BatchNormalization> = (layer, [x], to) => {
  const channels = x.shape.at(-1) ?? 1;
  const one = (name: string, otherwise: number): Value => (to.has(name) ? to.weight(name, x.maps) : to.constant(name, [channels], () => filled([channels], otherwise)));
  const value = to.first(x);
  const as = { value, shape: x.shape, channels: "first", ...(x.maps !== undefined && { maps: x.maps }) } as const;
  if (layer.trackRunningStats)
    return to.like(as, to.op("BatchNormalization", [value, one("weight", 1), one("bias", 0), one("running_mean", 0), one("running_var", 1)], { epsilon: { float: layer.epsilon } }));
  return to.like(as, affine(to, as, byBatch(layer, as, to)));
};

function byBatch({ epsilon }: BatchNormalization, x: Laid, to: Emission): Value {
  const axes = [0, ...x.shape.slice(1).map((_, i) => i + 2)];
  const centred = to.op("Sub", [x.value, to.op("ReduceMean", [x.value], { axes })]);
  const variance = to.op("ReduceMean", [to.op("Mul", [centred, centred])], { axes });
  return to.op("Div", [centred, to.op("Sqrt", [to.op("Add", [variance, to.number(epsilon)])])]);
}
