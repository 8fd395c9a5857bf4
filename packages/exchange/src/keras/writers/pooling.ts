import {
  poolAxes2d, poolAxis1d,
  type AdaptiveAveragePooling2d, type AdaptiveMaxPooling2d, type AveragePooling1d, type AveragePooling2d, type Edges, type MaxPooling1d, type MaxPooling2d, type Pair, type PoolAxis, type UpSampling2d,
} from "@convscope/core";
import { one, refuse, type KerasPlace, type KerasRow, type KerasStep } from "../writer.ts";
import { zeros } from "./convolutions.ts";

type Plain = KerasRow<{ readonly kind: string }>;
interface Pool { readonly kind: string; readonly padding: unknown; readonly ceilMode: boolean }

/** Zeros around the input may stand for padding where they change nothing. */
function pooled(layer: Pool, axes: readonly PoolAxis[], className: string, zerosAreRight: boolean, why: string): readonly [KerasStep, ...KerasStep[]] {
  const { kind } = layer;
  if (axes.some(({ dilation }) => dilation > 1)) refuse(kind, "it has no pooling with a dilation.");
  const same = layer.padding === "same";
  if (!same && axes.some(({ covering, after }) => covering > after)) refuse(kind, "its windows never hang over the end, as ceilMode lets this one's.");
  const edges = axes.map(({ before, after }): Edges => [before, after]);
  const before = same ? [] : zeros(edges);
  if (before.length > 0 && !zerosAreRight) refuse(kind, why);
  const main: KerasStep = { className, config: { pool_size: axes.map(({ size }) => size), strides: axes.map(({ stride }) => stride), padding: same ? "same" : "valid" } };
  const [first = main, ...more] = [...before, main];
  return [first, ...more];
}

const lowest = "its padding is never below what is pooled. Zeros can stand for it only after a function that gives nothing negative, such as relu.";
const counted = "padding that does not count cannot be said.";

export const maxPooling2d: KerasRow<MaxPooling2d> = (layer, { inputs: [[h = 0, w = 0]], atLeastZero: [positive = false] }) => pooled(layer, poolAxes2d(layer, h, w), "MaxPooling2D", positive, lowest);
export const maxPooling1d: KerasRow<MaxPooling1d> = (layer, { inputs: [[length = 0]], atLeastZero: [positive = false] }) => pooled(layer, [poolAxis1d(layer, length)], "MaxPooling1D", positive, lowest);
export const averagePooling2d: KerasRow<AveragePooling2d> = (layer, { inputs: [[h = 0, w = 0]] }) => pooled(layer, poolAxes2d(layer, h, w), "AveragePooling2D", layer.countIncludePad, counted);
export const averagePooling1d: KerasRow<AveragePooling1d> = (layer, { inputs: [[length = 0]] }) => pooled(layer, [poolAxis1d(layer, length)], "AveragePooling1D", layer.countIncludePad, counted);

/** Bins of one size are a pooling. */
function adaptive(kind: string, outputSize: Pair, { inputs: [shape] }: KerasPlace, className: string): readonly [KerasStep] {
  const size = outputSize.map((n, axis) => (shape[axis] ?? 0) / n);
  if (!size.every(Number.isInteger)) refuse(kind, `bins of unlike sizes cannot be said. Received ${shape.slice(0, 2).join("×")} for ${outputSize.join("×")} bins.`);
  return [{ className, config: { pool_size: size, strides: size, padding: "valid" } }];
}
export const adaptiveAveragePooling2d: KerasRow<AdaptiveAveragePooling2d> = ({ kind, outputSize }, place) => adaptive(kind, outputSize, place, "AveragePooling2D");
export const adaptiveMaxPooling2d: KerasRow<AdaptiveMaxPooling2d> = ({ kind, outputSize }, place) => adaptive(kind, outputSize, place, "MaxPooling2D");

export const globalAveragePooling1d: Plain = one("GlobalAveragePooling1D");
export const globalAveragePooling2d: Plain = one("GlobalAveragePooling2D");
export const globalMaxPooling1d: Plain = one("GlobalMaxPooling1D");
export const globalMaxPooling2d: Plain = one("GlobalMaxPooling2D");

export const upSampling2d: KerasRow<UpSampling2d> = ({ kind, size, interpolation, alignCorners }, { dialect }) => {
  if (alignCorners || (interpolation === "bilinear" && dialect === "tfjs")) refuse(kind, "it interpolates between other places.");
  return [{ className: "UpSampling2D", config: { size, interpolation } }];
};
