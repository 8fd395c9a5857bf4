import { activationOf, formatInterval, isActivation, nodeOf, type Graph, type Interval, type Layer } from "@convscope/core";
import type { Loss } from "../losses/index.ts";
import type { Check } from "./check.ts";
import type { Examined, Finding } from "./finding.ts";
import { count, percent } from "./words.ts";

/** Whether the last activation gives what the loss takes: scores, probabilities, or numbers that can reach the targets. */
export const outputs: Check = {
  asks: "Does the last layer give what the loss takes, and can it reach the targets?",
  cost: "looks at the graph and at the targets that were read",
  quick: true,
  runs: false,
  of: "both",
  async examine(exam): Promise<Examined> {
    const { targets } = await exam.survey();
    const judged = Object.entries(exam.objective).map(([output, { loss }]) => {
      const { name, layer } = lastActing(exam.subject.graph, output);
      const takes = takenBy(loss);
      const activation = isActivation(layer) ? activationOf(layer) : undefined;
      const text = `${name} (${layer.kind})${activation ? ` gives ${formatInterval(activation.range)}` : ""}, ${loss.kind} takes ${takes}`;
      const classes = exam.shapes.get(output)?.at(-1) ?? 1;
      const data = targets[output]?.data;
      return { text, findings: activation ? judge({ name, text, takes, classes, range: activation.range, acts: activation.acts, logs: layer.kind === "logSoftmax", ...(data && { target: data }) }) : bare({ name, text, takes, classes }) };
    });
    return { measured: judged.map(({ text }) => text).join("; "), findings: judged.flatMap(({ findings }) => findings) };
  },
};

type Found = Omit<Finding, "check">;
type Taken = "scores of classes" | "scores" | "probabilities of classes" | "probabilities" | "log-probabilities" | "numbers";

const exclusive: ReadonlySet<string> = new Set(["categoricalCrossentropy", "sparseCategoricalCrossentropy", "focal", "hinge"]);

/** What a loss takes an output for. */
function takenBy(loss: Loss): Taken {
  if (loss.kind === "negativeLogLikelihood" || loss.kind === "klDivergence") return "log-probabilities";
  const of = exclusive.has(loss.kind);
  if ("from" in loss && loss.from === "probabilities") return of ? "probabilities of classes" : "probabilities";
  if (of) return "scores of classes";
  return "from" in loss || loss.kind === "sigmoidFocal" ? "scores" : "numbers";
}

/** Layers that give the values they take, in another order or shape. */
const passing: ReadonlySet<string> = new Set(["flatten", "reshape", "permute", "dropout"]);

/** The last layer before an output that changes values. */
function lastActing(graph: Graph, output: string): { readonly name: string; readonly layer: Layer } {
  const node = nodeOf(graph, output);
  const [before] = node.inputs;
  return passing.has(node.layer.kind) && before !== undefined && !(before in graph.inputs) ? lastActing(graph, before) : node;
}

interface Ending {
  readonly name: string;
  readonly text: string;
  readonly takes: Taken;
  readonly classes: number;
}

/** An end without an activation: its values have no bounds. */
function bare({ name, text, takes, classes }: Ending): readonly Found[] {
  const where = [name];
  if (takes === "probabilities" || takes === "probabilities of classes")
    return [{ level: "wrong", title: "the loss takes scores for probabilities", where, measured: text, why: "Scores lie below 0 and above 1, where the logarithm of a probability has no meaning: they are cut off, and most get no gradient.", wayOut: `Leave out from: "probabilities", or end the graph in ${takes === "probabilities" ? "sigmoid" : "softmax"}.` }];
  if (takes === "log-probabilities")
    return [{ level: "wrong", title: "the loss takes scores for log-probabilities", where, measured: text, why: "The loss then falls without end as the scores grow, whatever the answers.", wayOut: "End the graph in logSoftmax, or take sparseCategoricalCrossentropy, which does it by itself." }];
  return takes === "scores of classes" ? lonely(where, text, classes) : [];
}

const lonely = (where: readonly string[], text: string, classes: number): readonly Found[] =>
  classes > 1 ? [] : [{ level: "wrong", title: "one output cannot tell classes apart", where, measured: text, why: "The softmax of a single score is always 1: the loss is 0 or cannot move, and nothing is learned.", wayOut: "For yes or no take binaryCrossentropy with one output, or two outputs with this loss." }];

interface Ended extends Ending {
  readonly range: Interval;
  readonly acts: "pointwise" | "row";
  readonly logs: boolean;
  readonly target?: ArrayLike<number>;
}

function judge(ended: Ended): readonly Found[] {
  const { name, text, takes, classes, range, acts, logs, target } = ended;
  const where = [name];
  const squashed = range.from >= 0 && range.to <= 1;
  const free = range.from === -Infinity && range.to === Infinity;
  if (free) return bare(ended);
  if (takes === "scores" || takes === "scores of classes") {
    if (squashed)
      return [{ level: "wrong", title: "probabilities go into a loss that takes scores", where, measured: text, why: "They are squashed a second time: even a perfect answer keeps a high loss, and gradients are small from the first step on.", wayOut: `Leave out ${name}, or give the loss from: "probabilities".` }, ...(takes === "scores of classes" ? lonely(where, text, classes) : [])];
    if (logs) return takes === "scores of classes" ? lonely(where, text, classes) : [];
    return [{ level: "suspect", title: "scores are bounded by an activation", where, measured: text, why: range.from === 0 ? "A score below 0 becomes 0 and gets no gradient, so classes that are ruled out cannot be told from those that are open." : "The network can never be sure: its loss has a floor.", wayOut: `Leave out ${name}: the loss takes scores of any size.` }];
  }
  if (takes === "probabilities" || takes === "probabilities of classes") {
    if (!squashed) return [{ level: "wrong", title: "the loss takes other numbers for probabilities", where, measured: text, why: "Values outside of 0 to 1 are cut off, and get no gradient.", wayOut: `Put ${takes === "probabilities" ? "sigmoid" : "softmax"} in the place of ${name}.` }];
    if (takes === "probabilities of classes" && acts !== "row") return [{ level: "suspect", title: "probabilities of classes do not add up to 1", where, measured: text, why: "The loss only pushes the true class up, and nothing pushes the others down.", wayOut: "End in softmax; or, where several classes can be true, take binaryCrossentropy." }];
    return takes === "probabilities of classes" ? lonely(where, text, classes) : [];
  }
  if (takes === "log-probabilities") return logs ? [] : [{ level: "wrong", title: "the loss takes other numbers for log-probabilities", where, measured: text, why: "The loss then says nothing about how likely the true answer was.", wayOut: `Put logSoftmax in the place of ${name}, or take sparseCategoricalCrossentropy.` }];
  const beyond = Array.from(target ?? []).filter((x) => x < range.from || x > range.to).length;
  const share = beyond / (target?.length ?? 1);
  if (share <= 0.01) return [];
  return [{ level: "wrong", title: "the last activation cannot reach the targets", where, measured: `${name} gives ${formatInterval(range)}; ${percent(share)} of ${count(target?.length ?? 0, "target value")} lie outside`, why: "However long it trains, the network cannot answer them.", wayOut: `Leave out ${name} (a linear output fits any number), or scale the targets into its range.` }];
}
