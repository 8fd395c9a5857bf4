import { conv2d, conv2dTranspose, graph, relu, sigmoid, type Graph } from "@convscope/core";
import { size, type Split } from "@convscope/datasets/pure";
import { adam, binaryCrossentropy, network, randomOf, type Data, type NdArray } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";
import { scaled, short } from "../foundations/samples.ts";
import { program, type ProgramRecipe } from "../recipe.ts";
import { meanSquared, oneOfEach, psnr, tiled } from "./pictures.ts";

/**
 * A denoising autoencoder: noise is added to what goes in, and the clean picture is asked for (Vincent, Larochelle, Bengio & Manzagol 2008,
 * doi:10.1145/1390156.1390294). The noise is Gaussian, drawn anew for each picture in each epoch, and pixels stay between 0 and 1.
 *
 * - `noisyPsnr` of noisy test pictures against clean ones, in decibels, and `psnr` of what the net makes of them
 * - `gain`, their difference
 */
export const denoisingAutoencoder: ProgramRecipe = program({
  name: "denoising-autoencoder",
  title: "A convolutional autoencoder takes noise out of drawn digits",
  task: "denoising",
  teaches: "Copying would be easy; with noise in and the clean picture out the net must know what strokes look like. Nothing but pictures is needed: the noise makes the task.",
  data: ["strokes"],
  minutes: 0.5,
  settings: { epochs: 8, train: 3000, test: 500, batch: 32, learningRate: 0.003, noise: 0.3 },
  expected: [{ measure: "psnr", atLeast: 21 }, { measure: "gain", atLeast: 8 }],
  async run(bench, { epochs, train, test, batch, learningRate, noise }) {
    const data = await bench.data("strokes", { train, test });
    const net = await network(denoiser, { engine: bench.engine, seed: bench.seed });
    const [output = ""] = net.graph.outputs;
    try {
      const { history } = await bench.fit("training", net, noisyAndClean(data.train, output, noise, bench.seed), { loss: binaryCrossentropy({ from: "probabilities" }), metrics: {}, optimizer: adam({ learningRate }), epochs, batchSize: batch });
      const clean = scaled(data.test);
      const given = disturbed(clean, Uint32Array.from({ length: size(data.test) }, (_, i) => i), noise, bench.seed, "test");
      const made = await net.predict(given);
      const [before, after] = [meanSquared(clean.data, given.data), meanSquared(clean.data, made.data)];
      const shown = oneOfEach(data.test.labels, data.classes.length);
      return {
        measures: { noisyPsnr: psnr(before), psnr: psnr(after), gain: psnr(after) - psnr(before), mse: after },
        figures: { pictures: pictureSheet([tiled(given, shown, 10, "given"), tiled(made, shown, 10, "made of it"), tiled(clean, shown, 10, "clean, which the net never saw")], { title: "Noise in, strokes out, on test pictures", side: 720 }) },
        networks: { denoiser: { graph: net.graph, weights: await net.weights() } },
        histories: { training: history },
        table: [["pictures", "mean squared error", "PSNR"], ["noisy", short(before), `${short(psnr(before))} dB`], ["denoised", short(after), `${short(psnr(after))} dB`]],
      };
    } finally {
      net.dispose();
    }
  },
});

const halved = { strides: 2, padding: 1 };

/** Down to 7×7 maps and up again: windows of 4×4 overlap, so that strokes come back smooth. */
const denoiser: Graph = graph("denoising-autoencoder", [28, 28, 1], {
  encoder: { conv1: conv2d(16, 4, halved), relu1: relu(), conv2: conv2d(32, 4, halved), relu2: relu() },
  decoder: { conv1: conv2dTranspose(16, 4, halved), relu1: relu(), conv2: conv2dTranspose(1, 4, halved), sigmoid: sigmoid() },
});

/** Noisy pictures in, clean ones as the target; other noise in each epoch. */
function noisyAndClean(split: Split, output: string, deviation: number, seed: number): Data {
  const all = scaled(split);
  return {
    length: size(split),
    batch(indices, epoch = 0) {
      const clean = rowsOf(all, indices);
      return { inputs: { input: disturbed(clean, indices, deviation, seed, epoch) }, targets: { [output]: clean } };
    },
  };
}

function rowsOf({ shape, data }: NdArray, indices: Uint32Array): NdArray {
  const row = data.length / (shape[0] ?? 1);
  const rows = new Float32Array(indices.length * row);
  for (const [i, index] of indices.entries()) rows.set(data.subarray(index * row, (index + 1) * row), i * row);
  return { shape: [indices.length, ...shape.slice(1)], data: rows };
}

/** Pictures with Gaussian noise; that of a picture depends on its index and on `when` alone, so that an interrupted training goes on alike. */
function disturbed({ shape, data }: NdArray, indices: Uint32Array, deviation: number, seed: number, when: number | string): NdArray {
  const row = data.length / indices.length;
  const noisy = new Float32Array(data.length);
  for (const [i, index] of indices.entries()) {
    const random = randomOf(seed, "noise", when, index);
    for (let j = i * row; j < (i + 1) * row; j++) noisy[j] = Math.min(1, Math.max(0, (data[j] ?? 0) + deviation * random.normal()));
  }
  return { shape, data: noisy };
}
