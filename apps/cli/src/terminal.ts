import pc from "picocolors";

/** Where a command writes and what it knows of its surroundings; tests give their own. */
export interface Terminal {
  /** Standard output: what was asked for, nothing else. */
  out(text: string): void;
  /** Standard error: progress, notes, errors. */
  err(text: string): void;
  /** Whether standard error is a terminal that can redraw a line. */
  readonly interactive: boolean;
  readonly columns: number;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly colors: ReturnType<typeof pc.createColors>;
}

/** The process's own terminal. The first Ctrl-C asks politely, the second ends the process. */
export function processTerminal(): Terminal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
  process.on("SIGTERM", () => controller.abort());
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 100,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    colors: pc.createColors(pc.isColorSupported && process.stdout.isTTY === true),
  };
}
