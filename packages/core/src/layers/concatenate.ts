import { check } from "../errors.ts";
import { plus, quantity } from "../expression.ts";
import { checked, known, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { formatShape, type Shape } from "../shape.ts";
import { step } from "../step.ts";
import { pointwise, shapeOf } from "../window.ts";

/**
 * Puts its inputs one after the other along an axis: the channels, if none is named. ONNX `Concat`, PyTorch `torch.cat`, Keras `Concatenate`.
 *
 * inputs `[…, C1]`, `[…, C2]`, … · output `[…, C1 + C2 + …]`
 */
export interface Concatenate {
  readonly kind: "concatenate";
  /** Counted from 0 without the batch; −1 is the last. */
  readonly axis: number;
}

export interface ConcatenateOptions {
  readonly axis?: number;
}

/** Joins along the channels, `concatenate()`, or along another axis, `concatenate({ axis: 0 })` for rows or tokens. */
export function concatenate(options: ConcatenateOptions = {}): Concatenate {
  known("concatenate", options, "axis");
  return checked(concatenateRules.fields, { kind: "concatenate", axis: options.axis ?? -1 });
}

/** The axis as a place in a shape; refuses one that is not there. */
export function axisOf(kind: string, axis: number, shape: Shape): number {
  const place = axis < 0 ? shape.length + axis : axis;
  check(place >= 0 && place < shape.length, kind, `axis must be one of the input's ${shape.length}. Received axis=${axis} for [${shape.join(", ")}]. Axes count from 0 without the batch; -1 is the last.`);
  return place;
}

export const concatenateRules: Rules<Concatenate> = {
  doc: { summary: "Puts its inputs one after the other, along the channels or another axis.", onnx: "Concat", pytorch: "torch.cat", keras: "Concatenate", source: "arXiv:1409.4842, section 3" },
  arity: { least: 1 },
  work: "other",
  fields: { axis: whole(-1) },
  outputShape(layer, inputs) {
    const first = shapeOf(inputs);
    const axis = axisOf("concatenate", layer.axis, first);
    const fits = inputs.every((x) => x.length === first.length && x.every((n, i) => i === axis || n === first[i]));
    check(fits, "concatenate", `inputs must agree on every axis but ${axis}. Received ${inputs.map(formatShape).join(" and ")}. Pool, crop or pad them to one size.`);
    return first.map((n, i) => (i === axis ? inputs.reduce((sum, x) => sum + (x[axis] ?? 0), 0) : n));
  },
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive(layer, inputs) {
    const axis = axisOf("concatenate", layer.axis, shapeOf(inputs));
    const last = axis === shapeOf(inputs).length - 1;
    return [step(last ? "channels" : `axis ${axis}`, plus(...inputs.map((x, i) => quantity(`${last ? "c" : "n"}_${i + 1}`, x[axis] ?? 0))), "one after the other")];
  },
};
