import { check } from "../errors.ts";
import { over, quantity, times } from "../expression.ts";
import { allowed, listOf, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { formatShape, product, type Shape } from "../shape.ts";
import { step } from "../step.ts";
import { pointwise, shapeOf } from "../window.ts";

/**
 * Gives the values of a sample another shape, in memory order (channels last, where PyTorch goes channels first).
 * ONNX `Reshape`, PyTorch `Unflatten`, Keras `Reshape`.
 *
 * input `[…]` · output `targetShape`
 */
export interface Reshape {
  readonly kind: "reshape";
  /** Without the batch; one axis may be −1, which takes what is left. */
  readonly targetShape: Shape;
}

/** Another shape for the same values: `reshape([7, 7, 64])`, `reshape([-1, 768])`. */
export function reshape(targetShape: Shape): Reshape {
  return allowed(reshapeRules, { kind: "reshape", targetShape });
}

/** The product of the axes that are given. */
const given = (targetShape: Shape): number => product(targetShape.filter((n) => n !== -1));

export const reshapeRules: Rules<Reshape> = {
  doc: { summary: "Gives the same values another shape.", onnx: "Reshape", pytorch: "Unflatten", keras: "Reshape", source: "" },
  arity: 1,
  work: "other",
  fields: { targetShape: listOf(whole(-1), 1) },
  refuse({ targetShape }) {
    check(!targetShape.includes(0) && targetShape.filter((n) => n === -1).length <= 1, "reshape", `axes must be ≥ 1, and at most one -1. Received [${targetShape.join(", ")}].`);
  },
  outputShape({ targetShape }, inputs) {
    const input = shapeOf(inputs);
    const shape = targetShape.map((n) => (n === -1 ? product(input) / given(targetShape) : n));
    check(product(shape) === product(input) && shape.every(Number.isInteger), "reshape", `the values must fill the shape. Received ${input.length > 1 ? `${formatShape(input)} = ` : ""}${product(input)} values for [${targetShape.join(", ")}]${targetShape.includes(-1) ? ", whose other axes hold" : " ="} ${given(targetShape)}.`);
    return shape;
  },
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive({ targetShape }, inputs) {
    if (!targetShape.includes(-1)) return [];
    const values = times(...shapeOf(inputs).map((n, i) => quantity(`n_${i + 1}`, n)));
    const others = targetShape.filter((n) => n !== -1).map((n, i) => quantity(`m_${i + 1}`, n));
    return [step(`axis ${targetShape.indexOf(-1)}`, others.length === 0 ? values : over(values, times(...others)), "what the other axes leave")];
  },
};
