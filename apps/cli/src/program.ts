import tab from "@bomb.sh/tab/commander";
import { Command, CommanderError } from "@commander-js/extra-typings";
import { exerciseKindNames, kinds, rules } from "@convscope/core";
import { datasets } from "@convscope/datasets";
import { models } from "@convscope/models";
import { losses, optimizers } from "@convscope/nn";
import { backendNames } from "./backends.ts";
import { fail } from "./command.ts";
import { adviseCommand } from "./commands/advise.ts";
import { auditCommand } from "./commands/audit.ts";
import { augmentCommand } from "./commands/augment.ts";
import { backendsCommand } from "./commands/backends.ts";
import { benchCommand } from "./commands/bench.ts";
import { compareCommand } from "./commands/compare.ts";
import { dataCommand } from "./commands/data.ts";
import { designCommand } from "./commands/design.ts";
import { diagramCommand } from "./commands/diagram.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { exportCommand, formats, layouts } from "./commands/export.ts";
import { explainCommand } from "./commands/explain.ts";
import { filterCommand } from "./commands/filter.ts";
import { findLrCommand } from "./commands/find-lr.ts";
import { importCommand } from "./commands/import.ts";
import { layerCommand } from "./commands/layer.ts";
import { lookCommand } from "./commands/look.ts";
import { modelsCommand } from "./commands/models.ts";
import { plotCommand } from "./commands/plot.ts";
import { predictCommand } from "./commands/predict.ts";
import { quizCommand } from "./commands/quiz.ts";
import { recipesCommand } from "./commands/recipes.ts";
import { reportCommand } from "./commands/report.ts";
import { rerunCommand } from "./commands/rerun.ts";
import { summaryCommand } from "./commands/summary.ts";
import { sweepCommand } from "./commands/sweep.ts";
import { trainCommand } from "./commands/train.ts";
import { weightsCommand } from "./commands/weights.ts";
import { harmless } from "./harmless.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./versions.ts";

/** All commands, in the order in which a newcomer meets them. */
function program(terminal: Terminal): Command {
  const made = new Command("convscope")
    .description("Convolutional networks you can see through: count them, explain every number, train them and look at what they learned.")
    .version(version, "-V, --version", "print the version")
    .addHelpText("after", `
A first look:
  convscope summary mnist-cnn
  convscope train mnist-cnn --data strokes
  convscope COMMAND --help

Every command but help and complete takes --json (of data, each of its parts,
such as data list --json): one JSON document on standard output, progress on
standard error. Exit status: 0 done, 2 wrong usage, 1 any other failure, 130
interrupted.

Tab completion: convscope complete bash|zsh|fish|powershell prints a script for
your shell.`);
  const commands = [
    modelsCommand, summaryCommand, diagramCommand, compareCommand, explainCommand, layerCommand, auditCommand, designCommand, quizCommand,
    dataCommand, augmentCommand, doctorCommand, findLrCommand, trainCommand, rerunCommand, recipesCommand, sweepCommand, evaluateCommand, reportCommand, predictCommand, lookCommand, filterCommand, plotCommand, weightsCommand, adviseCommand, exportCommand, importCommand, backendsCommand, benchCommand,
  ];
  for (const make of commands) made.addCommand(make(terminal));
  complete(made);
  prepare(made, terminal);
  return made;
}

/** Help is no wider than this, however wide the terminal. */
const widest = 100;

/** Sends what commander writes through the terminal, makes it throw instead of ending the process, and sets how help reads. */
function prepare(command: Command, terminal: Terminal): void {
  const width = (): number => Math.min(terminal.columns, widest);
  command
    .exitOverride()
    .showHelpAfterError("(--help shows what there is)")
    .helpOption("-h, --help", "show this help")
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, getOutHelpWidth: width, getErrHelpWidth: width, getOutHasColors: () => terminal.colors.isColorSupported, getErrHasColors: () => terminal.errorColors.isColorSupported })
    // Arguments are in the help of the command itself; here they would leave no room for what it does.
    .configureHelp({ subcommandTerm: (child) => child.name() });
  if (command.commands.length > 0) command.helpCommand("help [command]", "show the help of a command");
  // The typed Command is commander's own at run time; only its declarations differ.
  for (const child of command.commands) prepare(child as Command, terminal);
}

/** Words to complete with, where they are known beforehand. */
function complete(command: Command): void {
  const completion = tab(command as never);
  const words: { readonly [option: string]: readonly string[] } = {
    data: Object.keys(datasets),
    optimizer: Object.keys(optimizers),
    loss: Object.keys(losses),
    kind: exerciseKindNames,
    backend: backendNames,
    layout: layouts,
  };
  // What a command does is said in one line here; its whole description has several, which a shell would take for further words.
  const paths = command.commands.flatMap((child) => [{ path: child.name(), child }, ...child.commands.map((part) => ({ path: `${child.name()} ${part.name()}`, child: part }))]);
  for (const { path, child } of paths) {
    const known = completion.commands.get(path);
    if (known) known.description = child.summary() || child.description();
  }
  for (const child of completion.commands.values())
    for (const [name, candidates] of Object.entries(words)) {
      const option = child.options.get(name);
      if (option) option.handler = (add) => candidates.forEach((candidate) => add(candidate, ""));
    }
  const first = (name: string, candidates: () => readonly (readonly [string, string])[]): void => {
    const [argument, other] = completion.commands.get(name)?.arguments.values() ?? [];
    if (other && name === "compare") other.handler = (add) => candidates().forEach(([word, about]) => add(word, about));
    if (argument) argument.handler = (add) => candidates().forEach(([word, about]) => add(word, about));
  };
  for (const name of ["models", "summary", "diagram", "compare", "explain", "find-lr", "train", "predict", "plot layers"]) first(name, () => models.map(({ name, title }) => [name, title]));
  first("weights", () => models.filter((row) => row.published !== undefined).map(({ name, title }) => [name, title]));
  first("export", () => Object.entries(formats).map(([name, { about }]) => [name, about]));
  first("layer", () => kinds.map((kind) => [kind, rules[kind].doc.summary]));
  for (const look of command.commands.find((child) => child.name() === "look")?.commands ?? []) first(`look ${look.name()}`, () => models.map(({ name, title }) => [name, title]));
  for (const name of ["info", "download", "show", "check"]) first(`data ${name}`, () => Object.values(datasets).map(({ name, title }) => [name, title]));
  command.commands.find((child) => child.name() === "complete")?.summary("print a script that completes commands with Tab");
}

/** Runs a command line; gives its exit status: 0 success, 2 wrong usage, 130 or 143 interrupted, 1 anything else. */
export async function convscope(args: readonly string[], given: Terminal): Promise<number> {
  const terminal: Terminal = { ...given, err: (text) => given.err(harmless(text)) };
  try {
    const made = program(terminal);
    // Whoever asks for nothing wants to know what there is.
    const group = args.length === 1 ? made.commands.find((child) => child.name() === args[0] && child.commands.length > 0) : undefined;
    if (args.length === 0) made.outputHelp();
    else if (group) group.outputHelp();
    else await made.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return fail(terminal, error);
  }
}

/** A command as its help tells it. */
export interface CommandReference {
  /** `data list` */
  readonly name: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
}

/** Every command, those of a group after it, in the order of `convscope --help`. */
export function commandReferences(terminal: Terminal): readonly CommandReference[] {
  const of = (command: Command, before: string): readonly CommandReference[] => {
    const name = `${before} ${command.name()}`.trim();
    let help = "";
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    return [{ name, summary: command.summary() || command.description(), help }, ...command.commands.flatMap((child) => of(child as Command, name))];
  };
  const made = program(terminal);
  return made.commands.filter((child) => child.name() !== "complete").flatMap((child) => of(child as Command, ""));
}
