import { simd } from "@convscope/backend-simd";
import { conv2d, conv2dTranspose, dense, flatten, graph, parameters, relu, reshape, sigmoid } from "@convscope/core";
import { image, strokes } from "@convscope/datasets";
import { adam, arrayData, binaryCrossentropy, fit, network, tfjsLoader, useBackend } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";

// Drawn digits, pixels 0 … 1.
const { train, test } = strokes({ train: 600, test: 10 });
const scaled = ({ shape, images }: typeof train): { readonly shape: readonly number[]; readonly data: Float32Array } => ({ shape, data: Float32Array.from(images, (value) => value / 255) });

// Strided convolutions halve the picture, transposed ones double it again. In the middle are 32 numbers.
const halved = { strides: 2, padding: 1 };
const bottleneck = graph("autoencoder-conv", [28, 28, 1], {
  down: { conv1: conv2d(8, 4, halved), relu1: relu(), conv2: conv2d(16, 4, halved), relu2: relu(), flatten: flatten() },
  latent: dense(32),
  up: { fc: dense(7 * 7 * 16), relu0: relu(), reshape: reshape([7, 7, 16]), conv1: conv2dTranspose(8, 4, halved), relu1: relu(), conv2: conv2dTranspose(1, 4, halved) },
  picture: sigmoid(),
});
const net = await network(bottleneck, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// The target is the picture itself.
const data = arrayData({ inputs: { input: scaled(train) }, targets: { picture: scaled(train) } });
await fit(net, data, { loss: binaryCrossentropy({ from: "probabilities" }), metrics: {}, optimizer: adam({ learningRate: 0.008 }), epochs: 12, batchSize: 16 });
const [given, back] = [scaled(test), await net.predict(scaled(test))];
net.dispose();

const error = given.data.reduce((sum, value, i) => sum + (value - (back.data[i] ?? NaN)) ** 2, 0) / given.data.length;
console.log(`784 pixels through 32 numbers, by ${parameters(bottleneck).trainable} parameters`);
console.log(`mean squared error of test digits ${error.toFixed(3)}, where black pictures have ${(given.data.reduce((sum, value) => sum + value ** 2, 0) / given.data.length).toFixed(3)}`);

const returned = Uint8Array.from(back.data, (value) => Math.round(255 * value));
const shown = (caption: string, images: Uint8Array) => Array.from({ length: 10 }, (_, i) => ({ image: image({ ...test, images }, i), shape: [28, 28, 1], caption }));
export const figure: string = pictureSheet([...shown("given", test.images), ...shown("back", returned)], { title: "Test digits through a bottleneck of 32 numbers", side: 56 });
