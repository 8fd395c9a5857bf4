import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { optimizers } from "@convscope/nn";
import { datasets } from "@convscope/datasets";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { duration } from "../progress.ts";
import { isUsed } from "../run/run.ts";
import { trainRun, type Trained } from "../run/train.ts";
import { configFile, mergeConfig, readConfig } from "../settings.ts";
import { grouped, percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { fraction, positive, shape, whole } from "../values.ts";

/** `convscope train`: from data to a run's folder. */
export const trainCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("train")
    .summary("train a model and keep all of it in a folder")
    .description(
      `Trains a model on a data set and leaves a run: settings, graph, best and last weights, history and figures. A share of the training set is held out; the weights that did best on it are measured once on the test set.\n\nCtrl-C stops after the batch that is under way; --resume goes on from the last finished epoch.`,
    )
    .addArgument(new Argument("[model]", `a model of the zoo, a graph's JSON file, or a configuration such as ${configFile}`))
    .option("--data <name>", `data set: ${Object.keys(datasets).join(", ")} (default strokes)`)
    .option("--data-dir <folder>", "where the data set's files are")
    .option("--samples <n>", "only so many training images", whole(1))
    .option("--test-samples <n>", "only so many test images", whole(1))
    .option("--epochs <n>", "how often to go through the data (default 3)", whole(1))
    .option("--batch <n>", "images in a step (default 64)", whole(1))
    .option("--optimizer <kind>", `${Object.keys(optimizers).join(", ")} (default adam)`)
    .option("--lr <rate>", "learning rate per step (default: the optimiser's)", positive)
    .option("--momentum <m>", "momentum of sgd and rmsprop", fraction)
    .option("--weight-decay <d>", "weight decay", positive)
    .option("--loss <kind>", "loss (default sparseCategoricalCrossentropy)")
    .option("--seed <n>", "draws weights, order, held-out share and dropout (default 1)", whole(0))
    .option("--validation <share>", "share of the training set that is held out (default 0.1)", fraction)
    .option("--patience <n>", "stop after so many epochs without a better validation loss", whole(1))
    .option("--init <how>", "keras (Glorot uniform) or torch (default keras)")
    .option("--backend <name>", "what computes; convscope backends lists them (default auto)")
    .option("--input <shape>", "input shape; that of the data if left out", shape)
    .option("--classes <n>", "outputs; those of the data if left out", whole(1))
    .option("--out <folder>", "the run's folder (default runs/<model>-<data>)")
    .option("--resume", "go on with the training in --out")
    .addHelpText("after", `
Examples:
  convscope train mnist-cnn --data strokes
  convscope train mnist-cnn --data mnist --epochs 3 --batch 64 --optimizer rmsprop --lr 0.001 --out runs/mnist
  convscope train --resume --out runs/mnist --epochs 6
  convscope train ${configFile}

A configuration holds the same by name, options of optimiser and loss included:
  { "model": "fashion-cnn", "data": "fashion-mnist", "epochs": 5, "optimizer": { "kind": "adamw", "learningRate": 0.001, "weightDecay": 0.01 } }`)
    .action(async (model, { json, resume, out, samples, testSamples, momentum, weightDecay, optimizer, ...flags }) => {
      const { named, file } = sourceOf(model, terminal.cwd);
      const details = { ...(momentum !== undefined && { momentum }), ...(weightDecay !== undefined && { weightDecay }) };
      const base = optimizer === undefined ? file["optimizer"] : { kind: optimizer };
      const asked = {
        ...flags,
        ...(named !== undefined && { model: named }),
        ...(Object.keys(details).length > 0 || optimizer !== undefined ? { optimizer: { ...(typeof base === "object" ? base : { kind: base ?? "adam" }), ...details } } : {}),
        ...((samples ?? testSamples) !== undefined && { samples: { ...(samples !== undefined && { train: samples }), ...(testSamples !== undefined && { test: testSamples }) } }),
        ...(out !== undefined && { out }),
      };
      if (resume && out === undefined && file["out"] === undefined) throw new UsageError("--resume needs the folder of the training to go on with: --out runs/name.");
      // A resumed training knows its model; what stands here then only fills the form.
      const config = mergeConfig(resume && named === undefined && file["model"] === undefined ? { model: "mnist-cnn", ...asked } : asked, file, terminal.cwd);
      const folder = config.out ?? freeFolder(join(terminal.cwd, "runs", `${config.model.replace(/[^\w-]+/g, "-")}-${config.data}`));
      const trained = await trainRun(terminal, { ...config, out: folder }, folder, resume === true);
      answer(terminal, { json: jsonOf(trained), text: textOf(trained, terminal) }, json);
      if (trained.run.status === "interrupted") process.exitCode = 130;
    });

/** What the argument names: a model, or a configuration file; without one, the folder's own configuration. */
function sourceOf(model: string | undefined, cwd: string): { readonly named?: string; readonly file: Record<string, unknown> } {
  if (model === undefined) {
    const path = resolve(cwd, configFile);
    return { file: existsSync(path) ? readConfig(path) : {} };
  }
  if (!/\.json$/.test(model)) return { named: model, file: {} };
  const path = resolve(cwd, model);
  return isConfig(path) ? { file: readConfig(path) } : { named: model, file: {} };
}

/** A graph's JSON has nodes; a configuration names a model. */
const isConfig = (path: string): boolean => !/graph[^/]*\.json$/.test(path);

/** A folder that is not used yet: runs/name, runs/name-2, … */
function freeFolder(wanted: string): string {
  for (let i = 1; i < 1000; i++) {
    const folder = i === 1 ? wanted : `${wanted}-${i}`;
    if (!isUsed(folder)) return folder;
  }
  throw new CommandError(`${wanted} and 999 like it are used. Choose --out.`);
}

const jsonOf = ({ run, folder }: Trained): object => ({
  model: run.config.model,
  data: run.data.name,
  epochs: run.history.length,
  backend: run.backend.name,
  threads: run.backend.threads,
  imagesPerSecond: run.imagesPerSecond,
  history: run.history,
  status: run.status,
  ...(run.best && { best: run.best }),
  ...(run.test && { test: run.test }),
  seconds: run.seconds,
  run: folder,
});

function textOf({ run, folder, report, figures }: Trained, { colors: { bold, dim } }: Terminal): string {
  const resume = `convscope train --resume --out ${folder} --epochs ${Math.max(run.config.epochs, run.history.length + 1)}`;
  if (run.status === "interrupted") return `Interrupted after ${run.history.length} finished epochs. Go on with:\n  ${resume}`;
  if (!report) return "";
  const rows = table(
    report.perClass,
    [
      { title: "class", of: (row) => row.class },
      { title: "precision", of: ({ precision }) => percent(precision), align: "right" },
      { title: "recall", of: ({ recall }) => percent(recall), align: "right" },
      { title: "F1", of: ({ f1 }) => percent(f1), align: "right" },
      { title: "images", of: ({ support }) => grouped(support), align: "right" },
    ],
    dim,
  );
  return [
    ...(run.reason === undefined ? [] : [`Stopped early: ${run.reason}.`, ""]),
    bold(`Test accuracy ${percent(report.accuracy)}`) + `  loss ${report.loss.toFixed(4)}  macro F1 ${percent(report.macroF1)}` + (run.best ? dim(`  with the weights of epoch ${run.best.epoch}, best on held-out data`) : ""),
    `${Math.round(run.imagesPerSecond)} images/s on ${run.backend.name}, ${duration(run.seconds)} in all`,
    "",
    rows,
    "",
    "Figures:",
    ...figures.map((path) => `  ${path}`),
    "",
    `Everything is in ${folder}. Next:`,
    `  convscope evaluate ${folder}`,
    `  convscope predict ${folder} picture.png`,
  ].join("\n");
}

