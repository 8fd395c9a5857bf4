import { Command } from "@commander-js/extra-typings";
import { describe, whereFull, interruption, Interrupted, isForeseen, UsageError } from "./failure.ts";
import { harmless } from "./harmless.ts";
import { asTyped } from "./invocation.ts";
import type { Terminal } from "./terminal.ts";

/** What a command answers: a document for `--json`, and the same for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
}

/** Writes an answer the way that was asked for. */
export function answer(terminal: Terminal, { json, text }: Answer, asJson: boolean | undefined): void {
  terminal.out(asJson ? `${JSON.stringify(json)}\n` : harmless(text.endsWith("\n") ? text : `${text}\n`));
}

/** A command with the option that all have. */
export const command = (name: string): Command<[], { json?: true | undefined }> => new Command(name).option("--json", "print one JSON document and nothing else");

/** The exit status of what went wrong, after saying so: 2 wrong usage, 130 or 143 interrupted, 1 anything else. */
export function fail(terminal: Terminal, error: unknown): number {
  const { red } = terminal.errorColors;
  const stopped = error instanceof Interrupted ? error : terminal.signal.aborted && isAbort(error, terminal.signal) ? interruption(terminal.signal) : undefined;
  if (stopped) {
    if (stopped.message !== "") terminal.err(`${asTyped(stopped.message, terminal.env)}\n`);
    return stopped.status;
  }
  if (error instanceof UsageError) {
    terminal.err(`${red("error")}: ${asTyped(error.message, terminal.env)}\n`);
    return 2;
  }
  if (isForeseen(error)) terminal.err(`${red("error")}: ${asTyped(`${whereFull(error)}${describe(error)}`, terminal.env)}\n`);
  else terminal.err(`${red("bug")}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a mistake in convscope; please report it with the command you ran.\n`);
  return 1;
}

const isAbort = (error: unknown, { reason }: AbortSignal): boolean => error === reason || (error instanceof Error && error.name === "AbortError");
