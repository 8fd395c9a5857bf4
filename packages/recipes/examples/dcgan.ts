import { augmentBatch, resize } from "@convscope/augment";
import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, conv2dTranspose, flatten, graph, leakyRelu, relu, reshape, tanh } from "@convscope/core";
import { strokes, subset } from "@convscope/datasets";
import { adam, arrayData, network, randomNormal, randomOf, tfjsLoader, trainGan, useBackend } from "@convscope/nn";
import { pictureSheet, type SheetPicture } from "@convscope/viz";

// Drawn noughts of 14×14 pixels, −1 … 1, as tanh makes them.
const { train } = strokes({ train: 1600, test: 0 });
const digits = subset(train, [...train.labels.keys()].filter((i) => train.labels[i] === 0));
const small = augmentBatch({ shape: digits.shape, data: digits.images }, [resize({ size: 14 })], { seed: 1 });
const real = arrayData({ inputs: { input: { shape: small.shape, data: Float32Array.from(small.data, (value) => value / 127.5 - 1) } }, targets: {} });

// One net draws from noise, the other says how real a picture looks.
const halved = { strides: 2, padding: 1, useBias: false };
const drawing = graph("generator", { noise: [8] }, { reshape: reshape([1, 1, 8]), conv1: conv2dTranspose(20, 7, { useBias: false }), bn1: batchNormalization(), relu1: relu(), conv2: conv2dTranspose(1, 4, halved), tanh: tanh() });
const telling = graph("discriminator", [14, 14, 1], { conv1: conv2d(20, 4, halved), leaky1: leakyRelu({ negativeSlope: 0.2 }), conv2: conv2d(1, 7), flatten: flatten() });
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const init = { kernel: randomNormal({ deviation: 0.02 }) };
const [generator, discriminator] = [await network(drawing, { engine, seed: 1, init }), await network(telling, { engine, seed: 2, init })];

// In turn: the discriminator learns to tell real from drawn, the generator to be taken for real. The same ten points of noise are drawn now and then.
const noise = { shape: [10, 8], data: randomOf(1, "noise").normals(80) };
const optimizer = adam({ learningRate: 0.002, beta1: 0.5 });
const sheet: SheetPicture[] = [];
for await (const event of trainGan({ generator, discriminator, data: real, epochs: 30, batchSize: 16, optimizers: { generator: optimizer, discriminator: optimizer }, average: { decay: 0.95 } })) {
  if (event.kind !== "epoch" || ![1, 10, 30].includes(event.log.epoch)) continue;
  const { epoch, realScore, madeScore } = event.log;
  console.log(`epoch ${epoch}: real ones look real to ${(100 * realScore).toFixed(0)} %, drawn ones to ${(100 * madeScore).toFixed(0)} %`);
  const drawn = Uint8Array.from((await generator.predict(noise)).data, (value) => 127.5 * (value + 1));
  for (let i = 0; i < 10; i++) sheet.push({ image: drawn.subarray(196 * i, 196 * (i + 1)), shape: [14, 14, 1], caption: `epoch ${epoch}` });
}
generator.dispose();
discriminator.dispose();

export const figure: string = pictureSheet(sheet, { title: "Noughts that nobody wrote", side: 57, width: 760 });
