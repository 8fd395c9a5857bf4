import { resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import { losses, optimizers, schedules, type Checked, type Diagnosis, type Finding } from "@convscope/nn";
import { backendOption, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { duration } from "../progress.ts";
import { labelsOption } from "../labels.ts";
import { isModel } from "../resolve.ts";
import { openKept } from "../run/kept.ts";
import { prepare } from "../run/prepare.ts";
import { isRun } from "../run/run.ts";
import { examined, type Beginning } from "../run/subject.ts";
import { configFile, configOf } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { classWeights, fraction, notNegative, oneOf, positive, schedule, shape, whole } from "../values.ts";
import { indented } from "../wrap.ts";
import { askedFor } from "./train.ts";

/** `convscope doctor`: what may be the matter with a training, before it begins or after it was made. */
export const doctorCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("doctor")
    .summary("look for what makes a training fail, or what made one")
    .description("Looks at the data, the graph and the first steps of a training that is not made: inputs, targets, leaks into validation, first loss, dead units, gradients layer by layer, learning rate, whether a batch can be learned by heart, and whether labels have anything to do with the pictures. Says what it measured, and a way out of what it finds. convscope train makes the quick part of it by itself.\n\nOf a run's folder it looks at what has come of the training, with its own data and settings: how the loss went from epoch to epoch, whether every layer has learned, dead units and gradients of the kept weights, whether these measure what the history says, overfitting, and whether the answers have anything to do with the labels.")
    .addArgument(new Argument("[model]", `a model of the zoo, a training recipe, a graph's JSON file, a configuration such as ${configFile}, or a run's folder`))
    .option("--data <name>", `${Object.keys(datasets).join(", ")}, or data of one's own (default strokes)`)
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .option("--samples <n>", "only so many training images (default all)", whole(1))
    .option("--epochs <n>", "as in the training (default 3)", whole(1))
    .option("--batch <n>", "images in a step (default 64)", whole(1))
    .option("--optimizer <kind>", `${Object.keys(optimizers).join(", ")} (default adam)`, oneOf(Object.keys(optimizers)))
    .option("--lr <rate>", "learning rate per step (default the optimiser's)", positive)
    .option("--schedule <kind>", `${Object.keys(schedules).join(", ")} (default cosine)`, schedule)
    .option("--momentum <m>", "momentum of sgd and rmsprop (default 0)", fraction)
    .option("--weight-decay <d>", "weight decay (default the optimiser's)", notNegative)
    .option("--loss <kind>", `${Object.keys(losses).join(", ")} (default sparseCategoricalCrossentropy)`, oneOf(Object.keys(losses)))
    .option("--label-smoothing <share>", "as in the training (default 0)", fraction)
    .option("--class-weights <what>", "balanced, or numbers such as 1,2,0.5", classWeights)
    .option("--seed <n>", "as in the training (default 1)", whole(0))
    .option("--validation <share>", "share of the training set that is held out (default 0.1)", fraction)
    .option("--augment <what>", "what is done to training images at random")
    .option("--standardise", "shift and scale each channel to mean 0 and deviation 1")
    .option("--weights <what>", "trained weights to begin with, as in the training")
    .option("--freeze <what>", "layers that keep their weights, as in the training")
    .addOption(new Option("--init <how>", "keras or torch (default keras)").argParser(oneOf(["keras", "torch"])))
    .option("--input <shape>", "input shape, e.g. 28x28x1 (default that of the data)", shape)
    .option("--classes <n>", "outputs (default those of the data)", whole(1))
    .option("--quick", "only what convscope train looks at by itself")
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", `
✓ nothing found   ! suspect: it may be meant so   ✗ wrong   – does not apply
Exit status 1 if something is wrong.

Examples:
  convscope doctor mnist-cnn --data strokes
  convscope doctor resnet20 --data ./pets --lr 0.1 --optimizer sgd
  convscope doctor ${configFile} --json
  convscope doctor runs/mnist`)
    .action(async (model, { json, quick = false, ...flags }) => {
      if (model !== undefined && !isModel(model) && isRun(resolve(terminal.cwd, model))) {
        const { data, dataDir, backend, threads, ...others } = flags;
        const [other] = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
        if (other !== undefined) throw new UsageError(`a run is looked at with its own settings. Received --${dashed(other)}. Leave it out, or name a model in place of the run.`);
        const begun = performance.now();
        return look(terminal, { ...(await openKept(terminal, resolve(terminal.cwd, model), { data, dataDir, backend, threads })), named: { run: resolve(terminal.cwd, model) }, heading: model }, { quick, json, begun });
      }
      const asked = askedFor(model, flags, false, terminal.cwd);
      if (asked.model === undefined) throw new UsageError(`name a model, such as convscope doctor mnist-cnn, or put a ${configFile} here. "convscope models" lists the models.`);
      const begun = performance.now();
      return look(terminal, { ...(await prepare(terminal, configOf(asked))), named: { model: asked.model }, heading: isModel(String(asked.model)) ? String(asked.model) : "The training" }, { quick, json, begun });
    });

/** `labelSmoothing` as a flag has it: `label-smoothing`. */
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A training or a run that is open. */
interface Patient {
  readonly beginning: Beginning;
  readonly title: string;
  /** What it is called in JSON, and in a heading. */
  readonly named: object;
  readonly heading: string;
  close(): Promise<void>;
}

/** Looks, says what was seen, and closes; fails where something is wrong. */
async function look(terminal: Terminal, { beginning, title, named, heading, close }: Patient, { quick, json, begun }: { readonly quick: boolean; readonly json: boolean | undefined; readonly begun: number }): Promise<void> {
  let diagnosis: Diagnosis;
  try {
    diagnosis = await examined(beginning, { quick, signal: terminal.signal, onCheck: ({ check }) => { if (terminal.interactive) terminal.err(`${check}\n`); } });
  } finally {
    await close();
  }
  const seconds = (performance.now() - begun) / 1000;
  answer(terminal, { json: { ...named, data: title, ...diagnosis, seconds }, text: textOf(diagnosis, `${heading} on ${title}`, seconds, terminal) }, json);
  const wrong = diagnosis.findings.filter(({ level }) => level === "wrong").length;
  if (wrong > 0) throw new CommandError(`${wrong} finding${wrong === 1 ? "" : "s"} to mend before training${beginning.kept ? " again" : ""}.`);
}

/** Names of checks in a column. */
const nameWidth = 18;
const width = (columns: number): number => Math.min(columns, 100);

function textOf({ checks, findings }: Diagnosis, title: string, seconds: number, { colors: { bold, green, yellow, red, dim }, columns }: Terminal): string {
  const paint = { wrong: red, suspect: yellow };
  const mark = ({ made, findings: found }: Checked): string => (!made ? dim("–") : found.some(({ level }) => level === "wrong") ? red("✗") : found.length > 0 ? yellow("!") : green("✓"));
  const line = (checked: Checked): string => `${mark(checked)} ${checked.check.padEnd(nameWidth)}${indented(checked.measured, width(columns), nameWidth + 2)}`;
  const explained = ({ level, title: what, measured, where, why, wayOut }: Finding): string => {
    const part = (name: string, text: string): string => `  ${dim(name.padEnd(10))}${indented(text, width(columns), 12)}`;
    return [paint[level](bold(`${level === "wrong" ? "✗" : "!"} ${what}`)), part("measured", measured), ...(where && where.length > 0 ? [part("where", where.join(", "))] : []), part("why", why), part("way out", wayOut)].join("\n");
  };
  return [
    `${title}: ${checks.filter(({ made }) => made).length} checks in ${duration(seconds)}`, "",
    ...checks.map(line), "",
    ...(findings.length === 0 ? ["Nothing found."] : [findings.map(explained).join("\n\n")]),
  ].join("\n");
}
