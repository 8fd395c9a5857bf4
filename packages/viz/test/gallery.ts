import { compareTrainings, confusionMatrix, filterGrid, learningRateCurve, lineChart, perClassBars, pictureSheet, pixelValues, predictionGrid, sampleGrid, scatter, trainingCurves } from "../src/index.ts";
import { diagrams } from "./diagrams.ts";
import { explained } from "./explained.ts";
import { confusions, digitImages, digits, discs, garments, history, numbersFrom, runs } from "./samples.ts";

const weights = (length: number): Float32Array => {
  const next = numbersFrom(3);
  return Float32Array.from({ length }, () => next() - 0.5);
};

const predictions = (): string => {
  const data = digitImages(18);
  const predicted = data.labels.map((label, i) => (i % 7 === 3 ? 4 : label));
  const probabilities = new Float32Array(180);
  predicted.forEach((of, i) => {
    probabilities[i * 10 + (data.labels[i] ?? 0)] = 0.3;
    probabilities[i * 10 + of] = i % 7 === 3 ? 0.55 : 0.9 + (i % 10) / 110;
  });
  return predictionGrid({ ...data, predicted, probabilities, classes: digits });
};

const pixels = (): string => {
  const { images } = digitImages(3);
  return pixelValues({ image: images.slice(2 * 784), shape: [28, 28, 1] }, { title: "A seven as the network sees it" });
};

const perClass = garments.map((name, i) => ({ class: name, precision: 0.8 + 0.02 * i, recall: 0.95 - 0.03 * i, f1: 0.88 - 0.005 * i, support: 1000 }));

/** One disc with box, mask and centre, as it is, wide and grey. */
const sheet = (): string => {
  const { images, boxes, masks } = discs(1);
  const half = Uint8Array.from({ length: 16 * 32 * 3 }, (_, i) => images[i] ?? 0);
  const grey = Uint8Array.from({ length: 32 * 32 }, (_, i) => Math.round(((images[3 * i] ?? 0) + (images[3 * i + 1] ?? 0) + (images[3 * i + 2] ?? 0)) / 3));
  return pictureSheet(
    [
      { image: images, shape: [32, 32, 3], caption: "as it is", boxes, mask: masks, keypoints: [16, 16] },
      { image: half, shape: [16, 32, 3], caption: "crop 16×32 at 0, 0" },
      { image: grey, shape: [32, 32, 1], caption: "grey, then a caption that is so long that it needs a second line and a third", boxes, keypoints: [NaN, NaN] },
    ],
    { title: "What an augmentation does" },
  );
};

/** Gradient norms of three nets of 20 layers. */
const norms = (): string =>
  lineChart(
    [["sigmoid", 0.45], ["tanh", 0.8], ["ReLU", 0.97]].map(([name, factor]) => ({ name: `${name}`, points: Array.from({ length: 20 }, (_, i) => [i + 1, Number(factor) ** (19 - i) * (1 + 0.1 * Math.sin(9 * i))] as const) })),
    { title: "Gradients over depth", xLabel: "layer", yLabel: "norm of the gradient", yScale: "log", note: "Of the weights, at the start." },
  );

/** Points around a curve, and the curve. */
const fitted = (): string =>
  lineChart(
    [
      { name: "points", dots: true, points: Array.from({ length: 60 }, (_, i) => [i / 30 - 1, Math.sin(i / 10) + 0.2 * Math.sin(77 * i)] as const) },
      { name: "epoch 1", points: Array.from({ length: 60 }, (_, i) => [i / 30 - 1, 0.3 - i / 200] as const) },
      { name: "epoch 300", points: Array.from({ length: 60 }, (_, i) => [i / 30 - 1, 0.97 * Math.sin(i / 10)] as const) },
    ],
    { title: "A curve is fitted", theme: "dark" },
  );

/** A search that begins at ln 10 and goes astray. */
const search = (): string => {
  const next = numbersFrom(9);
  const rates = Array.from({ length: 86 }, (_, i) => 10 ** (-7 + (8 * i) / 99));
  const smoothed = rates.map((rate) => 2.3 - 1.7 / (1 + (0.004 / rate) ** 1.4) + (rate / 0.6) ** 3);
  return learningRateCurve({ rates, smoothed, losses: smoothed.map((loss) => loss * (0.92 + 0.16 * next())), suggestion: rates[57], diverged: rates[85] }, { title: "Learning rates for mnist-cnn", note: "Adam, batches of 64." });
};

/** Ten clouds, as a latent space has them. */
const clouds = (): string => {
  const next = numbersFrom(5);
  const labels = Array.from({ length: 600 }, (_, i) => i % 10);
  const points = labels.flatMap((label) => [6 * Math.cos(label * 0.63) + next() + next(), 4 * Math.sin(label * 0.63) + next() + next()]);
  return scatter({ points, labels, classes: digits }, { title: "Latent space", xLabel: "first latent number", yLabel: "second latent number" });
};

const corners = (): string =>
  scatter(
    { points: [0, 0, 0, 1, 1, 0, 1, 1], labels: [0, 0, 0, 1], classes: ["false", "true"], lines: [{ name: "epoch 1", line: [1, 1, -0.5] }, { name: "epoch 4", line: [2, 1, -2.5] }] },
    { title: "AND", xLabel: "first input", yLabel: "second input", width: 420 },
  );

/** A training whose losses jump about, and whose rate falls in steps. */
const noisy = (seed: number, epochs: number): ReturnType<typeof history> => {
  const next = numbersFrom(seed + 11);
  return history(epochs, seed).map((row) => ({ ...row, loss: (row.loss ?? 0) * (0.8 + 0.4 * next()), valLoss: (row.valLoss ?? 0) * (0.6 + 0.8 * next()), valAccuracy: (row.valAccuracy ?? 0) - 0.03 * next(), learningRate: [0.1, 0.03, 0.01][seed]! * (row.epoch > epochs / 2 ? 0.1 : 1) }));
};

/** Figures that a person has looked at, by file name. */
export const gallery: Readonly<Record<string, () => string>> = {
  ...diagrams,
  ...explained,
  "training-curves": () => trainingCurves(history(12)),
  "training-curves-by-loss": () => trainingCurves(history(12), { best: "valLoss", note: "Training values are running means over the epoch." }),
  "training-curves-rate": () => trainingCurves(history(20).map((row, i) => ({ ...row, learningRate: 0.0005 * (1 + Math.cos((Math.PI * i) / 20)) }))),
  "training-curves-log-dark": () => trainingCurves(history(200), { lossScale: "log", theme: "dark", title: "200 epochs" }),
  "training-curves-one-epoch": () => trainingCurves(history(1)),
  "training-curves-smooth": () => trainingCurves(noisy(0, 60), { smooth: 0.8 }),
  "compare-trainings-smooth-dark": () => compareTrainings(["0.1", "0.03", "0.01"].map((name, i) => ({ name, history: noisy(i, 40) })), { title: "Learning rates", smooth: 0.7, theme: "dark" }),
  "compare-trainings": () => compareTrainings(runs),
  "confusion-matrix": () => confusionMatrix({ matrix: confusions(10, 1000, 0.02), classes: digits }),
  "confusion-matrix-dark": () => confusionMatrix({ matrix: confusions(10, 1000, 0.12), classes: garments }, { theme: "dark" }),
  "confusion-matrix-auto": () => confusionMatrix({ matrix: [[480, 20], [3, 497]], classes: ["cat", "dog"] }, { theme: "auto" }),
  "confusion-matrix-shares": () => confusionMatrix({ matrix: confusions(10, 1000, 0.12), classes: garments }, { values: "shares", link: ({ truth, predicted }) => (truth === predicted ? undefined : `#${truth}-taken-for-${predicted}`) }),
  "confusion-matrix-100": () => confusionMatrix({ matrix: confusions(100, 1000, 0.05), classes: Array.from({ length: 100 }, (_, i) => `class ${i}`) }),
  "prediction-grid": predictions,
  "sample-grid": () => sampleGrid({ ...discs(8), classes: ["disc", "square"] }),
  "picture-sheet": sheet,
  "pixel-values": pixels,
  "pixel-values-colour": () => pixelValues({ image: discs(1).images, shape: [32, 32, 3] }, { crop: { x: 4, y: 12, width: 12, height: 10 } }),
  "per-class-bars": () => perClassBars(perClass),
  "per-class-bars-zoomed": () => perClassBars(perClass.map((row) => ({ ...row, precision: 0.9 + row.precision / 10, recall: 0.9 + row.recall / 10, f1: 0.9 + row.f1 / 10 }))),
  "learning-rate-curve": search,
  "line-chart": norms,
  "line-chart-dark": fitted,
  scatter: clouds,
  "scatter-lines": corners,
  "filter-grid": () => filterGrid({ data: weights(5 * 5 * 32), shape: [5, 5, 1, 32] }, { title: "First layer" }),
  "filter-grid-colour": () => filterGrid({ data: weights(7 * 7 * 3 * 32), shape: [7, 7, 3, 32] }),
  "filter-grid-channels": () => filterGrid({ data: weights(3 * 3 * 8 * 16), shape: [3, 3, 8, 16] }),
};
