import { gradCam, mapNode, mostConfused, saliency, scoreNode, topLosses, type Attribution, type Confusion } from "@convscope/insight";
import { GraphError, type Graph } from "@convscope/core";
import type { Engine, Loss, NdArray, Network } from "@convscope/nn";
import { withBar } from "../bar.ts";
import { whileOpen, type Subject } from "../measured.ts";
import type { Picture } from "../picture.ts";
import { reportOn, type Report } from "../run/report.ts";
import { dataOf, picturesOf, type Part } from "../samples.ts";
import type { Terminal } from "../terminal.ts";
import { thumbnail } from "./thumbnail.ts";

/** A test picture and what the network says of it. */
export interface Example {
  /** Its place among the test pictures that were measured, */
  readonly sample: number;
  /** and among those that are asked for by `--index`. */
  readonly index: number;
  readonly truth: number;
  readonly predicted: number;
  /** Of the class that it says, and of the true one. */
  readonly probability: number;
  readonly right: number;
  readonly picture: Picture;
}

/** Two classes that are confused, with some of the pictures. */
export interface ConfusedPair extends Confusion {
  readonly examples: readonly Example[];
}

/** A picture with the places that speak for a class, or for several. */
export interface Explained {
  readonly example: Example;
  readonly maps: readonly { readonly for: number; readonly map: NdArray }[];
}

/** What only the data can tell. */
export interface Looked {
  readonly title: string;
  readonly samples: number;
  readonly report: Report;
  readonly confused: readonly ConfusedPair[];
  readonly mistakes: readonly Example[];
  readonly explained: { readonly way: "Grad-CAM" | "Saliency"; readonly layer?: string; readonly of: readonly Explained[] };
}

/** How many there are of each, which bounds the size of the report. */
const counts = { pairs: 20, examples: 6, pictures: 80, mistakes: 24, right: 4, wrong: 4 } as const;
/** The longer side of a picture, in pixels. */
const sides = { shown: 64, explained: 96 } as const;

/** Measures a run on its test data and picks what is worth looking at. `confusion` is that of the run's own test, where it has one. */
export const lookAt = (terminal: Terminal, subject: Subject, engine: Engine, { testSamples, confusion }: { readonly testSamples?: number | undefined; readonly confusion?: readonly (readonly number[])[] | undefined }): Promise<Looked> =>
  whileOpen(terminal, subject, engine, { testSamples }, async ({ net, test, loss }) => {
    const { classes, title } = subject.dataset;
    const report = await withBar(terminal, "test pictures", (seen) => reportOn(net, test, classes, loss, terminal.signal, seen));
    const judge = judgement(report, classes.length, test.places[0] ?? 0);
    const mistakes = topLosses({ shape: [report.predicted.length, classes.length], data: report.probabilities.map((p) => Math.log(Math.max(p, 1e-30))) }, report.tested.labels, { top: report.predicted.length, wrongOnly: true }).map(({ sample }) => sample);
    const pairs = mostConfused(confusion ?? report.confusion, counts.pairs).map((pair) => ({ ...pair, samples: mistakes.filter((i) => judge(i).truth === pair.label && judge(i).predicted === pair.predicted).slice(0, counts.examples) }));
    const examplesOf = (samples: readonly number[], side: number): Promise<readonly Example[]> => pictured(report.tested, samples.map(judge), side);
    const confused: ConfusedPair[] = [];
    let left: number = counts.pictures;
    for (const { samples, ...pair } of pairs) {
      const chosen = samples.slice(0, left);
      left -= chosen.length;
      confused.push({ ...pair, examples: await examplesOf(chosen, sides.shown) });
    }
    const worst = distinct(mistakes, (i) => `${judge(i).truth} ${judge(i).predicted}`).slice(0, counts.wrong);
    const right = distinct(Array.from(report.predicted.keys()).filter((i) => judge(i).truth === judge(i).predicted), (i) => `${judge(i).truth}`).slice(0, counts.right);
    terminal.signal.throwIfAborted();
    return {
      title, samples: report.predicted.length, report, confused,
      mistakes: await examplesOf(mistakes.slice(0, counts.mistakes), sides.shown),
      explained: await explain(net, report.tested, loss, await examplesOf([...right, ...worst], sides.explained), terminal.signal),
    };
  });

type Judged = Omit<Example, "picture">;

const judgement = ({ predicted, probabilities, tested }: Report, classes: number, first: number) => (sample: number): Judged => {
  const [truth, said] = [tested.labels[sample] ?? 0, predicted[sample] ?? 0];
  return { sample, index: (tested.places[sample] ?? 0) - first, truth, predicted: said, probability: probabilities[sample * classes + said] ?? NaN, right: probabilities[sample * classes + truth] ?? NaN };
};

/** The first of each kind. */
const distinct = (samples: readonly number[], kind: (sample: number) => string): readonly number[] => [...new Map([...samples].reverse().map((sample) => [kind(sample), sample])).values()].reverse();

async function pictured(part: Part, judged: readonly Judged[], side: number): Promise<readonly Example[]> {
  if (judged.length === 0) return [];
  const { images, shape: [, height = 0, width = 0, channels = 0] } = await picturesOf(part, judged.map(({ sample }) => sample));
  const length = height * width * channels;
  return Promise.all(judged.map(async (one, i) => ({ ...one, picture: await thumbnail({ shape: [height, width, channels], data: images.slice(i * length, (i + 1) * length) }, side) })));
}

/** What speaks for the class that is said, and of a wrong one for the true class too. A net without maps has no class activation maps. */
async function explain(net: Network, part: Part, loss: Loss, examples: readonly Example[], signal: AbortSignal): Promise<Looked["explained"]> {
  const layer = lastMaps(net.graph);
  const way = layer === undefined ? "Saliency" : "Grad-CAM";
  if (examples.length === 0) return { way, of: [] };
  const { inputs } = await dataOf(part, net.graph, loss).batch(Uint32Array.from(examples, ({ sample }) => sample));
  const x = inputs[Object.keys(net.graph.inputs)[0] ?? ""] as NdArray;
  const mapsFor = (target: readonly number[]): Promise<Attribution> => (layer === undefined ? saliency(net, x, { target }) : gradCam(net, x, { target, layer }));
  const [said, true_] = [await mapsFor(examples.map(({ predicted }) => predicted)), await mapsFor(examples.map(({ truth }) => truth))];
  signal.throwIfAborted();
  return {
    way,
    ...(layer !== undefined && { layer }),
    of: examples.map((example, i) => ({
      example,
      maps: [{ for: example.predicted, map: rowOf(said, i) }, ...(example.predicted === example.truth ? [] : [{ for: example.truth, map: rowOf(true_, i) }])],
    })),
  };
}

function lastMaps(graph: Graph): string | undefined {
  try {
    return mapNode(graph, scoreNode(graph));
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

function rowOf({ shape: [, ...shape], data }: Attribution, i: number): NdArray {
  const length = shape.reduce((a, b) => a * b, 1);
  return { shape, data: data.slice(i * length, (i + 1) * length) };
}
