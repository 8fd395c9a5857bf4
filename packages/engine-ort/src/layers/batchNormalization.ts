import { product, valuesPerChannel, type BatchNormalization } from "@convscope/core";
import { emitterOf, filled, type Emit, type Value } from "@convscope/exchange/onnx";
import type { EmitTraining } from "./trainingEmission.ts";

/** By the batch's own mean and variance, which move the running ones. */
export const batchNormalization: EmitTraining<BatchNormalization> = (layer, [given], to) => {
  const { epsilon, momentum, trackRunningStats } = layer;
  if (!to.training && trackRunningStats) return (emitterOf(layer) as Emit<BatchNormalization>)(layer, [given], to);
  const { tape } = to;
  const x = to.ordered(given);
  const channels = x.shape.at(-1) ?? 1;
  valuesPerChannel(to.batch, x.shape);
  const one = (name: string, n: number): Value => (to.has(name) ? to.weight(name) : tape.floats([channels], () => filled([channels], n)));
  const value = to.first(x);
  // ONNX Runtime overwrites the running statistics that it is given, even constants: it gets numbers of no meaning, made anew for each.
  const anew = tape.reshape(tape.op("Slice", [value, tape.wholes(tape.dims(value).map(() => 0)), tape.wholes(tape.dims(value).map((n, axis) => (axis === 1 ? n : 1)))]), [channels]);
  const [y, mean, variance] = tape.ops("BatchNormalization", [value, one("weight", 1), one("bias", 0), tape.times(anew, 2), tape.times(anew, 3)], 3, { training_mode: 1, momentum: { float: 0 }, epsilon: { float: epsilon } }) as readonly [Value, Value, Value];
  if (trackRunningStats) {
    const count = (to.batch * product(x.shape)) / channels;
    const moved = (name: string, towards: Value): void => to.remember(name, tape.add(tape.times(to.weight(name), 1 - momentum), tape.times(towards, momentum)));
    moved("running_mean", mean);
    moved("running_var", tape.times(variance, count / (count - 1)));
  }
  return to.like({ ...x, channels: "first" }, y);
};
