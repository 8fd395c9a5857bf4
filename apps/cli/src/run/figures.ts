import { join } from "node:path";
import type { Graph } from "@convscope/core";
import type { Arrays } from "@convscope/nn";
import { writeAtomic } from "@convscope/files";
import { confusionMatrix, filterGrid, perClassBars, predictionGrid, trainingCurves } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import { picturesOf, type Part } from "../samples.ts";
import type { Report } from "./report.ts";
import type { Run } from "./run.ts";

/** Pictures in a prediction grid. */
const shown = 40;

/** What was tested. */
export interface Tested {
  readonly title: string;
  readonly classes: readonly string[];
  readonly test: Part;
}

/** Draws what a training came to, as SVG and PNG, into its folder; gives the paths of the PNGs. */
export async function drawRun(folder: string, run: Run, tested: Tested, report: Report, graph: Graph, weights: Arrays): Promise<string[]> {
  const wrong = worstMistakes(tested, report);
  return writeFigures(folder, {
    curves: trainingCurves(run.history, { title: `${run.config.model} on ${tested.title}`, best: run.best?.epoch ?? "none", chosenBy: run.best?.metric === "valAccuracy" || run.best?.metric === "valLoss" ? run.best.metric : "", kept: true, note: "Training values are running means over the epoch; validation is measured at its end." }),
    confusion: confusionMatrix({ matrix: report.confusion, classes: tested.classes }),
    classes: perClassBars(report.perClass),
    predictions: await predictions(tested, report, firstOnes(tested), "The first test images"),
    ...(wrong.length > 0 && { mistakes: await predictions(tested, report, wrong, "The surest mistakes", "most certain first; the notch is the probability of the true class") }),
    ...filters(graph, weights),
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
function filters(graph: Graph, weights: Arrays): { readonly filters?: string } {
  const first = graph.nodes.find(({ layer }) => layer.kind === "conv2d");
  const weight = first && weights[`${first.name}.weight`];
  return weight ? { filters: filterGrid(weight, { title: `Filters of ${first.name}` }) } : {};
}

const firstOnes = ({ test }: Tested): number[] => Array.from({ length: Math.min(shown, test.labels.length) }, (_, i) => i);

/** The wrong predictions of which the network was surest. */
function worstMistakes({ test }: Tested, { predicted, probabilities, confusion }: Report): number[] {
  const classes = confusion.length;
  const sureness = (i: number): number => probabilities[i * classes + (predicted[i] ?? 0)] ?? 0;
  return Array.from({ length: test.labels.length }, (_, i) => i)
    .filter((i) => predicted[i] !== test.labels[i])
    .sort((a, b) => sureness(b) - sureness(a))
    .slice(0, shown);
}

async function predictions({ test, classes }: Tested, report: Report, indices: readonly number[], title: string, subtitle?: string): Promise<string> {
  const width = classes.length;
  return predictionGrid(
    {
      ...(await picturesOf(test, indices)),
      labels: indices.map((i) => test.labels[i] ?? 0),
      predicted: indices.map((i) => report.predicted[i] ?? 0),
      probabilities: indices.flatMap((i) => [...report.probabilities.subarray(i * width, (i + 1) * width)]),
      classes,
    },
    { title, subtitle },
  );
}
