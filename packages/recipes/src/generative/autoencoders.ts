import { conv2d, conv2dTranspose, dense, flatten, graph, relu, reshape, sigmoid, type Graph } from "@convscope/core";
import { model } from "@convscope/models";
import { program, type ProgramRecipe } from "../recipe.ts";
import { autoencode, type AutoencodeSettings } from "./autoencode.ts";

/** Of both; `autoencode` says what is measured. */
const settings: AutoencodeSettings & { readonly [name: string]: number } = { epochs: 30, train: 4000, test: 1000, batch: 64, learningRate: 0.002, neighbours: 10 };

/** A dense autoencoder with a plane as its latent space: Hinton & Salakhutdinov 2006, doi:10.1126/science.1127647, figure 3. */
export const autoencoderDense: ProgramRecipe = program({
  name: "autoencoder-dense",
  title: "A dense autoencoder: drawn digits as points of a plane",
  task: "autoencoding",
  teaches: "A net that has to give back a picture through two numbers sorts the pictures: digits that look alike lie side by side, though no label was ever shown.",
  data: ["strokes"],
  minutes: 0.5,
  settings,
  expected: [{ measure: "mse", atMost: 0.041 }, { measure: "neighbours", atLeast: 0.42 }],
  run: (bench, chosen) => autoencode(bench, model("autoencoder_dense", { variant: "plane" }), chosen),
});

/** A convolutional one, after Masci, Meier, Cireșan & Schmidhuber 2011, doi:10.1007/978-3-642-21735-7_7: strided convolutions down, transposed ones up. */
export const autoencoderConv: ProgramRecipe = program({
  name: "autoencoder-conv",
  title: "A convolutional autoencoder: drawn digits as points of a plane",
  task: "autoencoding",
  teaches: "Convolutions shrink the picture to two numbers, and transposed convolutions draw it again: the same plane from a fraction of the weights.",
  data: ["strokes"],
  minutes: 1,
  settings,
  expected: [{ measure: "mse", atMost: 0.045 }, { measure: "neighbours", atLeast: 0.25 }],
  run: (bench, chosen) => autoencode(bench, convolutional, chosen),
});

const halved = { strides: 2, padding: 1 };

const convolutional: Graph = graph("autoencoder-conv-plane", [28, 28, 1], {
  encoder: { conv1: conv2d(16, 4, halved), relu1: relu(), conv2: conv2d(32, 4, halved), relu2: relu(), flatten: flatten() },
  latent: dense(2),
  decoder: { fc: dense(7 * 7 * 16), relu0: relu(), reshape: reshape([7, 7, 16]), conv1: conv2dTranspose(16, 4, halved), relu1: relu(), conv2: conv2dTranspose(1, 4, halved), sigmoid: sigmoid() },
});
