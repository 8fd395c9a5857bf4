import type { Value } from "@convscope/exchange/onnx";
import type { Derivative } from "./derivative.ts";

export const transpose: Derivative = ({ attributes }, [dy], to) => {
  const perm = attributes["perm"] as readonly number[];
  return [to.transpose(dy as Value, perm.map((_, axis) => perm.indexOf(axis)))];
};
