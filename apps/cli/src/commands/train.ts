import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import { recipe } from "@convscope/recipes";
import { losses, optimizers, schedules } from "@convscope/nn";
import { backendOption, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { classTable } from "../class-table.ts";
import { interruption, UsageError } from "../failure.ts";
import { here, typedHere } from "../here.ts";
import { labelsOption } from "../labels.ts";
import { asTyped } from "../invocation.ts";
import { dataReference, isDataName } from "../open-data.ts";
import { duration } from "../progress.ts";
import { programNamed, trainRecipe } from "../recipe/command.ts";
import { measuresText } from "../recipe/text.ts";
import { verdictsOn } from "../recipe/verify.ts";
import { isModel } from "../resolve.ts";
import { trainRun, type Trained } from "../run/train.ts";
import { configFile, logFormats, merge, readConfig, readJson, type Asked } from "../settings.ts";
import { percent } from "../table.ts";
import { weightsReference } from "../start.ts";
import type { Terminal } from "../terminal.ts";
import { assignment, classWeights, decay, fraction, notNegative, oneOf, portion, positive, schedule, shape, someOf, whole } from "../values.ts";

/** `convscope train`: from data to a run's folder. */
export const trainCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("train")
    .summary("train a model and keep all of it in a folder")
    .description(
      `Trains a model on a data set and leaves a run: settings, graph, best and last weights, history and figures. A share of the training set is held out; the weights that did best on it are measured once on the test set.\n\nCtrl-C stops after the batch that is under way, and --resume goes on from there; what killed the process costs what came after the last checkpoint.`,
    )
    .addArgument(new Argument("[model]", `a model of the zoo, a recipe, a graph's JSON file, or a configuration such as ${configFile}`))
    .option("--data <name>", `${Object.keys(datasets).join(", ")}, or a folder of pictures, a list of them, or a file of arrays (default strokes)`)
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .option("--samples <n>", "only so many training images (default all)", whole(1))
    .option("--test-samples <n>", "only so many test images (default all)", whole(1))
    .option("--epochs <n>", "how often to go through the data (default 3)", whole(1))
    .option("--batch <n>", "images in a step (default 64)", whole(1))
    .option("--optimizer <kind>", `${Object.keys(optimizers).join(", ")} (default adam)`, oneOf(Object.keys(optimizers)))
    .option("--lr <rate>", "learning rate per step (default the optimiser's, 0.001 for adam)", positive)
    .option("--schedule <kind>", `how the learning rate goes over all epochs: ${Object.keys(schedules).join(", ")}; in short step:30:0.1, a tenth after every 30 epochs, or warmup:5,cosine, five epochs up and then down (default cosine: it falls to 0)`, schedule)
    .option("--momentum <m>", "momentum of sgd and rmsprop (default 0)", fraction)
    .option("--weight-decay <d>", "weight decay (default the optimiser's)", positive)
    .option("--loss <kind>", `${Object.keys(losses).join(", ")} (default sparseCategoricalCrossentropy)`, oneOf(Object.keys(losses)))
    .option("--label-smoothing <share>", "share of each target that is spread over all classes, such as 0.1: the network stays less sure of itself (default 0)", fraction)
    .option("--class-weights <what>", "how much each class counts in the loss: balanced, so that rare ones weigh as much as frequent ones, or numbers such as 1,2,0.5 (default all the same)", classWeights)
    .option("--clip-norm <length>", "scale the gradients of a step down to at most this length, all together; against sudden leaps (default never)", positive)
    .option("--clip-value <most>", "cut each number of a gradient to at most this, up and down; not with --clip-norm (default never)", positive)
    .option("--accumulate <n>", "take one step for so many batches, with the mean of their gradients: a large batch in the memory of a small one (default 1)", whole(1))
    .option("--average <decay>", "measure and keep a running mean of the weights, of which this much stays in each step, such as 0.999; often better than the last weights (default off)", decay)
    .option("--layer-decay <factor>", "multiply the learning rate by this for each stage nearer to the input than the last, such as 0.5: for trained weights, whose first layers need little change (default 1)", portion)
    .option("--seed <n>", "draws weights, order, held-out share, dropout and drawn data (default 1)", whole(0))
    .option("--validation <share>", "share of the training set that is held out (default 0.1)", fraction)
    .option("--augment <what>", "what is done to training images at random: words such as flip,crop, or a file of steps; see convscope augment preview")
    .option("--standardise", "shift and scale each channel to mean 0 and deviation 1 over the training images (default 0 to 1)")
    .option("--patience <n>", "stop after so many epochs without a better validation loss (default never)", whole(1))
    .option("--weights <what>", "begin with trained weights: imagenet or another published version of the model, a .safetensors, .pth or .pt file, or a run's folder; pictures are then prepared as those weights expect, and the last layer is new where the classes are others (default random ones)")
    .option("--freeze <what>", "layers that keep their weights: trunk, which is all but the last layer with weights, or a layer or part such as layer3 with all before it (default none)")
    .option("--thaw <epoch>", "the epoch from which frozen layers train too, counted from 1 (default never)", whole(1))
    .option("--thaw-rate <factor>", "what the learning rate of thawed layers is multiplied by (default 0.1)", positive)
    .option("--keep <n>", "keep the weights of the best so many epochs too, in checkpoints/ (default none: the best one is best.safetensors)", whole(1))
    .option("--checkpoint-minutes <m>", "within an epoch write a checkpoint so often, as after each epoch and Ctrl-C (default 5)", notNegative)
    .option("--log <formats>", `beside history.csv write the history as ${logFormats.join(", ")}: records a line, and what TensorBoard shows`, someOf(logFormats))
    .option("--no-doctor", "begin without a look at the training for what makes it fail")
    .addOption(new Option("--init <how>", "how weights are drawn: keras (Glorot uniform) or torch (default keras)").argParser(oneOf(["keras", "torch"])))
    .addOption(backendOption())
    .addOption(threadsOption())
    .option("--input <shape>", "input shape, e.g. 28x28x1 (default that of the data)", shape)
    .option("--classes <n>", "outputs (default those of the data)", whole(1))
    .option("--set <name=value>", "a setting of a recipe; convscope recipes NAME lists them; as often as needed", assignment)
    .option("--out <folder>", "the run's folder (default runs/<model>-<data>)")
    .option("--resume", "go on with the training in --out; only --epochs may change, over which the schedule then stretches, and what is kept of it")
    .option("--until <epoch>", "end after this epoch as if interrupted; --resume goes on, with the schedule of the whole", whole(1))
    .addHelpText("after", `
Examples:
  convscope train mnist-cnn --data strokes
  convscope train mnist-cnn --data mnist --optimizer rmsprop --out runs/mnist
  convscope train --resume --out runs/mnist --epochs 6
  convscope train resnet20 --data cifar-10 --augment flip,crop
  convscope train mobilenet_v2 --data ./pets --input 96x96x3
  convscope train resnet18 --data ./pets --weights imagenet --freeze trunk
  convscope train ${configFile}
  convscope train strokes            a recipe; convscope recipes lists them

A configuration holds the same by name, options of optimiser and loss included:
  {
    "model": "fashion-cnn",
    "data": "fashion-mnist",
    "epochs": 5,
    "optimizer": { "kind": "adamw", "learningRate": 0.001, "weightDecay": 0.01 }
  }
Without a model, ${configFile} of the working directory is used;
--resume leaves it alone.`)
    .action(async (model, { json, resume, set, until, ...flags }) => {
      const own = { ...flags, json, resume, set, until, out: flags.out === undefined ? undefined : resolve(terminal.cwd, flags.out) };
      const program = programNamed(model, own);
      if (program) return trainRecipe(terminal, program, own);
      if (set) throw new UsageError("--set is for recipes that have settings of their own; convscope recipes lists them.");
      const asked = askedFor(model, flags, resume === true, terminal.cwd);
      if (resume && asked.out === undefined) throw new UsageError("--resume needs the folder of the training to go on with: --out runs/name.");
      if (!resume && asked.model === undefined) throw new UsageError(`name a model, such as convscope train mnist-cnn, or put a ${configFile} here. "convscope models" lists the models.`);
      const place = typeof asked.out === "string" ? { folder: asked.out, numbered: false } : { folder: join(terminal.cwd, "runs", (model === undefined ? undefined : recipe(model)?.name) ?? defaultName(asked)), numbered: true };
      const trained = await trainRun(terminal, asked, place, resume === true, { until });
      const training = model === undefined ? undefined : recipe(model);
      const met = training?.kind === "training" ? verdictsOn(training, trained.folder) : [];
      const verdict = met.length > 0 ? `\n\nWhat the recipe states:\n${measuresText(Object.fromEntries(met.map(({ measure, value }) => [measure, value])), met, terminal)}` : "";
      answer(terminal, { json: { ...jsonOf(trained), ...(met.length > 0 && { expected: met }) }, text: asTyped(textOf(trained, terminal) + verdict, terminal.env) }, json);
      if (trained.run.status === "interrupted" && terminal.signal.aborted) throw interruption(terminal.signal, "");
    });

/** What somebody asks for: by the argument, a configuration that it names or that lies here, and flags, which win. */
export function askedFor(model: string | undefined, flags: Flags, resume: boolean, cwd: string): Asked {
  const { named, file } = sourceOf(model, resume, cwd);
  return withPaths(merge({ ...(named !== undefined && { model: named }), ...settingsOf(flags, file) }, file, cwd), cwd);
}

export interface Flags {
  readonly samples?: number | undefined;
  readonly testSamples?: number | undefined;
  readonly doctor?: boolean | undefined;
  readonly momentum?: number | undefined;
  readonly weightDecay?: number | undefined;
  readonly optimizer?: string | undefined;
}

/** Flags as a configuration has them: those of the optimiser go into its record, beside what the file says if it is of the same kind. */
function settingsOf({ samples, testSamples, doctor, momentum, weightDecay, optimizer, ...rest }: Flags, file: Asked): Asked {
  const details = { ...(momentum !== undefined && { momentum }), ...(weightDecay !== undefined && { weightDecay }) };
  const inFile = typeof file.optimizer === "string" ? { kind: file.optimizer } : { kind: "adam", ...(file.optimizer as object | undefined) };
  const base = optimizer === undefined || optimizer === inFile.kind ? inFile : { kind: optimizer };
  return {
    ...rest,
    // A flag that was not given says nothing.
    ...(doctor === false && { doctor }),
    ...((optimizer !== undefined || Object.keys(details).length > 0) && { optimizer: { ...base, ...details } }),
    ...((samples !== undefined || testSamples !== undefined) && { samples: { ...(samples !== undefined && { train: samples }), ...(testSamples !== undefined && { test: testSamples }) } }),
  };
}

/** What the argument names: a model, a graph's file, or a configuration; without one, the folder's own configuration, but for a training that goes on: that has its own settings. */
function sourceOf(reference: string | undefined, resume: boolean, cwd: string): { readonly named?: string; readonly file: Asked } {
  if (reference === undefined) {
    if (resume) return { file: {} };
    const path = resolve(cwd, configFile);
    return { file: existsSync(path) ? readConfig(path) : {} };
  }
  const found = recipe(reference);
  if (found?.kind === "training") return { file: found.config };
  const path = resolve(cwd, reference);
  if (isModel(reference) || !isFile(path)) return { named: reference, file: {} };
  // A graph has nodes; a configuration names a model.
  const json = readJson(path);
  return typeof json === "object" && json !== null && "nodes" in json ? { named: reference, file: {} } : { file: readConfig(path) };
}

/** Data of one's own by their whole path, so that a run can be gone on with from anywhere. */
const withPaths = (asked: Asked, cwd: string): Asked => ({
  ...asked,
  ...(typeof asked.data === "string" && { data: dataReference(asked.data, cwd) }),
  ...(typeof asked.weights === "string" && { weights: weightsReference(asked.weights, cwd) }),
});

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const defaultName = ({ model, data = "strokes" }: Asked): string => [String(model).replace(/\.json$/, ""), basename(String(data)).replace(/\.\w+$/, "")].map((word) => word.replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "")).join("-");

/** `2 threads`. */
const threadsText = (threads: number): string => `${threads} thread${threads === 1 ? "" : "s"}`;

const jsonOf = ({ run, folder, findings }: Trained): object => ({
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
  ...(findings && { findings }),
  run: folder,
});

function textOf({ run, report, figures, ...rest }: Trained, { colors: { bold, dim }, cwd }: Terminal): string {
  const folder = typedHere(rest.folder, cwd);
  const resume = `convscope train --resume --out ${folder}`;
  if (run.status === "interrupted") return `Interrupted after ${run.history.length} finished epoch${run.history.length === 1 ? "" : "s"}. Go on with:\n  ${resume}`;
  if (!report) return "";
  return [
    "",
    ...(run.reason === undefined ? [] : [`Stopped early: ${run.reason}.`, ""]),
    `${bold(`Test accuracy ${percent(report.accuracy)}`)  }  loss ${report.loss.toFixed(4)}  macro F1 ${percent(report.macroF1)}${  run.best ? dim(`  with the weights of epoch ${run.best.epoch}, best on ${run.best.metric.startsWith("val") ? "held-out data" : "the training data, as none were held out"}`) : ""}`,
    `${Math.round(run.imagesPerSecond)} images/s on ${run.backend.name} (${threadsText(run.backend.threads)}), ${duration(run.seconds)} in all`,
    "",
    classTable(report.perClass, dim),
    "",
    "Figures, each as .png and .svg:",
    ...figures.map((path) => `  ${here(path, cwd)}`),
    "",
    `Everything is in ${here(rest.folder, cwd)}. Next:`,
    `  convscope evaluate ${folder}`,
    `  convscope predict ${folder} --data ${isDataName(run.config.data) ? run.data.name : typedHere(run.config.data, cwd)} --index 0`,
    `  convscope predict ${folder} picture.png`,
  ].join("\n");
}

