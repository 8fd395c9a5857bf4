import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";
import { filterGradient } from "../convolution/filterGradient.ts";
import { inputGradient } from "../convolution/inputGradient.ts";
import { geometryOf } from "../convolution/geometry.ts";

/** x `[N, C, …]`, w `[filters, C / groups, …]`, bias `[filters]`. */
export const conv: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [x, w] = [inputOf(call, 0), inputOf(call, 1)];
  const geometry = geometryOf(to.dims(x), to.dims(w), to.dims(dy), call.attributes);
  return [
    to.wants(0) ? inputGradient(to, dy, w, geometry) : undefined,
    to.wants(1) ? filterGradient(to, x, dy, geometry) : undefined,
    to.wants(2) ? to.channelSums(dy) : undefined,
  ];
};
