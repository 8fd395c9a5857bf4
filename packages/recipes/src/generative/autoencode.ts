import type { Graph } from "@convscope/core";
import { size } from "@convscope/datasets/pure";
import { adam, arrayData, binaryCrossentropy, network, type NdArray } from "@convscope/nn";
import { pictureSheet, scatter } from "@convscope/viz";
import type { Outcome, Workbench } from "../recipe.ts";
import { pixels } from "../shapes/parts.ts";
import { scaled, short } from "../foundations/samples.ts";
import { meanSquared, oneOfEach, psnr, tiled } from "./pictures.ts";
import { neighbourAccuracy } from "./neighbours.ts";

export interface AutoencodeSettings {
  readonly epochs: number;
  readonly train: number;
  readonly test: number;
  readonly batch: number;
  readonly learningRate: number;
  /** How many neighbours vote in the latent space. */
  readonly neighbours: number;
}

/**
 * Trains a graph that gives back its picture through a node `latent` of two numbers, on drawn digits, and looks at both ends.
 *
 * - `mse` and `psnr` (decibels) of test pictures and what comes back; `blankMse`, where the mean picture comes back for all
 * - `neighbours`: how many test pictures have the class of most of their nearest training pictures in the latent space, which no label made
 */
export async function autoencode(bench: Workbench, plane: Graph, { epochs, train, test, batch, learningRate, neighbours }: AutoencodeSettings): Promise<Outcome> {
  const data = await bench.data("strokes", { train, test });
  const [seen, held] = [scaled(data.train), scaled(data.test)];
  const net = await network(plane, { engine: bench.engine, seed: bench.seed });
  const [output = ""] = plane.outputs;
  try {
    const samples = arrayData({ inputs: { input: pixels(data.train) }, targets: { [output]: pixels(data.train) } });
    const { history } = await bench.fit("training", net, samples, { loss: binaryCrossentropy({ from: "probabilities" }), metrics: {}, optimizer: adam({ learningRate }), epochs, batchSize: batch });
    const points = async (input: NdArray): Promise<NdArray> => (await net.run({ input }, { nodes: ["latent"] }))["latent"] as NdArray;
    const back = await net.predict(held);
    const [known, asked] = [await points(seen), await points(held)];
    const [mse, blankMse] = [meanSquared(held.data, back.data), meanSquared(held.data, repeated(meanPicture(seen), size(data.test)))];
    const right = neighbourAccuracy({ points: known, labels: data.train.labels }, { points: asked, labels: data.test.labels }, neighbours);
    const shown = oneOfEach(data.test.labels, data.classes.length);
    return {
      measures: { mse, psnr: psnr(mse), blankMse, neighbours: right },
      figures: {
        latent: scatter({ points: asked.data, labels: data.test.labels, classes: data.classes }, { title: "Test pictures in the latent space", note: "Each picture is two numbers. The net saw no label.", xLabel: "first latent number", yLabel: "second latent number" }),
        reconstructions: pictureSheet([tiled(held, shown, 10, "given"), tiled(back, shown, 10, "given back, from two numbers")], { title: "Through the bottleneck", side: 720 }),
      },
      networks: { autoencoder: { graph: plane, weights: await net.weights() } },
      histories: { training: history },
      table: [["what comes back", "mean squared error", "PSNR"], ["the mean picture", short(blankMse), `${short(psnr(blankMse))} dB`], ["the picture through two numbers", short(mse), `${short(psnr(mse))} dB`]],
    };
  } finally {
    net.dispose();
  }
}

function meanPicture({ shape, data }: NdArray): Float64Array {
  const [samples = 1] = shape;
  const mean = new Float64Array(data.length / samples);
  for (let i = 0; i < data.length; i++) mean[i % mean.length] = (mean[i % mean.length] ?? 0) + (data[i] ?? 0) / samples;
  return mean;
}

const repeated = (picture: Float64Array, times: number): Float64Array => Float64Array.from({ length: picture.length * times }, (_, i) => picture[i % picture.length] ?? 0);
