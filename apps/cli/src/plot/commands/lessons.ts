import { Argument, InvalidArgumentError, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { activations, didYouMean, isActivation, layerOf, type ActivationKind, type LayerOf } from "@convscope/core";
import { parseSchedule, scheduleFactor, schedules } from "@convscope/nn";
import { activationPlot, computationalGraph, lineChart, lossSurface } from "@convscope/viz";
import { UsageError } from "../../failure.ts";
import type { Terminal } from "../../terminal.ts";
import { assignment, fraction, positive, whole } from "../../values.ts";
import { descent, lossOf } from "../descent.ts";
import { drawn, plotting, styleOf } from "../drawing.ts";
import { functionNames, graphOf } from "../expression.ts";

const pair = (text: string): readonly [number, number] => {
  const [a = NaN, b = NaN, ...more] = text.split(",").map((word) => (word.trim() === "" ? NaN : Number(word)));
  if (!Number.isFinite(a) || !Number.isFinite(b) || more.length > 0) throw new InvalidArgumentError(`It must be two numbers with a comma between them, such as -5,5. Received "${text}".`);
  return [a, b];
};

const pointwise = Object.keys(activations).filter((kind) => kind !== "softmax" && kind !== "logSoftmax");

function activationLayer(word: string): LayerOf<ActivationKind> {
  const kind = pointwise.find((one) => one.toLowerCase() === word.toLowerCase().replace(/[-_]/g, ""));
  const layer = kind === undefined ? undefined : layerOf(kind, {});
  if (!layer || !isActivation(layer)) throw new UsageError(`there is no activation "${word}" that acts on each value alone.${didYouMean(word, pointwise)} Known: ${pointwise.join(", ")}.`);
  return layer;
}

/** Activation functions and their slopes. */
export const activationCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("activation")
    .summary("activation functions and their slopes")
    .description("Draws activation functions with their formulas, beside each other their slopes, shaded where they saturate: next to no gradient goes back there.")
    .addArgument(new Argument("<kind...>", `up to 8 of ${pointwise.join(", ")}`))
    .option("--range <from,to>", "where x begins and ends; with a minus sign as --range=-5,5 (default -5,5)", pair)
    .addHelpText("after", "\nExamples:\n  convscope plot activation relu tanh\n  convscope plot activation sigmoid --range=-10,10 -o sigmoid.png\n  convscope plot activation relu gelu silu --theme dark")
    .action(async (words, { range, ...options }) => {
      const layers = words.map(activationLayer);
      await drawn(terminal, "activation", activationPlot(layers, { ...styleOf(options), ...(range && { range }) }), options, { activations: layers.map(({ kind }) => kind) });
    });

/** Within an epoch a schedule is asked so often. */
const perEpoch = 24;

/** Learning rates over a training. */
export const scheduleCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("schedule")
    .summary("how learning rates go over a training")
    .description("Draws the learning rate of schedules over the epochs, as train --schedule takes them. A plateau reacts to what is measured, so here it stays.")
    .addArgument(new Argument("<schedule...>", `${Object.keys(schedules).join(", ")}, with their numbers, such as step:30:0.1 or warmup:5,cosine`))
    .option("--epochs <n>", "of the training", whole(1, 10_000), 30)
    .option("--lr <rate>", "the learning rate that is scheduled", positive, 0.001)
    .addHelpText("after", "\nExamples:\n  convscope plot schedule cosine step:10 warmup:5,cosine\n  convscope plot schedule oneCycle --epochs 20 --lr 0.1 -o one-cycle.png")
    .action(async (words, { epochs, lr, ...options }) => {
      const series = words.map((word) => {
        const made = parseSchedule(word);
        const steps = epochs * perEpoch;
        return { name: word, points: Array.from({ length: steps + 1 }, (_, step) => [step / perEpoch, lr * scheduleFactor(made, { step: Math.min(step, steps - 1), steps, stepsPerEpoch: perEpoch, history: [] })] as const) };
      });
      const svg = lineChart(series, { title: "Learning rate over the training", xLabel: "epoch", yLabel: "learning rate per step", ...styleOf(options) });
      await drawn(terminal, "schedule", svg, options, { epochs, learningRate: lr, schedules: series.map(({ name, points }) => ({ schedule: name, first: points[0]?.[1], last: points.at(-1)?.[1], greatest: Math.max(...points.map(([, rate]) => rate)) })) });
    });

/** Descents on a bowl. */
export const lossSurfaceCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("loss-surface")
    .summary("gradient descent on a bowl at several learning rates")
    .description("Draws a loss over two weights, a·x²/2 + b·y²/2, and the ways of gradient descents: a small rate creeps, a right one arrives, and above 2 divided by the greater of a and b it climbs out of the bowl. Features that are not scaled make a bowl long: --curvature 1,10.")
    .addOption(new Option("--rates <list>", "learning rates, with commas between them").argParser((text: string) => text.split(",").map(positive)).default([0.01, 0.15, 0.205], "0.01,0.15,0.205"))
    .addOption(new Option("--curvature <a,b>", "how steep the bowl is in each direction").argParser(pair).default([1, 10] as const, "1,10"))
    .addOption(new Option("--start <x,y>", "where the descents begin; with a minus sign as --start=-3,1").argParser(pair).default([-3.4, 0.75] as const, "-3.4,0.75"))
    .option("--steps <n>", "of each descent", whole(1, 10_000), 24)
    .option("--momentum <m>", "how much of a step goes on in the next", fraction, 0)
    .addHelpText("after", "\nExamples:\n  convscope plot loss-surface\n  convscope plot loss-surface --rates 0.05,0.19 --momentum 0.5\n  convscope plot loss-surface --curvature 1,1 --rates 0.1,1,1.9 -o round.png")
    .action(async ({ rates, curvature, start, steps, momentum, ...options }) => {
      if (curvature.some((n) => n <= 0) || start.every((n) => n === 0)) throw new UsageError(`--curvature must be above 0 in both directions, and --start away from 0,0. Received ${curvature.join(",")} and ${start.join(",")}.`);
      const bowl = { curvature, start };
      const paths = rates.map((rate) => descent(bowl, { rate, momentum, steps }));
      const far = [Math.max(1, Math.abs(start[0]) * 1.15), Math.max(1, Math.abs(start[1]) * 1.6)] as const;
      const svg = lossSurface({ loss: lossOf(bowl), x: [-far[0], far[0]], y: [-far[1], far[1]], paths }, { title: "Gradient descent at several learning rates", note: `Loss ${curvature[0]}·x²/2 + ${curvature[1]}·y²/2, ${steps} steps${momentum === 0 ? "" : `, momentum ${momentum}`}.`, ...styleOf(options) });
      await drawn(terminal, "loss-surface", svg, options, { curvature, start, steps, momentum, descents: paths.map(({ name, points, loss }, i) => ({ rate: rates[i], name, end: points.at(-1), loss })) });
    });

/** Values and gradients of an expression. */
export const graphCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("graph")
    .summary("an expression with its values and gradients: backpropagation on paper")
    .description(`Draws the computational graph of an expression: above each wire the value that goes forward, below it the derivative of the last value that comes back. It may have several assignments with ; between them, + − * / ^, brackets, and ${functionNames.join(", ")}.`)
    .addArgument(new Argument("<expression>", "such as \"z = w*x + b; a = sigmoid(z); L = (a - y)^2 / 2\""))
    .option("--at <name=value...>", "values of what is given, as many as there are", assignment)
    .addHelpText("after", `
Examples:
  convscope plot graph "(x + y) * z" --at x=-2 y=5 z=-4
  convscope plot graph "a = sigmoid(w*x + b); L = (a - 1)^2" --at w=0.8 x=1 b=0
  convscope plot graph "relu(w*x) + x" --at x=2 w=0.25 -o residual.png`)
    .action(async (expression, { at = {}, ...options }) => {
      const nodes = graphOf(expression, at);
      await drawn(terminal, "graph", computationalGraph(nodes, { title: expression.trim(), ...styleOf(options) }), options, { expression, nodes });
    });
