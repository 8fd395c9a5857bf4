import { conv1d, conv1dTranspose, conv2d, conv2dTranspose, dense, depthwiseConv2d, embedding, locallyConnected2d, outputShape, separableConv2d } from "@convscope/core";
import type { Fields } from "../fields.ts";
import { renamed, type KerasReader, type Readers } from "../reader.ts";
import { activated } from "./activations.ts";

/** Refuses pictures with the channels first, which Keras allows on request. */
export const channelsLast = (fields: Fields): void => fields.only("data_format", "channels_last");

export function padding(fields: Fields): "valid" | "same" {
  const value = fields.text("padding", "valid").toLowerCase();
  if (value !== "valid" && value !== "same") throw fields.wrong("padding", '"valid" or "same"');
  return value;
}

const kernel = (useBias: boolean): ReturnType<typeof renamed> => renamed("weight", useBias && "bias");

const convolution2d: KerasReader = (fields) => {
  channelsLast(fields);
  const useBias = fields.flag("use_bias", true);
  const options = { strides: fields.pair("strides", 1), padding: padding(fields), dilationRate: fields.pair("dilation_rate", 1), groups: fields.whole("groups", 1), useBias };
  return activated(fields, conv2d(fields.whole("filters"), fields.pair("kernel_size"), options), { weights: kernel(useBias) });
};

/** What the transposed layer adds so that its output is as long as Keras makes it: a stride longer than the kernel is filled up. */
function added(fields: Fields, given: readonly (number | undefined)[], spans: readonly number[], strides: readonly number[]): number[] {
  if (given.some((n) => n !== undefined) && padding(fields) === "same") throw fields.wrong("output_padding", 'left out with padding "same"', "Convscope has no layer that does this.");
  return padding(fields) === "same" ? strides.map(() => 0) : strides.map((stride, axis) => given[axis] ?? Math.max(stride - (spans[axis] ?? 0), 0));
}

export const convolutionReaders: Readers = {
  Dense(fields) {
    const useBias = fields.flag("use_bias", true);
    return activated(fields, dense(fields.whole("units"), { useBias }), { weights: kernel(useBias) });
  },
  Conv1D(fields) {
    channelsLast(fields);
    const [size, rate, useBias] = [fields.one("kernel_size"), fields.one("dilation_rate", 1), fields.flag("use_bias", true)];
    const causal = fields.get("padding") === "causal";
    const layer = conv1d(fields.whole("filters"), size, { strides: fields.one("strides", 1), padding: causal ? [rate * (size - 1), 0] : padding(fields), dilationRate: rate, groups: fields.whole("groups", 1), useBias });
    return activated(fields, layer, { weights: kernel(useBias) });
  },
  Conv2D: convolution2d,
  Conv1DTranspose(fields) {
    channelsLast(fields);
    const [size, strides, rate, useBias] = [fields.one("kernel_size"), fields.one("strides", 1), fields.one("dilation_rate", 1), fields.flag("use_bias", true)];
    const given = fields.get("output_padding") === null || fields.get("output_padding") === undefined ? undefined : fields.one("output_padding");
    const [outputPadding = 0] = added(fields, [given], [rate * (size - 1) + 1], [strides]);
    return activated(fields, conv1dTranspose(fields.whole("filters"), size, { strides, padding: padding(fields), outputPadding, dilationRate: rate, useBias }), { weights: kernel(useBias) });
  },
  Conv2DTranspose(fields) {
    channelsLast(fields);
    const [size, strides, rate, useBias] = [fields.pair("kernel_size"), fields.pair("strides", 1), fields.pair("dilation_rate", 1), fields.flag("use_bias", true)];
    const given = fields.get("output_padding") === null || fields.get("output_padding") === undefined ? [undefined, undefined] : fields.pair("output_padding");
    const [h = 0, w = 0] = added(fields, given, size.map((k, axis) => (rate[axis] ?? 1) * (k - 1) + 1), strides);
    const layer = conv2dTranspose(fields.whole("filters"), size, { strides, padding: padding(fields), outputPadding: [h, w], dilationRate: rate, useBias });
    return activated(fields, layer, { weights: kernel(useBias) });
  },
  DepthwiseConv2D(fields) {
    channelsLast(fields);
    const useBias = fields.flag("use_bias", true);
    const layer = depthwiseConv2d(fields.pair("kernel_size"), { strides: fields.pair("strides", 1), padding: padding(fields), dilationRate: fields.pair("dilation_rate", 1), depthMultiplier: fields.whole("depth_multiplier", 1), useBias });
    return activated(fields, layer, { weights: kernel(useBias) });
  },
  SeparableConv2D(fields) {
    channelsLast(fields);
    const useBias = fields.flag("use_bias", true);
    const options = { strides: fields.pair("strides", 1), padding: padding(fields), dilationRate: fields.pair("dilation_rate", 1), depthMultiplier: fields.whole("depth_multiplier", 1), useBias };
    return activated(fields, separableConv2d(fields.whole("filters"), fields.pair("kernel_size"), options), { weights: renamed("depthwise.weight", "pointwise.weight", useBias && "pointwise.bias") });
  },
  LocallyConnected2D(fields, inputs) {
    channelsLast(fields);
    fields.only("implementation", 1);
    const useBias = fields.flag("use_bias", true);
    const layer = locallyConnected2d(fields.whole("filters"), fields.pair("kernel_size"), { strides: fields.pair("strides", 1), padding: padding(fields), useBias });
    const [h = 0, w = 0] = outputShape(layer, inputs);
    return activated(fields, layer, {
      // Keras lays rows and columns of places in one axis.
      weights: (arrays, where) => kernel(useBias)(arrays.map((array, i) => (i === 0 ? { ...array, shape: [h, w, ...array.shape.slice(1)] } : array)), where),
    });
  },
  Embedding(fields) {
    fields.only("mask_zero", false);
    return { layers: [embedding(fields.whole("input_dim"), fields.whole("output_dim"))], weights: renamed("weight") };
  },
};
