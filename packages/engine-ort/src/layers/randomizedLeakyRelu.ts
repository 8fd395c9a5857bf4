import type { RandomizedLeakyRelu } from "@convscope/core";
import { emitterOf, type Emit } from "@convscope/exchange/onnx";
import { drawnFor } from "./drawn.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** A slope for every value in training, their mean at inference. */
export const randomizedLeakyRelu: EmitTraining<RandomizedLeakyRelu> = (layer, [given], to) => {
  if (!to.training) return (emitterOf(layer) as Emit<RandomizedLeakyRelu>)(layer, [given], to);
  const { tape } = to;
  const x = to.ordered(given);
  const value = to.asIs(x);
  const slopes = tape.plus(tape.times(drawnFor(x, [to.batch, ...x.shape], to), layer.upper - layer.lower), layer.lower);
  return to.like(x, tape.mul(value, tape.op("Where", [tape.op("Greater", [value, tape.number(0)]), tape.number(1), slopes])));
};
