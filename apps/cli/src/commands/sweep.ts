import { availableParallelism } from "node:os";
import { join, resolve, basename } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { backendOption, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { interruption, UsageError } from "../failure.ts";
import { here, typedHere } from "../here.ts";
import { asTyped } from "../invocation.ts";
import { configOf, merge, type Asked } from "../settings.ts";
import { isSweep, openBoard, readSpec, runFolder, type Board, type Standing } from "../sweep/board.ts";
import { emitScript, spreaders, type Spreader } from "../sweep/emit.ts";
import { performSweep } from "../sweep/perform.ts";
import { settingsText, standingsText, valueText } from "../sweep/text.ts";
import { trialsOf } from "../sweep/trials.ts";
import type { Terminal } from "../terminal.ts";
import { percent } from "../table.ts";
import { whole } from "../values.ts";

/** `convscope sweep`: many trainings, to find good settings. */
export const sweepCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("sweep")
    .summary("try many settings of a training, and rank them")
    .description("Trains one configuration with many values of its settings: every combination (grid), some drawn at random, or many for a few epochs and the better ones for more (halving). Trials are ranked by held-out data, never by the test set. Each is a run of its own in the sweep's folder, so that Ctrl-C loses nothing: --resume goes on.")
    .addArgument(new Argument("[file]", "what to try, as JSON"))
    .option("--out <folder>", "the sweep's folder (default sweeps/<file>)")
    .option("--resume", "go on with the sweep in --out, or print its table when it is done")
    .option("--workers <n>", "trials at a time, each a process of its own (default 1)", whole(1, 256))
    .addOption(threadsOption())
    .addOption(backendOption())
    .addOption(new Option("--emit <script>", "train nothing, but write the configurations and a Python script that carries them out on many machines").choices(spreaders))
    .addHelpText("after", `
The file holds a configuration of "convscope train", and what to vary:
  {
    "config": { "model": "mnist-cnn", "data": "strokes", "epochs": 9 },
    "vary": {
      "lr": { "from": 0.0001, "to": 0.1, "scale": "log" },
      "batch": [32, 64, 128],
      "optimizer.weightDecay": [0, 0.0005]
    },
    "search": "halving", "trials": 9
  }
search is grid (the default; takes lists), random or halving; a range is drawn
from, "whole": true for whole numbers. Of halving, "factor" (3): one trial in so
many goes on to so many times the epochs, beginning with "firstEpochs" (1); a
trial that goes on has the schedule of its whole length all along. "metric" is
valAccuracy or valLoss.

Examples:
  convscope sweep lr.json --workers 2
  convscope sweep --resume --out sweeps/lr
  convscope sweep lr.json --emit ray`)
    .action(async (file, { json, resume, workers = 1, threads = Math.max(1, Math.floor(availableParallelism() / workers)), backend, emit, ...options }) => {
      const out = options.out === undefined ? undefined : resolve(terminal.cwd, options.out);
      const board = await boardOf(terminal, file, out, resume === true);
      if (emit !== undefined) return emitted(terminal, board, emit as Spreader, json);
      const standings = await performSweep(terminal, board, { workers, threads, backend });
      answer(terminal, { json: jsonOf(board, standings), text: textOf(board, standings, terminal) }, json);
      if (terminal.signal.aborted) throw interruption(terminal.signal, `Interrupted. What is trained is kept; go on with:\n  convscope sweep --resume --out ${typedHere(board.folder, terminal.cwd)}`);
    });

async function boardOf(terminal: Terminal, file: string | undefined, out: string | undefined, resume: boolean): Promise<Board> {
  if (file === undefined) {
    if (!resume || out === undefined) throw new UsageError("name a file that says what to try; convscope sweep --help shows one. A sweep that has begun needs --resume --out sweeps/name.");
    if (!isSweep(out)) throw new UsageError(`${out} is not a sweep: it holds no sweep.json.`);
    return openBoard(out, readSpec(join(out, "sweep.json")));
  }
  const path = resolve(terminal.cwd, file);
  const spec = readSpec(path);
  const folder = out ?? join(terminal.cwd, "sweeps", basename(path).replace(/\.json$/, ""));
  if (isSweep(folder) && !resume) throw new UsageError(`${folder} holds a sweep. Go on with --resume, or choose another --out.`);
  // A slip in a setting's name shows here, not in every trial, and leaves no folder.
  for (const { config } of trialsOf(spec)) configOf(merge({}, config as Asked, terminal.cwd));
  return openBoard(folder, spec);
}

async function emitted(terminal: Terminal, board: Board, spreader: Spreader, json: boolean | undefined): Promise<void> {
  const path = await emitScript(board, spreader, terminal.cwd);
  answer(terminal, { json: { script: path, trials: board.trials.length }, text: `${board.trials.length} configurations are in ${here(join(board.folder, "configs"), terminal.cwd)}; ${here(path, terminal.cwd)} says in its first lines how it is started.${board.spec.search === "halving" ? "\nThe script trains each for all its epochs: halving is of one machine." : ""}` }, json);
}

function textOf(board: Board, standings: readonly Standing[], terminal: Terminal): string {
  const [best] = standings;
  const folder = best && typedHere(runFolder(board, best.trial), terminal.cwd);
  const test = best?.run?.test;
  return asTyped([
    "", standingsText(board, standings, terminal), "",
    ...(best?.value === undefined ? [] : [`The best: trial ${best.trial.number}, ${settingsText(best.trial)}: ${valueText(board.spec.metric, best.value)}${test ? `; of the test set it has ${percent(test.accuracy)}` : ""}.`, "", `  convscope evaluate ${folder}`, `  convscope compare ${standings.slice(0, 2).map(({ trial }) => typedHere(runFolder(board, trial), terminal.cwd)).join(" ")}`]),
  ].join("\n"), terminal.env);
}

const jsonOf = (board: Board, standings: readonly Standing[]): object => ({
  sweep: board.folder, search: board.spec.search, metric: board.spec.metric,
  trials: standings.map(({ trial, epochs, value, failed, run }) => ({ trial: trial.number, settings: trial.settings, epochs, [board.spec.metric]: value ?? null, ...(failed !== undefined && { failed }), ...(run?.status === "finished" && { status: run.status }), run: runFolder(board, trial) })),
});
