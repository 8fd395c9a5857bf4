import { compareTrainings, confusionMatrix, filterGrid, perClassBars, pictureSheet, pixelValues, predictionGrid, sampleGrid, trainingCurves } from "../src/index.ts";
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

/** Figures that a person has looked at, by file name. */
export const gallery: Readonly<Record<string, () => string>> = {
  "training-curves": () => trainingCurves(history(12)),
  "training-curves-by-loss": () => trainingCurves(history(12), { best: "valLoss", note: "Training values are running means over the epoch." }),
  "training-curves-log-dark": () => trainingCurves(history(200), { lossScale: "log", theme: "dark", title: "200 epochs" }),
  "training-curves-one-epoch": () => trainingCurves(history(1)),
  "compare-trainings": () => compareTrainings(runs),
  "confusion-matrix": () => confusionMatrix({ matrix: confusions(10, 1000, 0.02), classes: digits }),
  "confusion-matrix-dark": () => confusionMatrix({ matrix: confusions(10, 1000, 0.12), classes: garments }, { theme: "dark" }),
  "confusion-matrix-auto": () => confusionMatrix({ matrix: [[480, 20], [3, 497]], classes: ["cat", "dog"] }, { theme: "auto" }),
  "confusion-matrix-100": () => confusionMatrix({ matrix: confusions(100, 1000, 0.05), classes: Array.from({ length: 100 }, (_, i) => `class ${i}`) }),
  "prediction-grid": predictions,
  "sample-grid": () => sampleGrid({ ...discs(8), classes: ["disc", "square"] }),
  "picture-sheet": sheet,
  "pixel-values": pixels,
  "pixel-values-colour": () => pixelValues({ image: discs(1).images, shape: [32, 32, 3] }, { crop: { x: 4, y: 12, width: 12, height: 10 } }),
  "per-class-bars": () => perClassBars(perClass),
  "per-class-bars-zoomed": () => perClassBars(perClass.map((row) => ({ ...row, precision: 0.9 + row.precision / 10, recall: 0.9 + row.recall / 10, f1: 0.9 + row.f1 / 10 }))),
  "filter-grid": () => filterGrid({ data: weights(5 * 5 * 32), shape: [5, 5, 1, 32] }, { title: "First layer" }),
  "filter-grid-colour": () => filterGrid({ data: weights(7 * 7 * 3 * 32), shape: [7, 7, 3, 32] }),
  "filter-grid-channels": () => filterGrid({ data: weights(3 * 3 * 8 * 16), shape: [3, 3, 8, 16] }),
};
