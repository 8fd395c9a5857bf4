import tab from "@bomb.sh/tab/commander";
import { Command, CommanderError } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import { models } from "@convscope/models";
import { fail } from "./command.ts";
import { backendsCommand } from "./commands/backends.ts";
import { dataCommand } from "./commands/data.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { explainCommand } from "./commands/explain.ts";
import { modelsCommand } from "./commands/models.ts";
import { predictCommand } from "./commands/predict.ts";
import { summaryCommand } from "./commands/summary.ts";
import { trainCommand } from "./commands/train.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./versions.ts";

/** All commands, in the order in which a newcomer meets them. */
export function program(terminal: Terminal): Command {
  const made = new Command("convscope")
    .description("Convolutional networks you can see through: count them, explain every number, train them and look at what they learned.")
    .version(version, "-V, --version")
    .showHelpAfterError("(--help shows all commands)")
    .addHelpText("after", `
A first look:
  convscope summary mnist-cnn
  convscope train mnist-cnn --data strokes
  convscope COMMAND --help

Tab completion: convscope complete bash|zsh|fish|powershell prints a script for your shell.`);
  const commands = [
    modelsCommand, summaryCommand, explainCommand,
    dataCommand, trainCommand, evaluateCommand, predictCommand, backendsCommand,
  ];
  for (const make of commands) made.addCommand(make(terminal));
  quiet(made, terminal);
  complete(made);
  return made;
}

/** Sends what commander writes through the terminal, and makes it throw instead of ending the process. */
function quiet(command: { readonly commands: readonly unknown[] } & Pick<Command, "exitOverride" | "configureOutput">, terminal: Terminal): void {
  command.exitOverride();
  command.configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  for (const child of command.commands) quiet(child as Command, terminal);
}

/** Words to complete with, where they are known beforehand. */
function complete(command: Command): void {
  // The typed Command is commander's own at run time; only its declarations differ.
  const completion = tab(command as never);
  for (const [name, candidates] of [["data", Object.keys(datasets)]] as const)
    for (const child of completion.commands.values()) {
      const option = child.options.get(name);
      if (option) option.handler = (add) => candidates.forEach((candidate) => add(candidate, ""));
    }
  for (const name of ["summary", "explain", "train", "predict"]) {
    const argument = completion.commands.get(name)?.arguments;
    for (const first of [...(argument?.values() ?? [])].slice(0, 1)) first.handler = (add) => models.forEach(({ name, title }) => add(name, title));
  }
}

/** Runs a command line; gives its exit status: 0 success, 2 wrong usage, 1 anything else. */
export async function convscope(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program(terminal).parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return fail(terminal, error);
  }
}
