import { setTimeout } from "node:timers/promises";
import { CommandError } from "../failure.ts";
import { duration } from "../progress.ts";
import { heldText, isHeld } from "../run/lock.ts";
import { isRun } from "../run/run.ts";
import type { Terminal } from "../terminal.ts";
import { configPath, ranked, runFolder, standingOf, type Board, type Standing } from "./board.ts";
import { settingsText, valueText } from "./text.ts";
import { roundsOf, type Trial } from "./trials.ts";
import { startOwn } from "./worker.ts";

export interface PerformOptions {
  /** Trials at a time. */
  readonly workers: number;
  /** Threads of each; its own default if left out. */
  readonly threads?: number | undefined;
  readonly backend?: string | undefined;
}

/** Carries out what is left of a sweep, round by round; gives all trials, the best first. */
export async function performSweep(terminal: Terminal, board: Board, options: PerformOptions): Promise<readonly Standing[]> {
  const { spec, trials } = board;
  const failures = new Map<number, string>();
  const standings = (of: readonly Trial[]): readonly Standing[] =>
    ranked(of.map((trial) => { const failed = failures.get(trial.number); return { ...standingOf(board, trial), ...(failed !== undefined && { failed }) }; }), spec.metric);
  let left: readonly Trial[] = trials;
  const rounds = roundsOf(spec, trials.length);
  for (const [i, round] of rounds.entries()) {
    left = i === 0 ? left : standings(left).filter(({ failed }) => failed === undefined).slice(0, round.trials).map(({ trial }) => trial);
    const isDue = (trial: Trial): boolean => { const { epochs, run, failed } = standingOf(board, trial); return failed === undefined && epochs < round.epochs && run?.status !== "stopped" && run?.status !== "finished"; };
    const due = left.filter(isDue);
    if (rounds.length > 1) terminal.err(`round ${i + 1} of ${rounds.length}: ${left.length} trial${left.length === 1 ? "" : "s"} up to epoch ${round.epochs}\n`);
    await inTurns(due, options.workers, async (trial) => {
      await released(terminal, runFolder(board, trial));
      if (terminal.signal.aborted || !isDue(trial)) return;
      const since = performance.now();
      const { status, lastWords } = await startOwn(argsOf(board, trial, round.epochs, options), { cwd: terminal.cwd, signal: terminal.signal, env: { ...process.env, ...terminal.env } });
      if (terminal.signal.aborted) return;
      if (status !== 0) failures.set(trial.number, lastWords);
      const standing = standingOf(board, trial);
      terminal.err(`trial ${trial.number} of ${trials.length}  ${settingsText(trial)}  ${status === 0 ? `${valueText(spec.metric, standing.value)} at epoch ${standing.epochs}` : `failed: ${lastWords}`}  ${duration((performance.now() - since) / 1000)}\n`);
    });
    if (terminal.signal.aborted) return standings(trials);
  }
  const all = standings(trials);
  if (all.every(({ failed }) => failed !== undefined)) throw new CommandError(`${board.folder}: at least one trial must come to something. All ${all.length} failed, the first: ${all[0]?.failed ?? ""}`);
  return all;
}

/** Waits while another process trains into a folder: where a sweep was killed, the trials that were under way train on. */
async function released(terminal: Terminal, folder: string): Promise<void> {
  if (!isHeld(folder)) return;
  terminal.err(`note: ${heldText(folder)} This sweep waits for it.\n`);
  while (isHeld(folder) && !terminal.signal.aborted) await setTimeout(200);
}

const argsOf = (board: Board, trial: Trial, epochs: number, { threads, backend }: PerformOptions): readonly string[] => {
  const folder = runFolder(board, trial);
  return [
    "train", ...(isRun(folder) ? ["--resume"] : [configPath(board, trial)]), "--out", folder, "--json", "--until", String(epochs),
    ...(threads === undefined || isRun(folder) ? [] : ["--threads", String(threads)]), ...(backend === undefined || isRun(folder) ? [] : ["--backend", backend]),
  ];
};

/** Does something with each of many, so many at a time. */
async function inTurns<T>(all: readonly T[], atOnce: number, act: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
  }));
}
