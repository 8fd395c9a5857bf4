import { simd } from "@convscope/backend-simd";
import { conv2d, conv2dTranspose, graph, relu, sigmoid } from "@convscope/core";
import { image, strokes } from "@convscope/datasets";
import { adam, arrayData, binaryCrossentropy, fit, network, randomOf, tfjsLoader, useBackend, type NdArray } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";

// Drawn digits, pixels 0 … 1, and the same under Gaussian noise.
const { train, test } = strokes({ train: 500, test: 10 });
const clean = ({ shape, images }: typeof train): NdArray => ({ shape, data: Float32Array.from(images, (value) => value / 255) });
const noisy = ({ shape, data }: NdArray, seed: number): NdArray => {
  const random = randomOf(seed, "noise");
  return { shape, data: Float32Array.from(data, (value) => Math.min(1, Math.max(0, value + 0.3 * random.normal()))) };
};

// Down to 7×7 maps and up again; windows of 4×4 overlap, so that strokes come back smooth.
const halved = { strides: 2, padding: 1 };
const denoiser = graph("denoiser", [28, 28, 1], {
  down: { conv1: conv2d(8, 4, halved), relu1: relu(), conv2: conv2d(16, 4, halved), relu2: relu() },
  up: { conv1: conv2dTranspose(8, 4, halved), relu1: relu(), conv2: conv2dTranspose(1, 4, halved) },
  picture: sigmoid(),
});
const net = await network(denoiser, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// Noisy pictures go in, and the clean ones are asked for: copying would not do.
const data = arrayData({ inputs: { input: noisy(clean(train), 1) }, targets: { picture: clean(train) } });
await fit(net, data, { loss: binaryCrossentropy({ from: "probabilities" }), metrics: {}, optimizer: adam({ learningRate: 0.005 }), epochs: 10, batchSize: 16 });
const truth = clean(test);
const given = noisy(truth, 2);
const made = await net.predict(given);
net.dispose();

// The peak signal-to-noise ratio, in decibels.
const psnr = ({ data: pixels }: NdArray): number => -10 * Math.log10(Array.from(truth.data).reduce((sum, value, i) => sum + (value - (pixels[i] ?? NaN)) ** 2, 0) / pixels.length);
console.log(`noisy test digits ${psnr(given).toFixed(1)} dB`);
console.log(`what the net makes of them ${psnr(made).toFixed(1)} dB`);

const shown = (caption: string, { data: pixels }: NdArray) => Array.from({ length: 10 }, (_, i) => ({ image: image({ ...test, images: Uint8Array.from(pixels, (value) => 255 * value) }, i), shape: [28, 28, 1], caption }));
export const figure: string = pictureSheet([...shown("given", given), ...shown("made", made), ...shown("clean", truth)], { title: "Noise in, strokes out, on test digits", side: 56 });
