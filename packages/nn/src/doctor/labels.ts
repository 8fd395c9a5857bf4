import { product } from "@convscope/core";
import type { Arrays, NdArray } from "../array.ts";
import { samplesIn } from "../data.ts";
import type { Batch } from "../engine.ts";
import type { Loss } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { rows } from "../rows.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import { featuresOf, nearest } from "./features.ts";
import type { Examined, Finding } from "./finding.ts";
import { labelsOf } from "./targets.ts";
import { count, number, percent } from "./words.ts";

const samples = { least: 100, most: 1000, values: 2 ** 25 };
const neighbours = 5;
const permutations = 400;
/** Steps of a short training, and after how many of them it is asked. */
const steps = { most: 200, between: 50, batch: 32, heldOut: 0.25 };
const limits = { related: 0.01, unrelated: 0.05, many: 500, values: 16 };

/**
 * Whether targets have anything to do with the inputs. First by neighbours: samples that look alike should have like targets. Where they do
 * not, as the place of a figure in a picture would see to, by a short training, asked about samples that it has not seen. Each is compared
 * with the same after the targets were dealt out anew by chance: a permutation test, Good 2005, section 3.
 */
export const labels: Check = {
  asks: "Have the targets anything to do with the inputs?",
  cost: `reads at most ${samples.most} samples; where neighbours do not tell, ${steps.most} steps of ${steps.batch}`,
  quick: false,
  runs: true,
  of: "both",
  async examine(exam): Promise<Examined> {
    const { train } = exam.subject;
    const [first, another] = Object.entries(exam.objective);
    if (another || !first) return { leftOut: "several outputs have a loss" };
    const [output, { loss }] = first;
    const width = Object.keys(exam.subject.graph.inputs).reduce((sum, name) => sum + product(exam.shapes.get(name) ?? []), 0);
    const places = exam.places(train).slice(0, Math.min(samples.most, Math.floor(samples.values / width)));
    if (places.length < samples.least) return { leftOut: `${count(places.length, "sample")} are too few to tell` };
    const batch = await train.batch(places);
    const likeness = likenessOf(exam, loss, output, batch.targets[output]);
    if (!likeness) return { leftOut: "the targets are maps" };
    const all = samplesIn(batch);
    const byLooks = chanceOf(exam, all, byNeighbours(exam, batch.inputs, all, likeness));
    const text = `by ${neighbours} nearest neighbours of ${count(all, "sample")} p = ${number(byLooks)}`;
    if (byLooks < limits.related) return { measured: text, findings: [] };
    if (exam.subject.kept) return ofKept(exam, output, loss, text);
    const byTraining = await afterTraining(exam, output, loss, batch);
    const measured = `${text}; by a short training, asked about samples it has not seen, p = ${number(byTraining)}`;
    if (Math.min(byLooks, byTraining) <= limits.unrelated) return { measured, findings: [] };
    return { measured, findings: [unrelated(output, all, `dealt out by chance, targets would go as well with the inputs ${percent(byLooks)} of the time by neighbours, and ${percent(byTraining)} by a short training`)] };
  },
};

const unrelated = (output: string, all: number, measured: string): Omit<Finding, "check"> => ({
  level: all >= limits.many ? "wrong" : "suspect", title: "targets seem unrelated to inputs", where: [output], measured,
  why: "If inputs and targets were shuffled apart, a network can only learn the training samples by heart: its training loss falls, and validation stays at guessing.",
  wayOut: "Look at some samples with their targets. Shuffle both with the same order, sort file lists the same way, and see that no sample is left out of one list only. If all is well the task is hard: expect a slow start.",
});

/** The same of the answers that a trained network gives to held-out samples. */
async function ofKept(exam: Exam, output: string, loss: Loss, text: string): Promise<Examined> {
  const { validation } = exam.subject;
  const places = validation ? exam.places(validation).slice(0, samples.most) : new Uint32Array();
  if (!validation || places.length < samples.least) return { leftOut: `${text}, and ${count(places.length, "held-out sample")} are too few to ask the network about` };
  const { inputs, targets: { [output]: target } } = await validation.batch(places);
  const answers = await (await exam.network()).predict(inputs, { batchSize: exam.batchSize });
  if (!answers[output] || !target) return { leftOut: "the held-out samples have no targets" };
  const chance = chanceOf(exam, places.length, rightness(loss, answers[output], target));
  const measured = `${text}; by the answers to ${count(places.length, "held-out sample")} p = ${number(chance)}`;
  if (chance <= limits.unrelated) return { measured, findings: [] };
  return { measured, findings: [unrelated(output, places.length, `dealt out by chance, held-out targets would go as well with the network's answers ${percent(chance)} of the time`)] };
}

/** How much alike the targets of two samples are; greater is more. */
type Likeness = (a: number, b: number) => number;

function likenessOf({ shapes }: Exam, loss: Loss, output: string, target: NdArray | undefined): Likeness | undefined {
  const shape = shapes.get(output) ?? [];
  if (!target) return undefined;
  const labels = labelsOf(loss, target, shape, shape.at(-1) ?? 1);
  if (labels) return (a, b) => (labels[a] === labels[b] ? 1 : 0);
  const width = product(target.shape.slice(1));
  if (width > limits.values || width !== product(shape)) return undefined;
  const { data } = featuresOf({ shape: [target.shape[0] ?? 0, width], data: target.data }, false);
  return (a, b) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum -= ((data[a * width + i] ?? 0) - (data[b * width + i] ?? 0)) ** 2;
    return sum;
  };
}

/** How well targets, dealt out in some order, go with the inputs. */
type Fit = (order: ArrayLike<number>) => number;

function byNeighbours({ tokens }: Exam, inputs: Arrays, all: number, likeness: Likeness): Fit {
  const features = Object.entries(inputs).map(([name, input]) => featuresOf(input, tokens.has(name)));
  const near = nearest(beside(features, all), neighbours);
  return (order) => {
    let sum = 0;
    for (let i = 0; i < near.length; i++) sum += likeness(order[Math.floor(i / neighbours)] ?? 0, order[near[i] ?? 0] ?? 0);
    return sum;
  };
}

/** Features of several inputs in one row for each sample. */
function beside(parts: readonly NdArray[], all: number): NdArray {
  const [first, second] = parts;
  if (first && !second) return first;
  const width = parts.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0);
  const data = new Float32Array(all * width);
  for (let sample = 0, at = 0; sample < all; sample++)
    for (const part of parts) {
      const row = rows(part, sample, sample + 1).data;
      data.set(row, at);
      at += row.length;
    }
  return { shape: [all, width], data };
}

/** How often targets go as well with the inputs after they were dealt out anew. */
function chanceOf({ seed }: Exam, all: number, fit: Fit): number {
  const random = randomOf(seed, "doctor", "permutations");
  const own = fit(Uint32Array.from({ length: all }, (_, i) => i));
  let asWell = 1;
  for (let i = 0; i < permutations; i++) if (fit(random.permutation(all)) >= own) asWell++;
  return asWell / (permutations + 1);
}

/** The same of the answers that a network gives to a part of the samples after a short training on the others. */
async function afterTraining(exam: Exam, output: string, loss: Loss, batch: Batch): Promise<number> {
  const net = await exam.network();
  const all = samplesIn(batch);
  const learned = Math.floor(all * (1 - steps.heldOut));
  const part = (from: number, to: number): Batch => {
    const of = (arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, rows(array, from, to)]));
    return { inputs: of(batch.inputs), targets: of(batch.targets) };
  };
  const asked = part(learned, all);
  const target = asked.targets[output];
  if (!target) return 1;
  let chance = 1;
  let sum: NdArray | undefined;
  for (let step = 1; step <= steps.most; step++) {
    exam.signal?.throwIfAborted();
    const from = ((step - 1) * steps.batch) % (learned - steps.batch + 1);
    if (!Number.isFinite((await exam.step(net, part(from, from + steps.batch), adam(), 1e-3)).loss)) break;
    if (step % steps.between === 0) {
      // As in training: running statistics are not yet those of these weights.
      const { [output]: answers } = await net.run(asked.inputs, { training: true });
      if (!answers) break;
      // Answers of several moments together are steadier than those of one.
      const before: NdArray = sum ?? answers;
      sum = { shape: answers.shape, data: sum ? Float32Array.from(answers.data, (x, i) => x + (before.data[i] ?? 0)) : answers.data };
      chance = chanceOf(exam, all - learned, rightness(loss, sum, target));
      if (chance < limits.related) break;
    }
  }
  return chance;
}

/** How well answers `[N, …]` fit targets in another order: right classes, or minus the squared distance. */
function rightness(loss: Loss, { shape: [all = 0, ...shape], data }: NdArray, target: NdArray): Fit {
  const classes = shape.at(-1) ?? 1;
  const labels = labelsOf(loss, target, shape, classes);
  const width = labels ? classes : target.data.length / all;
  const given = featuresOf({ shape: [all, width], data }, false).data;
  const wanted = labels ? undefined : featuresOf({ shape: [all, width], data: target.data }, false).data;
  return (order) => {
    let sum = 0;
    for (let i = 0; i < all; i++) {
      const other = order[i] ?? 0;
      if (labels) sum += given[i * width + (labels[other] ?? 0)] ?? 0;
      else for (let j = 0; j < width; j++) sum += (given[i * width + j] ?? 0) * (wanted?.[other * width + j] ?? 0);
    }
    return sum;
  };
}
