import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { writeAtomic } from "@convscope/files";
import { findLearningRate, optimizers, type LearningRates } from "@convscope/nn";
import { learningRateCurve } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import { backendOption, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { interruption, UsageError } from "../failure.ts";
import { labelsOption } from "../labels.ts";
import { at, learningOf } from "../run/learning.ts";
import { prepare } from "../run/prepare.ts";
import { configFile, configOf, optimizerOf } from "../settings.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, fraction, oneOf, positive, shape, whole } from "../values.ts";
import { askedFor } from "./train.ts";

/** `convscope find-lr`: a learning rate for a training, before it. */
export const findLrCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("find-lr")
    .summary("find a learning rate before training")
    .description(
      "Takes a hundred training steps with learning rates from tiny to huge, and looks at the loss. As long as the rate is too small nothing happens; then the loss falls, the steeper the better; where the rate is too large it flattens, and at last goes astray. The rate of the steepest fall is a good one to train with. Nothing is kept but the figure.",
    )
    .addArgument(new Argument("[model]", `a model of the zoo, a graph's JSON file, or a configuration such as ${configFile}`))
    .option("--data <name>", "a data set by name, or a folder of pictures, a list of them, or a file of arrays (default strokes)")
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .option("--samples <n>", "only so many training images (default all)", whole(1))
    .option("--batch <n>", "images in a step, as in the training: larger batches bear larger rates (default 64)", whole(1))
    .option("--accumulate <n>", "so many batches make one step, as in the training (default 1)", whole(1))
    .option("--optimizer <kind>", `${Object.keys(optimizers).join(", ")} (default adam)`, oneOf(Object.keys(optimizers)))
    .option("--momentum <m>", "momentum of sgd and rmsprop (default 0)", fraction)
    .option("--weight-decay <d>", "weight decay (default the optimiser's)", positive)
    .option("--from <rate>", "the rate of the first step", positive, 1e-7)
    .option("--to <rate>", "the rate of the last step, which is seldom reached", positive, 10)
    .option("--steps <n>", "how many rates are tried, each as many times the one before", whole(2), 100)
    .option("--augment <what>", "what is done to training images at random, as in the training")
    .option("--weights <what>", "begin with trained weights, as in the training")
    .option("--freeze <what>", "layers that keep their weights, as in the training")
    .option("--seed <n>", "draws weights, order, held-out share, dropout and drawn data (default 1)", whole(0))
    .addOption(backendOption())
    .addOption(threadsOption())
    .option("--input <shape>", "input shape, e.g. 28x28x1 (default that of the data)", shape)
    .option("--classes <n>", "outputs (default those of the data)", whole(1))
    .option("-o, --out <file>", "draw the curve into an .svg or .png file", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope find-lr mnist-cnn --data strokes -o lr.svg
  convscope find-lr resnet20 --data cifar-10 --optimizer sgd --momentum 0.9
  convscope find-lr resnet18 --data ./pets --weights imagenet --freeze trunk

Every other setting of a training comes from a configuration, as train takes it.`)
    .action(async (model, { json, from, to, steps, out, ...flags }) => {
      const asked = askedFor(model, flags, false, terminal.cwd);
      if (asked.model === undefined) throw new UsageError(`name a model, such as convscope find-lr mnist-cnn, or put a ${configFile} here. "convscope models" lists the models.`);
      if (from >= to) throw new UsageError(`--from must be below --to. Received ${from} and ${to}.`);
      const settings = configOf(asked);
      // Nothing is tested, and drawing a set takes its time.
      const config = { ...settings, samples: { ...settings.samples, test: 1 } };
      const optimizer = optimizerOf(config);
      const { net, graph, loss, train, title, close } = await prepare(terminal, config);
      try {
        const { trainable, rates } = learningOf(config, graph);
        const [open, factors] = [at(trainable, 1), at(rates, 1)];
        const { batch, accumulate = 1 } = config;
        const inStep = `${batch * accumulate} images${accumulate > 1 ? ` in ${accumulate} batches` : ""}`;
        terminal.err(`${graph.name} on ${title}: up to ${steps} steps of ${inStep}, ${optimizer.kind}, ${net.engine.backend}\n`);
        const found = await findLearningRate(net, train, { loss, optimizer, from, to, steps, batchSize: batch, accumulate, ...(open && { trainable: open }), ...(factors && { rates: factors }), signal: terminal.signal });
        if (terminal.signal.aborted) throw interruption(terminal.signal, "");
        const file = out === undefined ? undefined : resolve(terminal.cwd, out);
        if (file !== undefined) {
          const svg = learningRateCurve(found, { title: `Learning rates for ${graph.name}`, note: `${title}, ${optimizer.kind}, steps of ${inStep}.` });
          await writeAtomic(file, file.toLowerCase().endsWith(".png") ? toPng(svg) : svg);
        }
        const again = `convscope train ${model ?? ""}${flags.data === undefined ? "" : ` --data ${flags.data}`}`.trimEnd();
        answer(terminal, { json: { model: graph.name, data: config.data, optimizer: optimizer.kind, batch, accumulate, backend: net.engine.backend, ...found, ...(file !== undefined && { figure: file }) }, text: textOf(found, again, out, terminal) }, json);
      } finally {
        await close();
      }
    });

/** Rows that a table shows. */
const rowsShown = 15;

/** 0.00213: two digits are more than such a search can tell. */
const short = (rate: number): string => String(Number(rate.toPrecision(2)));

function textOf(found: LearningRates, again: string, out: string | undefined, { colors: { bold, dim } }: Terminal): string {
  const { rates, losses, smoothed, suggestion, tenthOfBest, diverged } = found;
  const every = Math.max(1, Math.ceil(rates.length / rowsShown));
  const rows = rates.flatMap((rate, i) => (i % every === 0 || i === rates.length - 1 ? [{ rate, loss: losses[i] ?? NaN, mean: smoothed[i] ?? NaN }] : []));
  const shown = table(rows, [
    { title: "learning rate", of: ({ rate }) => rate.toExponential(1), align: "right" },
    { title: "loss", of: ({ loss }) => loss.toPrecision(4), align: "right" },
    { title: "running mean", of: ({ mean }) => mean.toPrecision(4), align: "right" },
  ], dim);
  const astray = diverged === undefined ? "It has not gone astray: a larger --to shows where it does." : `From ${short(diverged)} on it goes astray.`;
  const advice = suggestion === undefined || tenthOfBest === undefined
    ? [`The loss has not fallen at any rate. ${astray}`, "Have a look at the data, try more --steps, or another --seed."]
    : [
      `${bold(`The loss falls most steeply at ${short(suggestion)}`)}, and is least at ${short(10 * tenthOfBest)}. ${astray}`,
      "",
      "Train with it, and a schedule that lets it fall, as the default does:",
      `  ${again} --lr ${short(suggestion)}`,
      "If the loss then jumps about, take a third of it. Another batch size, optimiser or augmentation has another.",
    ];
  return [shown, "", ...advice, ...(out === undefined ? [] : ["", `The curve is in ${out}.`])].join("\n");
}
