import { conv2d, conv2dTranspose, dense, flatten, linear, maxPooling2d, product, relu, reshape, sigmoid, type Shape } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Nets that learn to give back what they are given, through a node `latent` that is too narrow to copy it. Pixels go from 0 to 1. */
export const autoencoder: readonly ModelRow[] = [
  {
    name: "autoencoder_dense", title: "Autoencoder 784-128-64-32", family: "autoencoder", year: 2006,
    paper: "Hinton & Salakhutdinov 2006, doi:10.1126/science.1127647",
    inputs: { input: [28, 28, 1] }, classes: 1, params: 222_384, macs: 221_184,
    note: "Narrower than the paper's 784-1000-500-250-30, with rectifiers, and trained as a whole.",
    variants: { plane: { note: "Two latent numbers, so that every picture is a point of a plane.", params: 218_514, macs: 217_344 } },
    block: ({ classes, inputShape, variant }) => {
      const pictures = [...inputShape.slice(0, -1), classes];
      return {
        encoder: { flatten: flatten(), fc1: dense(128), relu1: relu(), fc2: dense(64), relu2: relu() },
        latent: dense(variant === "plane" ? 2 : 32),
        decoder: { fc1: dense(64), relu1: relu(), fc2: dense(128), relu2: relu(), fc3: dense(product(pictures)), reshape: reshape(pictures), sigmoid: sigmoid() },
      };
    },
  },
  {
    name: "autoencoder_conv", title: "Convolutional autoencoder", family: "autoencoder", year: 2011,
    paper: "Masci, Meier, Cireșan & Schmidhuber 2011, doi:10.1007/978-3-642-21735-7_7",
    inputs: { input: [28, 28, 1] }, classes: 1, params: 1_077, macs: 250_880,
    note: "Transposed convolutions enlarge the maps again, where the paper convolves the sparse maxima.",
    block: ({ classes, inputShape }) => {
      checkSize(inputShape);
      return {
        encoder: { conv1: conv2d(16, 3, { padding: 1 }), relu1: relu(), pool1: maxPooling2d(2), conv2: conv2d(4, 3, { padding: 1 }), relu2: relu(), pool2: maxPooling2d(2) },
        latent: linear(),
        decoder: { conv1: conv2dTranspose(16, 2, { strides: 2 }), relu1: relu(), conv2: conv2dTranspose(classes, 2, { strides: 2 }), sigmoid: sigmoid() },
      };
    },
  },
];

/** What pooling leaves over would be missing from the picture that comes back. */
function checkSize([height = 0, width = 0]: Shape): void {
  if (height % 4 === 0 && width % 4 === 0) return;
  throw new RangeError(`autoencoder_conv: height and width must be multiples of 4, as they are halved twice. Received ${height}×${width}.`);
}
