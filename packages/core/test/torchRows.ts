import { adaptiveAveragePooling2d, averagePooling2d, batchNormalization, conv1d, conv1dTranspose, conv2d, conv2dTranspose, dense, localResponseNormalization, maxPooling2d, separableConv2d, valuesPerChannel } from "../src/index.ts";
import { batchOf, numberOf, paddingOf, pairOf, sampleOf, type TorchCase, type Translation } from "./torchConfig.ts";

/** How to read a case of each PyTorch class. A class without a row fails the golden test. */
export const torchRows: { readonly [kind: string]: (golden: TorchCase) => Translation } = {
  Conv2d({ config }) {
    const [inward, filters, groups] = [numberOf(config["in_channels"], NaN), numberOf(config["out_channels"], NaN), numberOf(config["groups"], 1)];
    const kernel = pairOf(config["kernel_size"], [1, 1]);
    const useBias = config["bias"] !== false;
    return {
      layer: conv2d(filters, kernel, { strides: pairOf(config["stride"], [1, 1]), padding: paddingOf(config["padding"]), dilationRate: pairOf(config["dilation"], [1, 1]), groups, useBias }),
      declared: { weight: [...kernel, inward / groups, filters], ...(useBias && { bias: [filters] }) },
    };
  },

  Conv1d({ config }) {
    const [inward, filters, groups, kernel] = [numberOf(config["in_channels"], NaN), numberOf(config["out_channels"], NaN), numberOf(config["groups"], 1), numberOf(config["kernel_size"], 1)];
    const padding = config["padding"] === "same" ? "same" : numberOf(config["padding"], 0);
    const useBias = config["bias"] !== false;
    return {
      layer: conv1d(filters, kernel, { strides: numberOf(config["stride"], 1), padding, dilationRate: numberOf(config["dilation"], 1), groups, useBias }),
      declared: { weight: [kernel, inward / groups, filters], ...(useBias && { bias: [filters] }) },
    };
  },

  ConvTranspose2d({ config }) {
    const [inward, filters, groups] = [numberOf(config["in_channels"], NaN), numberOf(config["out_channels"], NaN), numberOf(config["groups"], 1)];
    const kernel = pairOf(config["kernel_size"], [1, 1]);
    const useBias = config["bias"] !== false;
    return {
      layer: conv2dTranspose(filters, kernel, {
        strides: pairOf(config["stride"], [1, 1]), padding: paddingOf(config["padding"]), outputPadding: pairOf(config["output_padding"], [0, 0]), dilationRate: pairOf(config["dilation"], [1, 1]), groups, useBias,
      }),
      declared: { weight: [...kernel, filters / groups, inward], ...(useBias && { bias: [filters] }) },
    };
  },

  ConvTranspose1d({ config }) {
    const [inward, filters, kernel] = [numberOf(config["in_channels"], NaN), numberOf(config["out_channels"], NaN), numberOf(config["kernel_size"], 1)];
    return {
      layer: conv1dTranspose(filters, kernel, {
        strides: numberOf(config["stride"], 1), padding: numberOf(config["padding"], 0), outputPadding: numberOf(config["output_padding"], 0), dilationRate: numberOf(config["dilation"], 1),
      }),
      declared: { weight: [kernel, filters, inward], bias: [filters] },
    };
  },

  DepthwiseSeparable({ depthwise = {}, pointwise = {} }) {
    const [channels, middle, filters] = [numberOf(depthwise["in_channels"], NaN), numberOf(depthwise["out_channels"], NaN), numberOf(pointwise["out_channels"], NaN)];
    const kernel = pairOf(depthwise["kernel_size"], [1, 1]);
    const [useDepthwiseBias, useBias] = [depthwise["bias"] !== false, pointwise["bias"] !== false];
    return {
      layer: separableConv2d(filters, kernel, {
        strides: pairOf(depthwise["stride"], [1, 1]), padding: paddingOf(depthwise["padding"]), depthMultiplier: middle / channels, useDepthwiseBias, useBias,
      }),
      declared: {
        "depthwise.weight": [...kernel, channels, middle / channels],
        ...(useDepthwiseBias && { "depthwise.bias": [middle] }),
        "pointwise.weight": [1, 1, middle, filters],
        ...(useBias && { "pointwise.bias": [filters] }),
      },
    };
  },

  Linear({ config }) {
    const [inward, units] = [numberOf(config["in_features"], NaN), numberOf(config["out_features"], NaN)];
    const useBias = config["bias"] !== false;
    return { layer: dense(units, { useBias }), declared: { weight: [inward, units], ...(useBias && { bias: [units] }) }, featuresLast: true };
  },

  MaxPool2d({ config }) {
    const kernel = pairOf(config["kernel_size"], [1, 1]);
    return {
      layer: maxPooling2d(kernel, { strides: pairOf(config["stride"], kernel), padding: paddingOf(config["padding"]), dilationRate: pairOf(config["dilation"], [1, 1]), ceilMode: config["ceil_mode"] === true }),
    };
  },

  AvgPool2d({ config }) {
    const kernel = pairOf(config["kernel_size"], [1, 1]);
    return {
      layer: averagePooling2d(kernel, { strides: pairOf(config["stride"], kernel), padding: paddingOf(config["padding"]), ceilMode: config["ceil_mode"] === true, countIncludePad: config["count_include_pad"] !== false }),
    };
  },

  AdaptiveAvgPool2d: ({ config }) => ({ layer: adaptiveAveragePooling2d(pairOf(config["output_size"], [1, 1])) }),

  BatchNorm2d({ config, train, input }) {
    const shape = [numberOf(config["num_features"], NaN)];
    const affine = config["affine"] !== false;
    const trackRunningStats = config["track_running_stats"] !== false;
    const layer = batchNormalization({ scale: affine, center: affine, trackRunningStats });
    if (train === true) valuesPerChannel(batchOf(input), sampleOf(input, { layer }));
    return {
      layer,
      declared: { ...(affine && { weight: shape, bias: shape }), ...(trackRunningStats && { running_mean: shape, running_var: shape }) },
      uncounted: trackRunningStats ? 1 : 0,
    };
  },

  LocalResponseNorm: ({ config }) => ({
    layer: localResponseNormalization(numberOf(config["size"], NaN), { alpha: numberOf(config["alpha"], 1e-4), beta: numberOf(config["beta"], 0.75), k: numberOf(config["k"], 1) }),
  }),
};
