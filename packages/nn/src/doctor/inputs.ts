import { inputShapes, isSequence, weights, type Graph } from "@convscope/core";
import type { Check } from "./check.ts";
import { weightKeys, type Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { channelsOf, type ChannelStatistics } from "./survey.ts";
import { count, number } from "./words.ts";

const limits = { large: 5, huge: 20, tiny: 1e-3, offset: 10, spread: 100 };

/** Whether what the first learned layers see has mean about 0 and deviation about 1: arXiv:1206.5533, section 5; LeCun et al. 1998, "Efficient BackProp", section 4.3. */
export const inputs: Check = {
  asks: "Are the inputs numbers of a size that a network learns from?",
  cost: "reads at most 4,096 samples, 256 if quick; one run of a batch where layers that normalise come first",
  quick: true,
  runs: false,
  of: "both",
  async examine(exam): Promise<Examined> {
    const survey = await exam.survey();
    const lost = Object.entries(survey.lost).filter(([, n]) => n > 0);
    if (lost.length > 0) {
      const where = lost.map(([name]) => name);
      return {
        measured: lost.map(([name, n]) => `${count(n, "value")} of "${name}" in ${count(survey.samples, "sample")} not finite`).join(", "),
        unusable: "the inputs hold values that are not numbers",
        findings: [{
          level: "wrong", title: "inputs hold values that are not numbers", where,
          measured: lost.map(([name, n]) => `${count(n, "value")} of "${name}" in ${count(survey.samples, "sample")}`).join(", "),
          why: "One such value makes the loss, and then every weight, not a number.",
          wayOut: "Find them where the data are made, mostly a division by zero or a missing entry, and replace or leave out those samples.",
        }],
      };
    }
    const seen = await seenFirst(exam, survey.channels);
    if (seen.length === 0) return { leftOut: "the inputs are tokens" };
    return {
      measured: seen.map(({ name, channels }) => textOf(name, channels)).join("; "),
      findings: seen.flatMap(({ name, channels }) => judge(name, channels)),
    };
  },
};

interface Seen {
  readonly name: string;
  readonly channels: readonly ChannelStatistics[];
}

/** Statistics of what the first layers with a kernel take: the inputs themselves, or what layers before them have made of these. */
async function seenFirst(exam: Exam, channels: { readonly [input: string]: readonly ChannelStatistics[] }): Promise<readonly Seen[]> {
  const { graph } = exam.subject;
  const sources = firstSources(graph, exam);
  const direct = sources.flatMap((name) => (channels[name] ? [{ name, channels: channels[name] }] : []));
  const nodes = sources.filter((name) => graph.nodes.some((node) => node.name === name));
  if (nodes.length === 0) return direct;
  const net = await exam.network();
  const values = await net.run((await exam.batch(0)).inputs, { nodes, training: true });
  return [...direct, ...Object.entries(values).map(([name, value]) => ({ name, channels: channelsOf(value) }))];
}

/** The inputs and nodes that layers with a kernel take, of which no other such layer is a forebear. */
function firstSources(graph: Graph, { shapes }: Exam): readonly string[] {
  const learned = weightKeys(graph, shapes, ({ role }) => role === "kernel" || role === "recurrent" || role === "embedding");
  const before = new Set(Object.keys(graph.inputs).filter((name) => !isSequence(graph.inputs[name] ?? [])));
  const sources = new Set<string>();
  for (const node of graph.nodes) {
    if (node.inputs.length === 0 || !node.inputs.every((name) => before.has(name))) continue;
    // A layer that shares its weights has a kernel, too.
    if (learned.has(node.name) || (node.weightsOf !== undefined && Object.keys(weights(node.layer, inputShapes(node, shapes))).length > 0)) for (const name of node.inputs) sources.add(name);
    else before.add(node.name);
  }
  return [...sources];
}

const sizeOf = ({ mean, deviation }: ChannelStatistics): number => Math.hypot(mean, deviation);

/** Over all channels of an input. */
function overall(channels: readonly ChannelStatistics[]): { readonly mean: number; readonly size: number; readonly least: number; readonly most: number } {
  return {
    mean: channels.reduce((sum, { mean }) => sum + mean, 0) / channels.length,
    size: Math.sqrt(channels.reduce((sum, channel) => sum + sizeOf(channel) ** 2, 0) / channels.length),
    least: Math.min(...channels.map(({ least }) => least)),
    most: Math.max(...channels.map(({ most }) => most)),
  };
}

function textOf(name: string, channels: readonly ChannelStatistics[]): string {
  const { mean, size, least, most } = overall(channels);
  return `"${name}" from ${number(least)} to ${number(most)}, mean ${number(mean)}, deviation ${number(Math.sqrt(Math.max(0, size ** 2 - mean ** 2)))}`;
}

type Found = Omit<Finding, "check">;

function judge(name: string, channels: readonly ChannelStatistics[]): readonly Found[] {
  const where = [name];
  const measured = textOf(name, channels);
  const varied = channels.filter(({ deviation }) => deviation > 0);
  if (varied.length === 0) return [{ level: "wrong", title: "all samples are the same", where, measured, why: "There is nothing that could tell one sample from another.", wayOut: "Look at how the samples are read; mostly the same one is read again and again, or nothing at all." }];
  const { size, least, most } = overall(channels);
  const found: Found[] = [];
  const deviations = varied.map(({ deviation }) => deviation).sort((a, b) => a - b);
  const [typical = 1, widest = 1] = [deviations[Math.floor((deviations.length - 1) / 2)], deviations.at(-1)];
  if (size > limits.large)
    found.push({
      level: size > limits.huge ? "wrong" : "suspect", title: least >= 0 && most > 1 && most <= 255 ? "inputs look like bytes from 0 to 255" : "inputs are not normalised", where, measured,
      why: "Weights are drawn for inputs of about deviation 1. Larger ones make large first scores and gradients, so that the loss starts far too high and every learning rate is too large for the first layer.",
      wayOut: "Divide pixels by 255, or shift and scale each channel to mean 0 and deviation 1, with numbers from the training data alone.",
    });
  if (size < limits.tiny) found.push({ level: "suspect", title: "inputs are close to zero", where, measured, why: "The first layer's outputs and gradients are as small, so it learns slowly or not at all.", wayOut: "Scale each channel to deviation 1; perhaps it is divided by 255 twice." });
  if (widest / typical > limits.spread)
    found.push({
      level: "suspect", title: "features have very different scales", where,
      measured: `the largest deviation of a channel is ${number(widest)}, a typical one ${number(typical)}`,
      why: "The loss is an elongated bowl: a learning rate that suits the large features hardly moves the weights of the small ones.",
      wayOut: "Scale each feature to mean 0 and deviation 1.",
    });
  const offset = varied.filter(({ mean, deviation }) => Math.abs(mean) > limits.offset * deviation);
  if (offset.length === channels.length && size <= limits.large)
    found.push({ level: "suspect", title: "inputs hardly vary around a mean far from 0", where, measured, why: "All weights of a unit are pushed the same way by what all samples have in common, before what tells them apart is learned.", wayOut: "Subtract each channel's mean over the training data, and divide by its deviation." });
  return found;
}
