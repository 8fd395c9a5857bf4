import { SingleBar } from "cli-progress";
import type { EpochLog, Progress } from "@convscope/nn";
import type { Terminal } from "./terminal.ts";

/** How a training shows that it goes on: a bar that redraws itself in a terminal, a line for each epoch elsewhere. All on standard error. */
export interface TrainingProgress {
  /** Shows that the work has begun, long before the first step may be done. */
  begin(progress: Pick<Progress, "epoch" | "epochs" | "seen" | "total">): void;
  batch(progress: Progress): void;
  epoch(log: EpochLog, epochs: number, seconds: number): void;
  stop(): void;
}

export function trainingProgress(terminal: Terminal): TrainingProgress {
  const { dim } = terminal.colors;
  let bar: SingleBar | undefined;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const show = ({ epoch, epochs, seen, total }: Pick<Progress, "epoch" | "epochs" | "seen" | "total">, numbers: string): void => {
    if (!terminal.interactive) return;
    const payload = { title: `epoch ${epoch}/${epochs}`, numbers };
    if (!bar) {
      bar = new SingleBar({ format: "{title} {bar} {percentage} % · {numbers}", barsize: terminal.columns < 90 ? 6 : 20, barCompleteChar: "█", barIncompleteChar: "░", hideCursor: true, clearOnComplete: true, stream: process.stderr, linewrap: false });
      bar.start(total, seen, payload);
    } else bar.update(seen, payload);
  };
  return {
    begin: (progress) => show(progress, "the first step"),
    batch(progress) {
      const { seen, total, means, imagesPerSecond } = progress;
      const left = imagesPerSecond > 0 ? (total - seen) / imagesPerSecond : NaN;
      show(progress, [`loss ${means.loss.toFixed(4)}`, ...(means["accuracy"] === undefined ? [] : [`accuracy ${(100 * means["accuracy"]).toFixed(1)} %`]), `${Math.round(imagesPerSecond)} images/s`, `${duration(left)} left`].join(" · "));
    },
    epoch(log, epochs, seconds) {
      stop();
      const number = (name: string, digits: number): string => (log[name] === undefined ? "" : log[name].toFixed(digits));
      const percent = (name: string): string => (log[name] === undefined ? "" : `${(100 * log[name]).toFixed(2)} %`);
      const parts = [
        `loss ${number("loss", 4)}`, `accuracy ${percent("accuracy")}`,
        ...(log["valLoss"] === undefined ? [] : [`validation loss ${number("valLoss", 4)}`, `accuracy ${percent("valAccuracy")}`]),
      ].filter((part) => !part.endsWith(" "));
      terminal.err(`epoch ${String(log.epoch).padStart(String(epochs).length)}/${epochs}  ${parts.join("  ")}  ${dim(duration(seconds))}\n`);
    },
    stop,
  };
}

/** `75` → `1 min 15 s`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
