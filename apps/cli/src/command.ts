import { Command } from "@commander-js/extra-typings";
import { describe, isForeseen, UsageError } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/** What a command answers: a document for `--json`, and the same for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
}

/** Writes an answer the way that was asked for. */
export function answer(terminal: Terminal, { json, text }: Answer, asJson: boolean | undefined): void {
  terminal.out(asJson ? `${JSON.stringify(json)}\n` : text.endsWith("\n") ? text : `${text}\n`);
}

/** A command with the option that all have. */
export const command = (name: string): Command<[], { json?: true | undefined }> =>
  new Command(name).option("--json", "print one JSON document and nothing else").showHelpAfterError("(--help shows all options)");

/** The exit status of what went wrong, after saying so. */
export function fail(terminal: Terminal, error: unknown): number {
  const { red } = terminal.colors;
  if (error instanceof UsageError) {
    terminal.err(`${red("error")}: ${error.message}\n`);
    return 2;
  }
  if (isForeseen(error)) terminal.err(`${red("error")}: ${describe(error)}\n`);
  else terminal.err(`${red("bug")}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a mistake in convscope; please report it with the command you ran.\n`);
  return 1;
}
