import { CommandError } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { writeRun, type Run } from "./run.ts";
import { writerOf, type Writer } from "./writer.ts";

/** What is in `run.json`, and how it changes. */
export interface Recorder {
  /** Writes everything else of the run. */
  readonly writer: Writer;
  /** As it is now. */
  run(): Run;
  /** Writes it for the first time: a training that cannot even do that should not begin. */
  begin(): Promise<void>;
  /** Writes it, now or when that is possible again. */
  save(change: Partial<Run>): Promise<Run>;
}

/** Remembers a run from its blank beginning, which was `started` at this time in milliseconds. */
export function recorderOf(terminal: Terminal, folder: string, blank: Run, started: number): Recorder {
  const writer = writerOf(terminal);
  let run = blank;
  return {
    writer,
    run: () => run,
    begin: () => writeRun(folder, run),
    async save(change) {
      run = { ...run, ...change, seconds: blank.seconds + (performance.now() - started) / 1000 };
      await writer.attempt("run.json", () => writeRun(folder, run));
      return run;
    },
  };
}

/** What a run is worth nothing without. */
const essential: ReadonlySet<string> = new Set(["run.json", "best.safetensors", "last.safetensors"]);

/** Refuses to call done what could not be written to the end. */
export function checkWritten({ failing }: Writer, folder: string, done: string): void {
  const names = [...failing.keys()].filter((name) => essential.has(name));
  const [first] = names;
  if (first === undefined) return;
  throw new CommandError(`${folder}: ${done}, but ${names.join(", ")} could not be written: ${failing.get(first)} "convscope train --resume --out ${folder}" then goes on from what was saved last.`);
}
