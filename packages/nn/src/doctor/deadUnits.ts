import { activationOf, isActivation, product, type Graph } from "@convscope/core";
import { samplesIn } from "../data.ts";
import type { Network } from "../network.ts";
import { rows } from "../rows.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { count, names, percent } from "./words.ts";

/** Numbers of all rectifiers together that are looked at. */
const most = 2 ** 24;
/** Steps of training after which it is looked again. */
const steps = 10;
const limits = { suspect: 0.8, wrong: 0.95, deviations: 3 };

/** Samples for which a trained network is asked: some units answer to a rare class alone. */
const keptSamples = 512;

/** How many units of each rectifier give 0 for every sample of a batch, or for every one of several batches in a trained network. */
export const deadUnits: Check = {
  asks: "Do the rectifiers' units answer to anything?",
  cost: `runs one batch; unless quick also ${steps} steps, and the batch again`,
  quick: true,
  runs: true,
  of: "both",
  async examine(exam): Promise<Examined> {
    const nodes = rectifiers(exam.subject.graph);
    if (nodes.length === 0) return { leftOut: "the graph has no rectifiers, such as relu" };
    const net = await exam.network();
    if (exam.subject.kept) {
      const now = await deadIn(exam, net, nodes, Math.ceil(keptSamples / exam.batchSize), false);
      return { measured: `in the kept network ${textOf(now)}`, findings: judge(now, "in the kept network", "that was looked at") };
    }
    const start = await deadIn(exam, net, nodes);
    const findings = judge(start, "at the start");
    if (exam.quick) return { measured: `at the start ${textOf(start)}`, findings };
    const results = await exam.train(net, steps);
    if (!results.every(({ loss }) => Number.isFinite(loss))) return { measured: `at the start ${textOf(start)}; then the loss was no number`, findings };
    const after = await deadIn(exam, net, nodes);
    const when = `after ${count(steps, "step")}`;
    return { measured: `at the start ${textOf(start)}, ${when} ${textOf(after)}`, findings: findings.length > 0 ? findings : judge(after, when) };
  },
};

/** Layers that give 0 to one side, where no gradient comes back. */
const rectifiers = (graph: Graph): readonly string[] =>
  graph.nodes.filter(({ layer }) => {
    if (!isActivation(layer)) return false;
    const activation = activationOf(layer);
    return activation.acts === "pointwise" && activation.f(-1) === 0 && activation.slope(-1) === 0 && activation.slope(1) > 0;
  }).map(({ name }) => name);

interface Dead {
  readonly name: string;
  readonly dead: number;
  readonly units: number;
}

/** Over the first batches of the training, as in training or as at inference. */
async function deadIn(exam: Exam, net: Network, nodes: readonly string[], batches: number = 1, training: boolean = true): Promise<readonly Dead[]> {
  const each = nodes.reduce((sum, name) => sum + product(exam.shapes.get(name) ?? []), 0);
  const alive = new Map(nodes.map((name) => [name, new Uint8Array(exam.shapes.get(name)?.at(-1) ?? 1)]));
  for (let i = 0; i < Math.min(batches, exam.stepsPerEpoch); i++) {
    exam.signal?.throwIfAborted();
    const batch = await exam.batch(i);
    const samples = Math.min(samplesIn(batch), Math.max(2, Math.floor(most / each)));
    const inputs = Object.fromEntries(Object.entries(batch.inputs).map(([name, array]) => [name, rows(array, 0, samples)]));
    const values = await net.run(inputs, { nodes, training });
    for (const [name, units] of alive) markAlive(units, values[name]?.data ?? []);
  }
  return [...alive].map(([name, units]) => ({ name, units: units.length, dead: units.reduce((sum, one) => sum + 1 - one, 0) }));
}

/** Units lie along the last axis: a channel at all places is one. */
function markAlive(units: Uint8Array, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) if ((values[i] ?? 0) > 0) units[i % units.length] = 1;
}

const shareOf = ({ dead, units }: Dead): number => dead / units;

function textOf(all: readonly Dead[]): string {
  const worst = all.reduce((a, b) => (shareOf(b) > shareOf(a) ? b : a));
  return worst.dead === 0 ? "no unit is dead" : `at most ${percent(shareOf(worst))} of a layer's units are dead, ${worst.dead} of ${worst.units} in ${worst.name}`;
}

function judge(all: readonly Dead[], when: string, which: string = "of a batch"): readonly Omit<Finding, "check">[] {
  // Deep in a fresh network all samples look alike, so that each unit is on or off for all of them, by chance one half.
  const found = all.filter((layer) => shareOf(layer) >= limits.suspect && layer.dead - layer.units / 2 >= limits.deviations * Math.sqrt(layer.units / 4));
  if (found.length === 0) return [];
  const where = found.map(({ name }) => name);
  return [{
    level: found.some((layer) => shareOf(layer) >= limits.wrong) ? "wrong" : "suspect", title: `most units are dead ${when}`, where,
    measured: `${names(found.map(({ name, dead, units }) => `${dead} of ${units} in ${name}`))} give 0 for every sample ${which}`,
    why: "A rectifier that is 0 for every sample passes no gradient, so its unit never learns to be anything else, and the layers before it learn less or nothing.",
    wayOut: when === "at the start" ? "Scale the inputs to mean 0 and deviation 1, begin with biases of 0, and normalise between the layers; leakyRelu passes a gradient on both sides." : "Take a smaller learning rate, or a warm-up; leakyRelu passes a gradient on both sides.",
  }];
}
