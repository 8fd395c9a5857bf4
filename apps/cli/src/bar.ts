import { SingleBar } from "cli-progress";
import { duration } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Told how much of the work is done. */
export type Report = (done: number, total: number) => void;

/** Does long work under a bar on standard error that tells how long it will still take; without one where no line can be redrawn. */
export async function withBar<T>(terminal: Terminal, title: string, work: (report: Report) => Promise<T>): Promise<T> {
  if (!terminal.interactive) return work(() => undefined);
  const bar = new SingleBar({ format: `${title} {bar} {percentage} % · {left} left`, barsize: 20, linewrap: false, barCompleteChar: "█", barIncompleteChar: "░", hideCursor: true, clearOnComplete: true, stream: process.stderr });
  const begun = performance.now();
  bar.start(1, 0, { left: "?" });
  try {
    return await work((done, total) => {
      bar.setTotal(total);
      bar.update(done, { left: duration(((performance.now() - begun) / 1000) * ((total - done) / done)) });
    });
  } finally {
    bar.stop();
  }
}
