import type { Graph } from "@convscope/core";
import type { Arrays } from "../array.ts";
import { samplesIn } from "../data.ts";
import { meanOf } from "../losses/index.ts";
import type { Check } from "./check.ts";
import { rootMeanSquare, weightKeys, type Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { kernelsOf } from "./kernels.ts";
import { names, number } from "./words.ts";

const limits = { vanishing: 1e-4, vanished: 1e-7, exploding: 1e3, exploded: 1e6, perfect: 1e-6 };

/** How large the gradient of each kernel is beside the kernel itself, layer by layer. */
export const gradients: Check = {
  asks: "Do gradients reach every layer, neither vanishing nor exploding on the way?",
  cost: "one forward and backward pass of a batch",
  quick: true,
  runs: true,
  of: "both",
  async examine(exam): Promise<Examined> {
    const kernels = kernelsOf(exam);
    if (kernels.length === 0) return { leftOut: "the graph has no kernels that train" };
    const net = await exam.network();
    if (!exam.subject.kept) await net.setWeights(opened(exam, await net.weights()));
    const weights = await net.weights();
    const batch = await exam.batch(0);
    const { inputs, targets } = batch;
    const { value, weights: gradients } = await net.gradients({ inputs, of: { objective: exam.objective, targets }, withRespectTo: { weights: kernels.map(({ key }) => key) }, training: true });
    const layers = kernels.flatMap(({ node, key }): Layer[] => {
      const [gradient, weight] = [gradients[key], weights[key]];
      return gradient && weight ? [{ node, ratio: rootMeanSquare(gradient) / (rootMeanSquare(weight) || 1) }] : [];
    });
    const sizes = layers.map(({ ratio }) => ratio);
    const measured = `gradient beside weight from ${number(Math.min(...sizes))} to ${number(Math.max(...sizes))} over ${layers.length} kernels, ${number(sizes[0] ?? NaN)} in the first and ${number(sizes.at(-1) ?? NaN)} in the last`;
    if (exam.subject.kept && value < limits.perfect) return { measured: `the loss of a batch is ${number(value)}: nothing is left to learn from it`, findings: [] };
    // Losses that are sums have gradients as many times larger.
    const summed = Object.values(exam.objective).some(({ loss }) => meanOf(loss) === "nothing");
    return { measured, findings: judge(layers, measured, summed ? samplesIn(batch) : 1) };
  },
};

interface Layer {
  readonly node: string;
  /** Root mean square of the gradient over that of the weight. */
  readonly ratio: number;
}

/** Scales that begin at 0 or nearly so hold a branch shut on purpose, as arXiv:1706.02677, section 5.1, and arXiv:2103.17239 do: they are opened, to see what gets through. */
function opened({ subject: { graph }, shapes }: { readonly subject: { readonly graph: Graph }; readonly shapes: Exam["shapes"] }, weights: Arrays): Arrays {
  const scales = [...weightKeys(graph, shapes, ({ role }) => role === "scale").values()].flat();
  return Object.fromEntries(scales.flatMap((key) => {
    const scale = weights[key];
    return scale && rootMeanSquare(scale) < 0.01 ? [[key, { shape: scale.shape, data: new Float32Array(scale.data.length).fill(1) }] as const] : [];
  }));
}

type Found = Omit<Finding, "check">;

function judge(layers: readonly Layer[], measured: string, scale: number): readonly Found[] {
  const told = (some: readonly Layer[]): string => names(some.map(({ node, ratio }) => `${node} ${number(ratio)}`));
  const where = (some: readonly Layer[]): readonly string[] => some.map(({ node }) => node);
  const lost = layers.filter(({ ratio }) => !Number.isFinite(ratio));
  if (lost.length > 0) return [{ level: "wrong", title: "gradients are not numbers", where: where(lost), measured: told(lost), why: "One step makes these weights, and then everything, not a number.", wayOut: "Scale the inputs to deviation 1, draw smaller weights, and normalise between the layers." }];
  const without = layers.filter(({ ratio }) => ratio === 0);
  const some = layers.filter(({ ratio }) => ratio > 0);
  const [least, greatest] = [Math.min(...some.map(({ ratio }) => ratio)), Math.max(...some.map(({ ratio }) => ratio))];
  const found: Found[] = [];
  if (without.length > 0)
    found.push({
      level: "wrong", title: "no gradient reaches some layers", where: where(without), measured: `the gradient is 0 in ${names(where(without))}`,
      why: "These layers stay as they were drawn.",
      wayOut: "Look at what follows them: dead rectifiers, saturated activations, a step, or a layer that passes no gradient on.",
    });
  const faint = some.filter(({ ratio }) => ratio < limits.vanishing * greatest);
  const large = some.filter(({ ratio }) => ratio > limits.exploding * scale);
  if (large.length > 0)
    found.push({
      level: large.some(({ ratio }) => ratio > limits.exploded * scale) ? "wrong" : "suspect", title: "gradients explode", where: where(large), measured: `gradient beside weight: ${told(large)}`,
      why: "One step at a usual learning rate changes these weights by many times their size.",
      wayOut: "Scale the inputs to deviation 1, draw smaller weights, normalise between the layers, clip gradients (clipNorm), and add shortcuts.",
    });
  else if (faint.length > 0)
    found.push({
      level: least < limits.vanished * greatest ? "wrong" : "suspect", title: "gradients vanish on the way", where: where(faint), measured: `${measured}; least in ${told([...faint].sort((a, b) => a.ratio - b.ratio))}`,
      why: "Layers far from the loss learn by so little that they stay as they were drawn, whatever follows them.",
      wayOut: "Take relu in the place of sigmoid or tanh, draw weights for it (heNormal), normalise between the layers (batchNormalization), and add shortcuts (residual).",
    });
  return found;
}
