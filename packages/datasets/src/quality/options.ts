import { checkCount, checkOptions } from "../check.ts";

/** How far a check is. */
export interface QualityProgress {
  /** First all pictures are read, then copies are looked for, then labels are compared with those of neighbours. */
  readonly stage: "reading" | "copies" | "labels";
  /** Pictures. */
  readonly done: number;
  readonly total: number;
}

export interface QualityOptions {
  /** Told now and then. */
  readonly onProgress?: (progress: QualityProgress) => void;
  /** Ends the check: it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** How many examples of each finding are wanted; 20 unless given. */
  readonly examples?: number;
}

/** Refuses what is none. */
export function checkQualityOptions(where: string, options: QualityOptions): void {
  checkOptions(where, options, ["onProgress", "signal", "examples"]);
  checkCount(where, "examples", options.examples ?? 20);
}

/** Milliseconds of work between two pauses. */
const between = 50;

/** Called now and then with how many pictures are done: the work can be interrupted there. */
export type Pause = (done: number) => Promise<void>;

/** Tells how far one is, and lets others work for a moment, such as who would interrupt; at most twenty times a second. */
export function pauses({ onProgress, signal }: QualityOptions, stage: QualityProgress["stage"], total: number): Pause {
  let last = -Infinity;
  return async (done) => {
    signal?.throwIfAborted();
    const now = performance.now();
    if (now - last < between && done < total) return;
    last = now;
    onProgress?.({ stage, done, total });
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  };
}
