import type { TrainingRecipe } from "./recipe.ts";

/** Handwriting turned, shifted, scaled and sheared a little: what a hand does too. */
const byHand = [{ kind: "affine", degrees: [-8, 8], translate: [0.06, 0.06], scale: [0.92, 1.08], shear: [-4, 4] }] as const;

/** Classifiers whose training is a configuration. Settings were chosen by held-out data. */
export const trainings: readonly TrainingRecipe[] = [
  {
    kind: "training", name: "strokes", title: "The lecture's MNIST net on drawn digits", task: "classification",
    teaches: "A small convolutional network tells ten kinds of drawn strokes apart after seeing each a few hundred times. It needs no download.",
    data: ["strokes"], minutes: 1,
    config: { model: "mnist-cnn", data: "strokes", epochs: 3 },
    expected: [{ measure: "accuracy", atLeast: 0.95 }],
  },
  {
    kind: "training", name: "mnist", title: "The lecture's MNIST net on MNIST", task: "classification",
    teaches: "With digits moved a little at random, and a target that is not quite sure, the net of 220,234 parameters gets more of the test digits right than the 99.2 % that the lecture reaches.",
    data: ["mnist"], minutes: 4,
    config: {
      model: "mnist-cnn", data: "mnist", epochs: 8, batch: 100, optimizer: { kind: "adamw", learningRate: 0.002 }, schedule: "cosine",
      loss: { kind: "sparseCategoricalCrossentropy", labelSmoothing: 0.02 }, augment: byHand,
    },
    expected: [{ measure: "accuracy", atLeast: 0.992 }],
  },
  {
    kind: "training", name: "mnist-tiny", title: "A net of fewer than 10,000 parameters on MNIST", task: "classification",
    teaches: "Few channels, batch normalisation, 1×1 transitions and global pooling in place of dense layers: a twentieth of the parameters, and no worse.",
    data: ["mnist"], minutes: 6,
    config: { model: "tiny-mnist", data: "mnist", epochs: 20, batch: 64, optimizer: { kind: "adamw", learningRate: 0.01 }, schedule: "cosine", augment: byHand },
    expected: [{ measure: "accuracy", atLeast: 0.993 }, { measure: "parameters", atMost: 9999 }],
  },
  {
    kind: "training", name: "fashion", title: "A small residual net on Fashion-MNIST", task: "classification",
    teaches: "Shortcuts, batch normalisation, mirrored and shifted pictures, and a learning rate that falls along a cosine, in 15 epochs.",
    data: ["fashion-mnist"], minutes: 15,
    config: {
      model: "fashion-resnet", data: "fashion-mnist", epochs: 15, batch: 128, optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.0005 }, schedule: "cosine",
      loss: { kind: "sparseCategoricalCrossentropy", labelSmoothing: 0.05 }, augment: [{ kind: "mirror" }, { kind: "randomCrop", size: 28, padding: 2 }],
    },
    expected: [{ measure: "accuracy", atLeast: 0.93 }],
  },
];
