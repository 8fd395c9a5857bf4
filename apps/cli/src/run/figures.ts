import { join } from "node:path";
import { image, size, type ImageDataset } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { bestEpoch } from "@convscope/nn";
import { confusionMatrix, perClassBars, predictionGrid, trainingCurves } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import type { Report } from "./report.ts";
import type { Run } from "./run.ts";

/** Pictures in a prediction grid. */
const shown = 40;

/** Draws what a training came to, as SVG and PNG, into its folder; gives the paths of the SVGs. */
export async function drawRun(folder: string, run: Run, dataset: ImageDataset, report: Report): Promise<string[]> {
  const best = bestEpoch(run.history)?.epoch;
  const wrong = worstMistakes(dataset, report);
  return writeFigures(folder, {
    curves: trainingCurves(run.history, { title: `${run.config.model} on ${dataset.title}`, best: best ?? "none" }),
    confusion: confusionMatrix({ matrix: report.confusion, classes: dataset.classes }),
    classes: perClassBars(report.perClass),
    predictions: predictions(dataset, report, firstOnes(dataset), "The first test images"),
    ...(wrong.length > 0 && { mistakes: predictions(dataset, report, wrong, "The surest mistakes") }),
  });
}

/** Writes figures by name, as SVG and PNG. */
async function writeFigures(folder: string, figures: { readonly [name: string]: string }): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, svg] of Object.entries(figures)) {
    const path = join(folder, `${name}.svg`);
    await writeAtomic(path, svg);
    await writeAtomic(join(folder, `${name}.png`), toPng(svg));
    paths.push(path);
  }
  return paths;
}

const firstOnes = ({ test }: ImageDataset): number[] => Array.from({ length: Math.min(shown, size(test)) }, (_, i) => i);

/** The wrong predictions of which the network was surest. */
function worstMistakes({ test }: ImageDataset, { predicted, probabilities, confusion }: Report): number[] {
  const classes = confusion.length;
  const sureness = (i: number): number => probabilities[i * classes + (predicted[i] ?? 0)] ?? 0;
  return Array.from({ length: size(test) }, (_, i) => i)
    .filter((i) => predicted[i] !== test.labels[i])
    .sort((a, b) => sureness(b) - sureness(a))
    .slice(0, shown);
}

function predictions({ test, classes }: ImageDataset, report: Report, indices: readonly number[], title: string): string {
  const width = classes.length;
  const [, height, wide, channels] = test.shape;
  const images = new Uint8Array(indices.length * height * wide * channels);
  indices.forEach((index, i) => images.set(image(test, index), i * height * wide * channels));
  return predictionGrid(
    {
      images,
      shape: [indices.length, height, wide, channels],
      labels: indices.map((i) => test.labels[i] ?? 0),
      predicted: indices.map((i) => report.predicted[i] ?? 0),
      probabilities: indices.flatMap((i) => [...report.probabilities.subarray(i * width, (i + 1) * width)]),
      classes,
    },
    { title },
  );
}
