import type { Value } from "@convscope/exchange/onnx";
import { filterGradient } from "../convolution/filterGradient.ts";
import { geometryOf } from "../convolution/geometry.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** x `[N, C, …]`, w `[C, filters / groups, …]`, bias `[filters]`: the convolution that leads from y to x, the other way round. */
export const convTranspose: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [x, w] = [inputOf(call, 0), inputOf(call, 1)];
  const { output_padding: _, ...attributes } = call.attributes;
  return [
    to.wants(0) ? to.op("Conv", [dy, w], attributes) : undefined,
    to.wants(1) ? filterGradient(to, dy, x, geometryOf(to.dims(dy), to.dims(w), to.dims(x), attributes)) : undefined,
    to.wants(2) ? to.channelSums(dy) : undefined,
  ];
};
