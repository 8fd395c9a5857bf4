import { averagePooling2d, gelu, leakyRelu, relu, sigmoid, tanh, conv2d, conv2dTranspose, dense, flatten, graph, maxPooling2d } from "@convscope/core";
import type { Graph, Layer } from "@convscope/core";
import { activationPlot, bubbles, computationalGraph, convolutionSteps, featureMaps, heatmapOverlay, histogramsOverTime, layerBars, lossSurface, poolingSteps, prCurve, receptiveFieldFigure, rocCurve, winners } from "../src/index.ts";
import type { Bubble, ConvolutionNumbers, ExpressionNode, Heatmap, LayerHistograms, NumberArray, Winner } from "../src/index.ts";
import { digitImages, discs } from "./samples.ts";

/** Rows of numbers as an array `[H, W]`. */
export const rows = (all: readonly (readonly number[])[]): NumberArray => ({ shape: [all.length, all[0]?.length ?? 0], data: all.flat() });

/** The example of 5×5 by 3×3 that every lecture begins with. */
export const lecture: ConvolutionNumbers = {
  layer: conv2d(1, 3),
  input: rows([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]),
  weight: rows([[1, 0, 1], [0, 1, 0], [1, 0, 1]]),
};

/** A small net for images of 32×32. */
export const net: Graph = graph("small", [32, 32, 3], { conv1: conv2d(8, 3, { padding: 1 }), pool1: maxPooling2d(2), conv2: conv2d(16, 3, { padding: 1 }), pool2: maxPooling2d(2), conv3: conv2d(16, 3, { padding: 1 }) });

/** A bell over a plane, in places `[height, width]`. */
export const bell = (height: number, width: number, y: number, x: number, spread: number): NumberArray => ({ shape: [height, width], data: Array.from({ length: height * width }, (_, i) => Math.exp(-((Math.floor(i / width) - y) ** 2 + ((i % width) - x) ** 2) / (2 * spread ** 2))) });

/** Logistic regression of two inputs with its loss: values forward, gradients back. */
const logistic = (): readonly ExpressionNode[] => {
  const [x1, x2, w1, w2, b, y] = [1.5, -1, 0.8, 0.5, -0.2, 1];
  const z = w1 * x1 + w2 * x2 + b;
  const a = 1 / (1 + Math.exp(-z));
  const dz = a - y;
  return [
    { name: "w1", value: w1, gradient: dz * x1 },
    { name: "x1", value: x1, gradient: dz * w1 },
    { name: "w2", value: w2, gradient: dz * x2 },
    { name: "x2", value: x2, gradient: dz * w2 },
    { name: "p1", op: "×", inputs: ["w1", "x1"], value: w1 * x1, gradient: dz },
    { name: "p2", op: "×", inputs: ["w2", "x2"], value: w2 * x2, gradient: dz },
    { name: "b", value: b, gradient: dz },
    { name: "s", op: "+", inputs: ["p1", "p2"], value: w1 * x1 + w2 * x2, gradient: dz },
    { name: "z", op: "+", inputs: ["s", "b"], value: z, gradient: dz },
    { name: "a", op: "σ", inputs: ["z"], value: a, gradient: -y / a + (1 - y) / (1 - a) },
    { name: "y", value: y },
    { name: "L", op: "cross-entropy", inputs: ["a", "y"], value: -Math.log(a), gradient: 1 },
  ];
};

/** A residual block: one value used twice. */
const residual = (): readonly ExpressionNode[] => [
  { name: "x", value: 2, gradient: 3.5 },
  { name: "w", value: 0.25, gradient: 2 },
  { name: "u", op: "×", inputs: ["x", "w"], value: 0.5, gradient: 1 },
  { name: "v", op: "ReLU", inputs: ["u"], value: 0.5, gradient: 1 },
  { name: "y", op: "+", inputs: ["v", "x"], value: 2.5, gradient: 1 },
];

/** Gradient descent on an elongated bowl, x² / 2 + 5·y², at three rates: above 2 / 10 it leaves the bowl. */
const descents = ([["too small: 0.01", 0.01], ["right: 0.15", 0.15], ["too large: 0.205", 0.205]] as const).map(([name, rate]) => {
  const points: [number, number][] = [[-3.4, 0.75]];
  for (let i = 0; i < 24; i++) {
    const [x, y] = points.at(-1) ?? [0, 0];
    points.push([x - rate * x, y - rate * 10 * y]);
  }
  return { name, points };
});

/** Two pictures with a map of 8×8: one around the disc alone, one also against the corner. */
const attributions = (): readonly Heatmap[] => {
  const { images, boxes } = discs(2);
  return [0, 1].map((i) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes.slice(i * 4, i * 4 + 4);
    const bells = bell(8, 8, (top + bottom) / 8 - 0.5, (left + right) / 8 - 0.5, 1.3).data;
    const against = bell(8, 8, 7, 7, 1.2).data;
    return { name: i === 0 ? "disc, 98 %" : "square, 71 %", image: images.slice(i * 3072, (i + 1) * 3072), shape: [32, 32, 3], map: { shape: [8, 8], data: Array.from(bells, (value, k) => value - (i === 0 ? 0 : 0.6 * (against[k] ?? 0))) } };
  });
};

/** Stripes of a digit in every direction, at a size; every ninth map finds nothing. */
const stack = (side: number, channels: number, signed: boolean): NumberArray => {
  const { images } = digitImages(3);
  const at = (y: number, x: number): number => images[2 * 784 + Math.min(27, Math.max(0, y)) * 28 + Math.min(27, Math.max(0, x))] ?? 0;
  const data = new Float32Array(side * side * channels);
  data.forEach((_, i) => {
    const channel = i % channels;
    const [y, x] = [Math.floor(i / channels / side), Math.floor(i / channels) % side].map((place) => Math.floor(((place + 0.5) * 28) / side)) as [number, number];
    const [dy, dx] = [Math.round(2 * Math.sin(channel)), Math.round(2 * Math.cos(channel))];
    const found = (at(y, x) - at(y + dy, x + dx)) / 255 + (channel % 3 === 0 ? at(y, x) / 255 : 0);
    data[i] = channel % 9 === 4 ? 0 : signed ? found : Math.max(0, found);
  });
  return { shape: [side, side, channels], data };
};

/** A curve of rates of a classifier that is right so surely. */
const rates = (power: number): readonly (readonly [number, number])[] => Array.from({ length: 101 }, (_, i) => [i / 100, (i / 100) ** power] as const);
const precisions = (fall: number): readonly (readonly [number, number])[] => Array.from({ length: 101 }, (_, i) => [i / 100, 1 - 0.9 * (i / 100) ** fall] as const);

/** Weights that begin alike: in one layer they spread, in one they stay, in one they go to zero. */
const weightsOverTime = (): readonly LayerHistograms[] =>
  ([["conv1", 0.5, 0.1], ["conv2", 0, 0], ["fc", -0.85, 0]] as const).map(([name, growth, drift]) => ({
    name,
    histograms: Array.from({ length: 15 }, (_, epoch) => {
      const spread = 0.12 * (1 + (growth * epoch) / 14);
      const middle = (drift * epoch) / 14;
      return { epoch: epoch + 1, from: -0.6, to: 0.6, counts: Array.from({ length: 60 }, (__, i) => Math.round((1000 / spread) * Math.exp(-((i / 50 - 0.59 - middle) ** 2) / (2 * spread ** 2)))) };
    }),
  }));

/** Parameters, MACs and accuracy on ImageNet of torchvision's models with its first weights. */
const zoo: readonly Bubble[] = [
  { name: "AlexNet", macs: 0.714e9, accuracy: 0.56522, params: 61_100_840, family: "AlexNet" },
  { name: "VGG-11", macs: 7.609e9, accuracy: 0.6902, params: 132_863_336, family: "VGG" },
  { name: "VGG-16", macs: 15.47e9, accuracy: 0.71592, params: 138_357_544, family: "VGG" },
  { name: "VGG-19", macs: 19.632e9, accuracy: 0.72376, params: 143_667_240, family: "VGG" },
  { name: "GoogLeNet", macs: 1.498e9, accuracy: 0.69778, params: 6_624_904, family: "Inception" },
  { name: "Inception-v3", macs: 5.713e9, accuracy: 0.77294, params: 23_834_568, family: "Inception" },
  { name: "ResNet-18", macs: 1.814e9, accuracy: 0.69758, params: 11_689_512, family: "ResNet" },
  { name: "ResNet-34", macs: 3.664e9, accuracy: 0.73314, params: 21_797_672, family: "ResNet" },
  { name: "ResNet-50", macs: 4.089e9, accuracy: 0.7613, params: 25_557_032, family: "ResNet" },
  { name: "ResNet-101", macs: 7.801e9, accuracy: 0.77374, params: 44_549_160, family: "ResNet" },
  { name: "ResNet-152", macs: 11.514e9, accuracy: 0.78312, params: 60_192_808, family: "ResNet" },
  { name: "DenseNet-121", macs: 2.834e9, accuracy: 0.74434, params: 7_978_856, family: "DenseNet" },
  { name: "MobileNet-v2", macs: 0.301e9, accuracy: 0.71878, params: 3_504_872, family: "small" },
  { name: "SqueezeNet 1.1", macs: 0.349e9, accuracy: 0.58178, params: 1_235_496, family: "small" },
  { name: "EfficientNet-B0", macs: 0.386e9, accuracy: 0.77692, params: 5_288_548, family: "small" },
  { name: "EfficientNet-B4", macs: 4.394e9, accuracy: 0.83384, params: 19_341_616, family: "small" },
];

/** Top-5 errors of the ImageNet challenge. */
const imagenet: readonly Winner[] = [
  { year: 2010, name: "features by hand", error: 0.282 },
  { year: 2011, name: "features by hand", error: 0.258 },
  { year: 2012, name: "AlexNet", error: 0.164, depth: 8 },
  { year: 2013, name: "ZFNet", error: 0.117, depth: 8 },
  { year: 2014, name: "VGG", error: 0.073, depth: 19 },
  { year: 2014, name: "GoogLeNet", error: 0.067, depth: 22 },
  { year: 2015, name: "ResNet", error: 0.0357, depth: 152 },
  { year: 2016, name: "fusion of networks", error: 0.0299 },
  { year: 2017, name: "SENet", error: 0.0225, depth: 154 },
];

/** VGG-16, layer by layer. */
const vgg16: Graph = graph("VGG-16", [224, 224, 3], {
  ...Object.fromEntries([[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]].flatMap((stage, i) => [
    ...stage.flatMap((filters, k) => [[`conv${i + 1}_${k + 1}`, conv2d(filters, 3, { padding: 1 })], [`relu${i + 1}_${k + 1}`, relu()]]),
    [`pool${i + 1}`, maxPooling2d(2)],
  ])) as Readonly<Record<string, Layer>>,
  flatten: flatten(), fc6: dense(4096), fc7: dense(4096), fc8: dense(1000),
});

/** Figures that explain, by file name. */
export const explained: Readonly<Record<string, () => string>> = {
  "convolution-steps": () => convolutionSteps(lecture),
  "convolution-steps-one": () => convolutionSteps(lecture, { step: 5 }),
  "convolution-steps-padding-dark": () =>
    convolutionSteps(
      { layer: conv2d(1, 2, { padding: [[1, 0], [2, 0]], strides: [1, 2], dilationRate: [2, 1] }), input: rows([[-1, 0, 1, 2, 3], [4, -2, -1, 0, 1], [2, 3, 4, -2, -1], [0, 1, 2, 3, 4]]), weight: rows([[1, -2], [0.5, 3]]), bias: [0.5] },
      { step: 8, theme: "dark", title: "Padding, stride and dilation" },
    ),
  "convolution-steps-channels": () =>
    convolutionSteps({ layer: conv2d(1, 2, { padding: 1 }), input: { shape: [3, 3, 2], data: [-2, -1, 0, 1, 2, -2, -1, 0, 1, 2, -2, -1, 0, 1, 2, -2, -1, 0] }, weight: { shape: [2, 2, 2], data: [-1, 0, 1, -1, 0, 1, -1, 0] } }, { step: 7, title: "Two channels" }),
  "convolution-steps-transposed": () =>
    convolutionSteps({ layer: conv2dTranspose(1, 3, { strides: 2, padding: 1, outputPadding: 1 }), input: rows([[1, 2], [3, 4]]), weight: rows([[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]]) }, { step: 3, title: "A transposed convolution enlarges" }),
  "pooling-steps": () => poolingSteps({ layer: maxPooling2d(2), input: rows([[5, 1, 3, 4], [8, 2, 9, 2], [1, 3, 0, 1], [2, 2, 2, 0]]) }),
  "pooling-steps-average-dark": () => poolingSteps({ layer: averagePooling2d(3, { strides: 2, padding: 1 }), input: rows([[5, 1, 3, 4], [8, 2, -9, 2], [1, 3, 0, 1], [2, 2, 2, 0]]) }, { theme: "dark", step: 3 }),
  "pooling-steps-overlapping": () => poolingSteps({ layer: maxPooling2d(3, { strides: 2, padding: 1, ceilMode: true }), input: rows([[-1, 0, 1, 2, 3], [4, -2, -1, 0, 1], [2, 3, 4, -2, -1], [0, 1, 2, 3, 4]]) }, { step: 7 }),
  "receptive-field": () => receptiveFieldFigure({ graph: net, units: ["conv1", "conv2", "conv3"].map((node) => ({ node })), image: { image: discs(1).images, shape: [32, 32, 3] }, effective: bell(32, 32, 17.5, 17.5, 2.6) }),
  "receptive-field-corner-dark": () => receptiveFieldFigure({ graph: net, units: [{ node: "conv1", unit: [0, 0] }, { node: "pool2", unit: [0, 5] }, { node: "conv3", unit: [7, 2] }] }, { theme: "dark", title: "At the border" }),
  "computational-graph": () => computationalGraph(logistic(), { title: "Logistic regression, forward and back" }),
  "computational-graph-dark": () => computationalGraph(residual(), { theme: "dark", title: "A residual connection" }),
  "activation-plot": () => activationPlot([sigmoid(), tanh(), relu()]),
  "activation-plot-one-dark": () => activationPlot([tanh()], { theme: "dark", title: "tanh saturates on both sides" }),
  "activation-plot-modern": () => activationPlot([relu(), leakyRelu({ negativeSlope: 0.1 }), gelu()], { title: "Where ReLU is dead, others are not", range: [-4, 4] }),
  "loss-surface": () => lossSurface({ loss: (x, y) => x ** 2 / 2 + 5 * y ** 2, x: [-4, 4], y: [-1.4, 1.4], paths: descents }, { title: "Gradient descent at three learning rates", note: "24 steps each on an elongated bowl; the ring is the start." }),
  "loss-surface-dark": () => lossSurface({ loss: (x, y) => (1 - x) ** 2 + 8 * (y - x * x) ** 2, x: [-1.6, 1.6], y: [-0.6, 2] }, { title: "A bent valley", theme: "dark", levels: 20 }),
  "heatmap-overlay": () => heatmapOverlay(attributions()),
  "heatmap-overlay-dark": () => heatmapOverlay(attributions().slice(0, 1), { theme: "dark", view: "overlay", title: "Grad-CAM" }),
  "feature-maps": () => featureMaps([{ node: "conv1", maps: stack(28, 8, true) }, { node: "relu1", maps: stack(28, 8, false) }, { node: "pool1", maps: stack(14, 8, false) }, { node: "conv2", maps: stack(14, 16, true) }], { title: "One image becomes a stack of filtered images" }),
  "feature-maps-many-dark": () => featureMaps([{ node: "layer4.2.conv3", maps: stack(7, 512, false) }], { theme: "dark", scale: "node", side: 34 }),
  "roc-curve": () => rocCurve([{ name: "cat", points: rates(0.12) }, { name: "dog", points: rates(0.25) }, { name: "horse", points: rates(0.5) }]),
  "pr-curve-dark": () => prCurve([{ name: "cat", points: precisions(9), positives: 0.1 }, { name: "dog", points: precisions(3) }], { theme: "dark" }),
  "histograms-over-time": () => histogramsOverTime(weightsOverTime()),
  "histograms-over-time-dark": () => histogramsOverTime(weightsOverTime().slice(0, 2), { theme: "dark", width: 520, limit: 6 }),
  bubbles: () => bubbles(zoo, { title: "Models on ImageNet", yLabel: "top-1 accuracy, %" }),
  "bubbles-dark": () => bubbles(zoo.slice(0, 8), { theme: "dark", width: 520, title: "Models on ImageNet" }),
  winners: () => winners(imagenet, { title: "ImageNet's winners over the years", errorLabel: "Top-5 error, %", references: [{ name: "a person", error: 0.051 }] }),
  "winners-dark": () => winners(imagenet.slice(2, 7), { theme: "dark", width: 480, title: "Deeper and deeper" }),
  "layer-bars": () => layerBars(vgg16),
  "layer-bars-dark": () => layerBars(vgg16, { theme: "dark", width: 600, limit: 8 }),
};
