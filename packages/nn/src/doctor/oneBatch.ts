import type { Graph } from "@convscope/core";
import type { Batch, StepResult } from "../engine.ts";
import type { Loss, LossKind } from "../losses/index.ts";
import { usualMetrics } from "../metric.ts";
import type { Network } from "../network.ts";
import { adam } from "../optimizers/index.ts";
import { samplesIn } from "../data.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import type { Examined } from "./finding.ts";
import { count, number, percent } from "./words.ts";

const samples = 16;
/** Steps at each learning rate, one rate after another until one does. */
const steps = 60;
const rates = [1e-3, 1e-2, 1e-4];

/** Whether the network can learn a few samples by heart, with nothing in its way: the least that a graph, a loss and targets must allow. */
export const oneBatch: Check = {
  asks: "Can the network learn a few samples by heart?",
  cost: `at most ${rates.length * steps} steps of ${samples} samples; mostly ${steps / 2}`,
  quick: false,
  runs: true,
  of: "beginning",
  async examine(exam): Promise<Examined> {
    const { train, graph } = exam.subject;
    const batch = await train.batch(exam.places(train).slice(0, samples));
    const net = await exam.open(withoutDropping(graph));
    try {
      const start = await net.weights();
      const tries: Tried[] = [];
      for (const rate of rates) {
        await net.setWeights(start);
        await net.setOptimizerState({ steps: 0, slots: {}, scalars: {} });
        const tried = await learn(exam, net, batch, rate);
        tries.push(tried);
        if (tried.known) break;
      }
      const best = tries.reduce((a, b) => (b.share > a.share ? b : a));
      const measured = `${count(samplesIn(batch), "sample")}: ${best.text} after ${count(best.steps, "step")} at ${number(best.rate)}`;
      if (best.known) return { measured, findings: [] };
      return {
        measured,
        findings: [{
          level: "wrong", title: "the network cannot learn a few samples by heart", measured: `${measured}; the same at ${rates.map(number).join(", ")}`,
          why: "Any network that can learn a task can learn a few samples of it. So something stands in the way: a layer that passes no gradient, an output that cannot reach the targets, a network far too small, or samples that look the same and have different targets.",
          wayOut: "Look at the other findings first. Then draw a few samples with their targets, leave out layers until it works, and see which one was in the way.",
        }],
      };
    } finally {
      net.dispose();
    }
  },
};

interface Tried {
  readonly rate: number;
  readonly known: boolean;
  /** How much of the way to a perfect answer was made, 0 … 1. */
  readonly share: number;
  readonly text: string;
  readonly steps: number;
}

/** The same graph, none of whose layers drops values at random. */
const withoutDropping = (graph: Graph): Graph => ({ ...graph, nodes: graph.nodes.map((node) => ("rate" in node.layer ? { ...node, layer: { ...node.layer, rate: 0 } } : node)) });

async function learn(exam: Exam, net: Network, batch: Batch, rate: number): Promise<Tried> {
  let best: Tried = { rate, known: false, share: -Infinity, text: "the loss is not a number", steps: 0 };
  let first: StepResult | undefined;
  for (let step = 1; step <= steps && !best.known; step++) {
    exam.signal?.throwIfAborted();
    const result = await exam.step(net, batch, adam(), rate);
    first ??= result;
    if (!Number.isFinite(result.loss)) break;
    const judged = Object.entries(exam.objective).map(([output, { loss }]) => judge(loss, output, batch, result, first?.losses[output] ?? NaN));
    const share = Math.min(...judged.map((one) => one.share));
    if (share > best.share) best = { rate, known: judged.every(({ known }) => known), share, text: judged.map(({ text }) => text).join(", "), steps: step };
  }
  return best;
}

/** What tells that an output is known by heart: the share of right answers, how much of the targets' variance is explained, or how far the loss fell. */
type Yardstick = "right" | "explained" | "fallen";

const yardsticks: { readonly [K in LossKind]: Yardstick } = {
  binaryCrossentropy: "explained",
  categoricalCrossentropy: "right",
  dice: "fallen",
  focal: "right",
  halfSquaredError: "explained",
  hinge: "right",
  huber: "explained",
  klDivergence: "fallen",
  meanAbsoluteError: "explained",
  meanSquaredError: "explained",
  negativeLogLikelihood: "right",
  sigmoidFocal: "explained",
  sparseCategoricalCrossentropy: "right",
};

const enough: { readonly [K in Yardstick]: number } = { right: 0.9, explained: 0.7, fallen: 0.4 };

function judge(loss: Loss, output: string, { targets }: Batch, { outputs, losses }: StepResult, first: number): { readonly share: number; readonly known: boolean; readonly text: string } {
  const yardstick = yardsticks[loss.kind];
  const [value, target] = [outputs[output], targets[output]];
  const [metric] = usualMetrics(loss);
  const share = !value || !target ? 0 : yardstick === "right" && metric ? metric.of(value, target) : yardstick === "explained" ? explained(answers(loss, value.data), target.data, value.shape[0] ?? 1) : (first - (losses[output] ?? NaN)) / first;
  const text = { right: `${percent(share)} right`, explained: `${percent(share)} of the variance explained`, fallen: `the loss fell by ${percent(share)}` }[yardstick];
  return { share, known: share >= enough[yardstick], text };
}

/** Outputs in the targets' scale: scores of yes or no as probabilities. */
const answers = (loss: Loss, data: ArrayLike<number>): ArrayLike<number> =>
  loss.kind === "sigmoidFocal" || (loss.kind === "binaryCrossentropy" && loss.from === "logits") ? Float64Array.from(data, (x) => 1 / (1 + Math.exp(-x))) : data;

/** 1 − Σ(y − ŷ)² / Σ(y − ȳ)², with a mean ȳ for each value of a sample. */
function explained(given: ArrayLike<number>, wanted: ArrayLike<number>, rows: number): number {
  const width = wanted.length / rows;
  let [error, spread] = [0, 0];
  for (let column = 0; column < width; column++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += (wanted[row * width + column] ?? 0) / rows;
    for (let row = 0; row < rows; row++) {
      const i = row * width + column;
      error += ((wanted[i] ?? 0) - (given[i] ?? 0)) ** 2;
      spread += ((wanted[i] ?? 0) - mean) ** 2;
    }
  }
  return spread === 0 ? 1 - error : 1 - error / spread;
}
