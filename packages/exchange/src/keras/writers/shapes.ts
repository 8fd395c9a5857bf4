import type {
  BatchNormalization, ChannelShuffle, Concatenate, Cropping2d, Dropout, GroupNormalization, LayerNormalization, Normalization, Permute, RepeatVector, Rescaling, Reshape, Scale, SpatialDropout1d, SpatialDropout2d, StochasticDepth, ZeroPadding2d,
} from "@convscope/core";
import { one, refuse, renamed, type KerasRow } from "../writer.ts";

type Plain = KerasRow<{ readonly kind: string }>;
export const add: Plain = one("Add");
export const average: Plain = one("Average");
export const multiply: Plain = one("Multiply");
export const subtract: Plain = one("Subtract");
/** A row is flat already, which TensorFlow.js refuses to flatten. */
export const flatten: Plain = (_, { inputs: [shape] }) => [shape.length === 1 ? { className: "Activation", config: { activation: "linear" } } : { className: "Flatten", config: {} }];
/** Keras joins two at least. */
export const concatenate: KerasRow<Concatenate> = ({ axis }, { inputs }) => [inputs.length === 1 ? { className: "Activation", config: { activation: "linear" } } : { className: "Concatenate", config: { axis: axis < 0 ? axis : axis + 1 } }];
export const cropping2d: KerasRow<Cropping2d> = one("Cropping2D", ({ cropping }) => ({ cropping }));
export const zeroPadding2d: KerasRow<ZeroPadding2d> = one("ZeroPadding2D", ({ padding }) => ({ padding }));
export const permute: KerasRow<Permute> = one("Permute", ({ axes }) => ({ dims: axes.map((axis) => axis + 1) }));
export const repeatVector: KerasRow<RepeatVector> = one("RepeatVector", ({ n }) => ({ n }));
export const reshape: KerasRow<Reshape> = one("Reshape", (_, { output }) => ({ target_shape: output }));

/** The gate is laid out as maps of one place. */
export const scale: KerasRow<Scale> = (_, { inputs: [shape, gate = []] }) => {
  const target = [...shape.slice(0, -1).map(() => 1), shape.at(-1) ?? 1];
  return String(gate) === String(target) ? [{ className: "Multiply", config: {} }] : [{ className: "Reshape", config: { target_shape: target }, on: 1 }, { className: "Multiply", config: {} }];
};

export const channelShuffle: KerasRow<ChannelShuffle> = ({ groups }, { inputs: [shape] }) => {
  const places = shape.slice(0, -1);
  const dims = [...places.map((_, axis) => axis + 1), places.length + 2, places.length + 1];
  return [
    { className: "Reshape", config: { target_shape: [...places, groups, (shape.at(-1) ?? 0) / groups] } },
    { className: "Permute", config: { dims } },
    { className: "Reshape", config: { target_shape: shape } },
  ];
};

export const batchNormalization: KerasRow<BatchNormalization> = ({ kind, epsilon, momentum, scale, center, trackRunningStats }) => {
  if (!trackRunningStats) refuse(kind, "it always keeps running statistics.");
  return [{
    className: "BatchNormalization",
    config: { axis: -1, momentum: Number((1 - momentum).toPrecision(12)), epsilon, center, scale },
    weights: renamed(scale && ["gamma", "weight"], center && ["beta", "bias"], ["moving_mean", "running_mean"], ["moving_variance", "running_var"]),
  }];
};
export const layerNormalization: KerasRow<LayerNormalization> = ({ axes, epsilon, scale, center }, { inputs: [shape] }) => [{
  className: "LayerNormalization",
  config: { axis: axes === "last" ? -1 : shape.map((_, axis) => axis + 1), epsilon, center, scale },
  weights: renamed(scale && ["gamma", "weight"], center && ["beta", "bias"]),
}];
export const groupNormalization: KerasRow<GroupNormalization> = ({ groups, epsilon, scale, center }) => [{
  className: "GroupNormalization",
  config: { groups, axis: -1, epsilon, center, scale },
  weights: renamed(scale && ["gamma", "weight"], center && ["beta", "bias"]),
}];
export const normalization: KerasRow<Normalization> = one("Normalization", ({ mean, variance }) => ({ axis: -1, mean, variance }));
export const rescaling: KerasRow<Rescaling> = ({ kind, scale, offset }, { dialect }) => {
  if (dialect === "tfjs" && !(typeof scale === "number" && typeof offset === "number")) refuse(kind, "TensorFlow.js has one number for all channels only.");
  return [{ className: "Rescaling", config: { scale, offset } }];
};

export const dropout: KerasRow<Dropout> = one("Dropout", ({ rate }) => ({ rate }));
export const spatialDropout1d: KerasRow<SpatialDropout1d> = one("SpatialDropout1D", ({ rate }) => ({ rate }));
export const spatialDropout2d: KerasRow<SpatialDropout2d> = one("SpatialDropout2D", ({ rate }) => ({ rate }));
/** A mask of one number for each sample. */
export const stochasticDepth: KerasRow<StochasticDepth> = ({ kind, rate, mode }, { inputs: [shape] }) => {
  if (mode === "batch") refuse(kind, "all samples of a batch cannot be dropped together.");
  return [{ className: "Dropout", config: { rate, noise_shape: [null, ...shape.map(() => 1)] } }];
};
