import type { SimpleRnn } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { unrolled } from "../recurrent.ts";

const names = { tanh: "Tanh", relu: "Relu" } as const;

export const simpleRnn: Emit<SimpleRnn> = (layer, [x], to) =>
  unrolled(layer, x, to, { op: "RNN", gates: [0], attributes: { activations: new Array<string>(layer.bidirectional ? 2 : 1).fill(names[layer.activation]) } });
