import { check } from "../errors.ts";
import { allowed, listOf, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { shapeOf } from "../window.ts";

/**
 * Reorders the axes of a sample. ONNX `Transpose`, PyTorch `permute`, Keras `Permute` (which counts axes from 1).
 *
 * input `[n0, n1, …]` · output: axis i is axis `axes[i]` of the input, counted from 0 without the batch
 */
export interface Permute {
  readonly kind: "permute";
  readonly axes: readonly number[];
}

/** Another order of axes: `permute([1, 0])` turns `[L, C]` into `[C, L]`. */
export function permute(axes: readonly number[]): Permute {
  return allowed(permuteRules, { kind: "permute", axes });
}

export const permuteRules: Rules<Permute> = {
  doc: { summary: "Reorders the axes.", onnx: "Transpose", pytorch: "permute", keras: "Permute", source: "" },
  arity: 1,
  work: "other",
  fields: { axes: listOf(whole(0), 1) },
  refuse({ axes }) {
    check(axes.every((_, i) => axes.includes(i)), "permute", `axes must name each axis once, from 0. Received [${axes.join(", ")}].`);
  },
  outputShape({ axes }, inputs) {
    const input = shapeOf(inputs);
    check(axes.length === input.length, "permute", `axes must name every axis of the input. Received axes [${axes.join(", ")}] for an input [${input.join(", ")}].`);
    return axes.map((axis) => input[axis] ?? 0);
  },
  weights: () => ({}),
  macs: () => 0,
  /** Where height and width change places, a place of the output is no longer one of the picture. */
  windows: ({ axes }) => [axes.every((axis, i) => axis === i) ? "pointwise" : "global"],
  derive: () => [],
};
