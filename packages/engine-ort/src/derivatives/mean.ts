import type { Value } from "@convscope/exchange/onnx";
import type { Derivative } from "./derivative.ts";

/** Of several values, place by place: each takes its share. */
export const mean: Derivative = ({ inputs }, [dy], to) => {
  const share = to.times(dy as Value, 1 / inputs.length);
  return inputs.map((x, i) => (x && to.wants(i) ? to.sumTo(share, to.dims(x)) : undefined));
};
