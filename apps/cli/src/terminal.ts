import pc from "picocolors";
import { Interrupted } from "./failure.ts";

type Colors = ReturnType<typeof pc.createColors>;

/** Where a command writes and what it knows of its surroundings; tests give their own. */
export interface Terminal {
  /** Standard output: what was asked for, nothing else. */
  out(text: string): void;
  /** Standard error: progress, notes, errors. */
  err(text: string): void;
  /** Whether standard error is a terminal that can redraw a line. */
  readonly interactive: boolean;
  /** Characters in a line of standard error. */
  readonly columns: number;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** For standard output. */
  readonly colors: Colors;
  /** For standard error. */
  readonly errorColors: Colors;
}

const showCursor = "\u001b[?25h";

/** The process's own terminal. The first Ctrl-C or SIGTERM asks politely, the second ends the process. */
export function processTerminal(): Terminal {
  const controller = new AbortController();
  const { stdout, stderr, env } = process;
  const interactive = stderr.isTTY === true && env["TERM"] !== "dumb";
  const ask = (status: number) => (): void => {
    if (controller.signal.aborted) {
      if (interactive) stderr.write(showCursor);
      process.exit(status);
    }
    controller.abort(new Interrupted("Interrupted.", status));
  };
  process.on("SIGINT", ask(130));
  process.on("SIGTERM", ask(143));
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    interactive,
    columns: stderr.columns ?? 100,
    env,
    cwd: process.cwd(),
    signal: controller.signal,
    colors: pc.createColors(isColored(env, stdout.isTTY)),
    errorColors: pc.createColors(isColored(env, stderr.isTTY)),
  };
}

/** NO_COLOR (no-color.org) and FORCE_COLOR decide; else whoever reads is a terminal that knows colours, or not. */
export const isColored = (env: Terminal["env"], isTerminal: boolean | undefined): boolean => {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if (!["", "0", undefined].includes(env["FORCE_COLOR"])) return true;
  return isTerminal === true && env["TERM"] !== "dumb";
};
