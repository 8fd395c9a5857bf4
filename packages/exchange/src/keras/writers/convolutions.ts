import {
  crops, unslideAlong,
  type Conv1d, type Conv1dTranspose, type Conv2d, type Conv2dTranspose, type Dense, type DepthwiseConv2d, type Edges, type Embedding, type LayerScale, type SeparableConv2d, type Unslide,
} from "@convscope/core";
import { refuse, renamed, type KerasPlace, type KerasRow, type KerasStep } from "../writer.ts";

const kernel = (useBias: boolean): NonNullable<KerasStep["weights"]> => renamed(["kernel", "weight"], useBias && ["bias", "bias"]);
const none = (edges: readonly Edges[]): boolean => edges.flat().every((n) => n === 0);

/** Zeros that Keras's convolution cannot put around its input itself. */
export const zeros = (edges: readonly Edges[]): KerasStep[] =>
  none(edges) ? [] : [edges.length === 2 ? { className: "ZeroPadding2D", config: { padding: edges } } : { className: "ZeroPadding1D", config: { padding: edges[0] ?? [0, 0] } }];

interface Slides { readonly kind: string; readonly padding: "same" | readonly Edges[]; readonly strides: readonly number[]; readonly dilationRate: readonly number[] }

function sliding(layer: Slides, main: (padding: string) => KerasStep): readonly [KerasStep, ...KerasStep[]] {
  if (layer.strides.some((s) => s > 1) && layer.dilationRate.some((d) => d > 1)) refuse(layer.kind, "a convolution there has strides or a dilation, not both.");
  const [first, ...more] = [...(layer.padding === "same" ? [] : zeros(layer.padding)), main(layer.padding === "same" ? "same" : "valid")];
  return [first as KerasStep, ...more];
}

const grouped = (kind: string, groups: number, { dialect }: KerasPlace): { readonly groups?: number } => {
  if (groups > 1 && dialect === "tfjs") refuse(kind, "TensorFlow.js has no convolutions in groups.");
  return dialect === "keras3" && groups > 1 ? { groups } : {};
};

export const conv2d: KerasRow<Conv2d> = (layer, place) =>
  sliding(layer, (padding) => ({
    className: "Conv2D",
    config: { filters: layer.filters, kernel_size: layer.kernelSize, strides: layer.strides, padding, dilation_rate: layer.dilationRate, use_bias: layer.useBias, ...grouped(layer.kind, layer.groups, place) },
    weights: kernel(layer.useBias),
  }));

export const conv1d: KerasRow<Conv1d> = (layer, place) =>
  sliding({ kind: layer.kind, padding: layer.padding === "same" ? "same" : [layer.padding], strides: [layer.strides], dilationRate: [layer.dilationRate] }, (padding) => ({
    className: "Conv1D",
    config: { filters: layer.filters, kernel_size: [layer.kernelSize], strides: [layer.strides], padding, dilation_rate: [layer.dilationRate], use_bias: layer.useBias, ...grouped(layer.kind, layer.groups, place) },
    weights: kernel(layer.useBias),
  }));

export const depthwiseConv2d: KerasRow<DepthwiseConv2d> = (layer) => {
  if (layer.strides[0] !== layer.strides[1]) refuse(layer.kind, "strides of a depthwise convolution must be equal there.");
  return sliding(layer, (padding) => ({
    className: "DepthwiseConv2D",
    config: { kernel_size: layer.kernelSize, strides: layer.strides, padding, dilation_rate: layer.dilationRate, depth_multiplier: layer.depthMultiplier, use_bias: layer.useBias },
    weights: renamed(["depthwise_kernel", "weight"], layer.useBias && ["bias", "bias"]),
  }));
};

export const separableConv2d: KerasRow<SeparableConv2d> = (layer) => {
  if (layer.useDepthwiseBias) refuse(layer.kind, "its one layer has no bias between its two parts. Write them as depthwiseConv2d and conv2d.");
  if (layer.strides[0] !== layer.strides[1]) refuse(layer.kind, "strides of a depthwise convolution must be equal there.");
  return sliding(layer, (padding) => ({
    className: "SeparableConv2D",
    config: { filters: layer.filters, kernel_size: layer.kernelSize, strides: layer.strides, padding, dilation_rate: layer.dilationRate, depth_multiplier: layer.depthMultiplier, use_bias: layer.useBias },
    weights: renamed(["depthwise_kernel", "depthwise.weight"], ["pointwise_kernel", "pointwise.weight"], layer.useBias && ["bias", "pointwise.bias"]),
  }));
};

/** A factor for each channel is a depthwise convolution of one cell. */
export const layerScale: KerasRow<LayerScale> = ({ kind }, { inputs: [shape] }) => {
  if (shape.length !== 3) refuse(kind, "factors of channels can be said for maps only, as a depthwise convolution of one cell.");
  return [{
    className: "DepthwiseConv2D",
    config: { kernel_size: [1, 1], use_bias: false },
    weights(weight) {
      const { data } = weight("layer_scale");
      return [["depthwise_kernel", { shape: [1, 1, data.length, 1], data }]];
    },
  }];
};

/** Keras's own output without padding, of which the rest is cut off. */
function transposed(layer: Conv1dTranspose | Conv2dTranspose, unslides: readonly Unslide[], { inputs: [shape], output, dialect }: KerasPlace): readonly [KerasStep, ...KerasStep[]] {
  const { kind, filters, useBias } = layer;
  if (layer.groups > 1) refuse(kind, "it has no transposed convolutions in groups.");
  if (unslides.some(({ dilationRate }) => dilationRate > 1)) refuse(kind, "it has no transposed convolutions with a dilation on every platform.");
  const flat = unslides.length === 1;
  if (flat && dialect === "tfjs") refuse(kind, "TensorFlow.js has no transposed convolution along a sequence.");
  const same = unslides.every(({ padding }) => padding === "same");
  const main: KerasStep = {
    className: flat ? "Conv1DTranspose" : "Conv2DTranspose",
    config: { filters, kernel_size: unslides.map((u) => u.kernelSize), strides: unslides.map((u) => u.strides), padding: same ? "same" : "valid", use_bias: useBias },
    weights: kernel(useBias),
  };
  if (same) return [main];
  const cut = unslides.map((u, axis): Edges => {
    const full = (shape[axis] ?? 0) * u.strides + Math.max(u.kernelSize - u.strides, 0);
    const [before] = crops(u);
    return [before, full - before - (output[axis] ?? 0)];
  });
  if (cut.some(([, after]) => after < 0)) refuse(kind, "its output would be shorter than outputPadding makes it.");
  return none(cut) ? [main] : [main, flat ? { className: "Cropping1D", config: { cropping: cut[0] ?? [0, 0] } } : { className: "Cropping2D", config: { cropping: cut } }];
}
export const conv1dTranspose: KerasRow<Conv1dTranspose> = (layer, place) => transposed(layer, [layer], place);
export const conv2dTranspose: KerasRow<Conv2dTranspose> = (layer, place) => transposed(layer, [unslideAlong(layer, 0), unslideAlong(layer, 1)], place);

export const dense: KerasRow<Dense> = ({ units, useBias }) => [{ className: "Dense", config: { units, use_bias: useBias }, weights: kernel(useBias) }];
export const embedding: KerasRow<Embedding> = ({ vocabulary, units }, { inputs: [[length = 1]], dialect }) => [{
  className: "Embedding",
  config: { input_dim: vocabulary, output_dim: units, ...(dialect === "tfjs" && { input_length: length }) },
  weights: renamed(["embeddings", "weight"]),
}];

