import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { recipe } from "@convscope/recipes";
import { answer, command } from "../command.ts";
import { CommandError, interruption, UsageError } from "../failure.ts";
import { dataReference } from "../open-data.ts";
import { isRecipeRun, readRecord } from "../recipe/record.ts";
import { recipeDifferences } from "../recipe/repeat.ts";
import { carryOut } from "../recipe/run.ts";
import type { Place } from "../run/claim.ts";
import { differences, surroundings, type Difference } from "../run/repeat.ts";
import { readBest, readRun } from "../run/run.ts";
import { trainRun } from "../run/train.ts";
import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** Rows of a table of differences. */
const shown = 12;

/** `convscope rerun`: a run once more, from its folder alone. */
export const rerunCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("rerun")
    .summary("repeat a run and compare it to the bit")
    .description("Repeats a run from what its folder holds: the same graph, data, settings, seed, backend and threads. Then it compares history, test figures and best weights with those of the first one, and says that they are the same, bit for bit, or where they part. Of a recipe it compares the history of each stage, what was measured, and the networks. The exit status is 1 if they differ.")
    .addArgument(new Argument("<run>", "the folder of a finished run, or of a recipe that was carried out"))
    .option("--out <folder>", "the folder of the new run (default <run>-again)")
    .option("--data <path>", "where the run's data are now, if they were moved")
    .option("--data-dir <folder>", "where the data set's files are")
    .addHelpText("after", `
Examples:
  convscope rerun runs/mnist
  convscope rerun runs/mnist --out runs/check --json

The same bits come only from the same backend with as many threads. Another
version of it, or another processor, may add up in another order: then the
numbers part in their last digits, and what differs around them is told.`)
    .action(async (reference, { out, data, dataDir, json }) => {
      const folder = resolve(terminal.cwd, reference);
      const place = out === undefined ? { folder: `${folder}-again`, numbered: true } : { folder: resolve(terminal.cwd, out), numbered: false };
      const where = { data: data === undefined ? undefined : dataReference(data, terminal.cwd), dataDir: dataDir === undefined ? undefined : resolve(terminal.cwd, dataDir) };
      const { again, parted, around, same, changes } = await (isRecipeRun(folder) ? recipeAgain : runAgain)(terminal, folder, place, where);
      const text = [
        "",
        parted.length === 0 ? `The same, bit for bit: ${same}.` : `They part, first in ${parted[0]?.where}:\n\n${differencesTable(parted, terminal)}`,
        ...(around.length > 0 ? ["", "What is not the same around them:", ...around.map((line) => `  ${line}`)] : []),
        "",
        `The new run is in ${again}.`,
      ].join("\n");
      answer(terminal, { json: { run: folder, again, same: parted.length === 0, differences: parted, surroundings: around, ...(changes && { changes }) }, text }, json);
      if (parted.length > 0) throw new CommandError(`${folder}: the repeated run is another. ${around.length > 0 ? "Repeat it with what it was made with." : (changes?.length ?? 0) > 0 ? "It was gone on with otherwise than it began." : "Its files may have been changed, or its data read in another way."}`);
    });

/** Where data are now. */
interface Where {
  readonly data: string | undefined;
  readonly dataDir: string | undefined;
}

/** A run that was repeated. */
interface Repetition {
  /** The folder of the new one. */
  readonly again: string;
  readonly parted: readonly Difference[];
  readonly around: readonly string[];
  /** What is the same where nothing parts. */
  readonly same: string;
  /** How the first one was gone on with otherwise than it began. */
  readonly changes?: readonly string[] | undefined;
}

async function runAgain(terminal: Terminal, folder: string, place: Place, { data, dataDir }: Where): Promise<Repetition> {
  const run = readRun(folder);
  if (!run.test) throw unfinished(folder, run.status);
  // What cannot be compared is found before a training of minutes, not after it.
  readBest(folder);
  for (const change of run.changes ?? []) terminal.err(`note: the run was gone on with otherwise than it began: ${change}. Repeated in one go it may come out otherwise.\n`);
  const asked = { ...run.config, backend: run.backend.name, threads: run.backend.threads, ...(data !== undefined && { data }), ...(dataDir !== undefined && { dataDir }) };
  const again = await trainRun(terminal, asked, place, false, { repeats: { folder, run } });
  if (again.run.status === "interrupted") throw interrupted(terminal, again.folder);
  // Both as a file keeps them, in which 0 has no sign.
  const parted = differences({ folder, run }, { folder: again.folder, run: readRun(again.folder) });
  return { again: again.folder, parted, around: surroundings(run, again.run), same: `${epochsText(run.history.length)}, test accuracy ${percent(run.test.accuracy)}, and the best weights`, changes: run.changes };
}

async function recipeAgain(terminal: Terminal, folder: string, place: Place, { data, dataDir }: Where): Promise<Repetition> {
  if (data !== undefined) throw new UsageError("the data of a recipe are found by their names. Say where their files are with --data-dir.");
  const record = readRecord(folder);
  if (record.status !== "finished") throw unfinished(folder, record.status);
  const found = recipe(record.recipe);
  if (found?.kind !== "program") throw new CommandError(`${folder}: this version must have the recipe that is to be repeated. Received ${record.recipe}, which is none of them; "convscope recipes" lists them. Install version ${record.versions["convscope"] ?? "of then"}.`);
  const { settings, seed, backend } = record;
  const again = await carryOut(terminal, found, { settings, seed, backend: backend.name, threads: backend.threads, dataDir: dataDir ?? record.dataDir }, place, false, { folder, record });
  if (!again.outcome) throw interrupted(terminal, again.folder);
  const parted = recipeDifferences({ folder, record }, { folder: again.folder, record: readRecord(again.folder) });
  const stages = Object.entries(record.stages).map(([stage, { history }]) => `${epochsText(history.length)} of ${stage}`);
  return { again: again.folder, parted, around: surroundings(record, again.record), same: [...stages, "all measures", "all networks"].join(", ") };
}

const unfinished = (folder: string, status: string): CommandError => new CommandError(`${folder}: only a finished run can be repeated. Received one that is ${status}. "convscope train --resume --out ${folder}" goes on with it.`);
const interrupted = ({ signal }: Terminal, folder: string): Error => interruption(signal, `Interrupted. "convscope train --resume --out ${folder}" goes on with it; to compare, begin again.`);
const epochsText = (epochs: number): string => `${epochs} epoch${epochs === 1 ? "" : "s"}`;

function differencesTable(parted: readonly Difference[], { colors: { dim } }: Terminal): string {
  const rows = table(parted.slice(0, shown), [
    { title: "where", of: ({ where }: Difference) => where },
    { title: "then", of: ({ first }: Difference) => first, align: "right" },
    { title: "now", of: ({ second }: Difference) => second, align: "right" },
  ], dim);
  return parted.length > shown ? `${rows}\n… and ${parted.length - shown} more` : rows;
}
