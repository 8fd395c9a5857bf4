import { join } from "node:path";
import type { Graph } from "@convscope/core";
import { image, size, type ImageDataset } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { confusionMatrix, filterGrid, perClassBars, predictionGrid, trainingCurves } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import type { Report } from "./report.ts";
import { readBest, type Run } from "./run.ts";

/** Pictures in a prediction grid. */
const shown = 40;

/** Draws what a training came to, as SVG and PNG, into its folder; gives the paths of the PNGs. */
export async function drawRun(folder: string, run: Run, dataset: ImageDataset, report: Report, graph: Graph): Promise<string[]> {
  const wrong = worstMistakes(dataset, report);
  return writeFigures(folder, {
    curves: trainingCurves(run.history, { title: `${run.config.model} on ${dataset.title}`, best: run.best?.epoch ?? "none", chosenBy: run.best?.metric === "valAccuracy" || run.best?.metric === "valLoss" ? run.best.metric : "", note: "Training values are running means over the epoch; validation is measured at its end." }),
    confusion: confusionMatrix({ matrix: report.confusion, classes: dataset.classes }),
    classes: perClassBars(report.perClass),
    predictions: predictions(dataset, report, firstOnes(dataset), "The first test images"),
    ...(wrong.length > 0 && { mistakes: predictions(dataset, report, wrong, "The surest mistakes", "most certain first; the notch is the probability of the true class") }),
    ...filters(folder, graph),
  });
}

/** Writes figures by name, as SVG and PNG. */
async function writeFigures(folder: string, figures: { readonly [name: string]: string }): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, svg] of Object.entries(figures)) {
    const path = join(folder, `${name}.svg`);
    const png = join(folder, `${name}.png`);
    await writeAtomic(path, svg);
    await writeAtomic(png, toPng(svg));
    paths.push(png);
  }
  return paths;
}

/** The kernels of the first convolution, where there is one. */
function filters(folder: string, graph: Graph): { readonly filters?: string } {
  const first = graph.nodes.find(({ layer }) => layer.kind === "conv2d");
  const weight = first && readBest(folder)[`${first.name}.weight`];
  return weight ? { filters: filterGrid(weight, { title: `Filters of ${first.name}` }) } : {};
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

function predictions({ test, classes }: ImageDataset, report: Report, indices: readonly number[], title: string, subtitle?: string): string {
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
    { title, subtitle },
  );
}
