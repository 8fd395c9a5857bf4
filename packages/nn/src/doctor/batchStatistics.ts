import { frozenNodes, trainableWeights } from "../frozen.ts";
import type { Check } from "./check.ts";
import type { Examined, Finding } from "./finding.ts";
import { count, names, number, percent } from "./words.ts";

const limits = { batch: 8, left: 0.05 };

/** Whether batch normalisation sees enough samples at a time, and enough steps for its running statistics. */
export const batchStatistics: Check = {
  asks: "Has batch normalisation enough samples in a batch, and enough steps?",
  cost: "looks at the graph",
  quick: true,
  runs: false,
  of: "both",
  async examine({ subject: { graph, trainable, epochs, train }, batchSize, stepsPerEpoch }): Promise<Examined> {
    const frozen = trainable ? frozenNodes(graph, trainableWeights(graph), new Set(trainable)) : new Set<string>();
    const nodes = graph.nodes.flatMap(({ name, layer }) => (layer.kind === "batchNormalization" && layer.trackRunningStats && !frozen.has(name) ? [{ name, momentum: layer.momentum }] : []));
    if (nodes.length === 0) return { leftOut: "no batch normalisation is trained" };
    const where = nodes.map(({ name }) => name);
    const samples = Math.min(batchSize, train.length);
    const steps = (epochs ?? 1) * stepsPerEpoch;
    const left = Math.max(...nodes.map(({ momentum }) => (1 - momentum) ** steps));
    const during = epochs === undefined ? "one epoch" : "the whole training";
    const told = `${count(steps, "step")} in ${during} leave ${percent(left)} of the initial statistics`;
    const findings: Omit<Finding, "check">[] = [];
    if (samples < limits.batch)
      findings.push({
        level: "suspect", title: "batch normalisation over very few samples", where, measured: `${count(samples, "sample")} in a batch, through ${names(where)}`,
        why: "Mean and deviation of so few samples are mostly noise, and differ from the running ones that are used for measuring (arXiv:1803.08494, figure 1).",
        wayOut: `Take batches of ${limits.batch} or more, or groupNormalization or layerNormalization, which need no batch.`,
      });
    if (left > limits.left)
      findings.push({
        level: "suspect", title: "too few steps for the running statistics of batch normalisation", where, measured: told,
        why: "Training uses each batch's own mean and deviation, measuring the running ones. These still hold their first guess of mean 0 and variance 1, so validation and test come out far worse than training.",
        wayOut: `Train for more epochs, take smaller batches, or give batchNormalization a greater momentum than ${number(Math.min(...nodes.map(({ momentum }) => momentum)))}, such as 0.5.`,
      });
    return { measured: `${count(samples, "sample")} in a batch; ${told}`, findings };
  },
};
