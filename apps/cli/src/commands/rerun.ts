import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { answer, command } from "../command.ts";
import { CommandError, interruption } from "../failure.ts";
import { dataReference } from "../open-data.ts";
import { differences, surroundings, type Difference } from "../run/repeat.ts";
import { readRun } from "../run/run.ts";
import { trainRun } from "../run/train.ts";
import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** Rows of a table of differences. */
const shown = 12;

/** `convscope rerun`: a run once more, from its folder alone. */
export const rerunCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("rerun")
    .summary("repeat a run and compare it to the bit")
    .description("Repeats a run from what its folder holds: the same graph, data, settings, seed, backend and threads. Then it compares history, test figures and best weights with those of the first one, and says that they are the same, bit for bit, or where they part. The exit status is 1 if they differ.")
    .addArgument(new Argument("<run>", "the folder of a finished run"))
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
      const run = readRun(folder);
      if (!run.test) throw new CommandError(`${folder}: only a finished run can be repeated. Received one that is ${run.status}. "convscope train --resume --out ${folder}" goes on with it.`);
      for (const change of run.changes ?? []) terminal.err(`note: the run was gone on with otherwise than it began: ${change}. Repeated in one go it may come out otherwise.\n`);
      const place = out === undefined ? { folder: `${folder}-again`, numbered: true } : { folder: resolve(terminal.cwd, out), numbered: false };
      const asked = { ...run.config, backend: run.backend.name, threads: run.backend.threads, ...(data !== undefined && { data: dataReference(data, terminal.cwd) }), ...(dataDir !== undefined && { dataDir: resolve(terminal.cwd, dataDir) }) };
      const again = await trainRun(terminal, asked, place, false, { repeats: { folder, run } });
      if (again.run.status === "interrupted") throw interruption(terminal.signal, `Interrupted. "convscope train --resume --out ${again.folder}" goes on with it; to compare, begin again.`);
      const parted = differences({ folder, run }, again);
      const around = surroundings(run, again.run);
      const text = [
        "",
        parted.length === 0
          ? `The same, bit for bit: ${run.history.length} epoch${run.history.length === 1 ? "" : "s"}, test accuracy ${percent(run.test.accuracy)}, and the best weights.`
          : `They part, first in ${parted[0]?.where}:\n\n${differencesTable(parted, terminal)}`,
        ...(around.length > 0 ? ["", "What is not the same around them:", ...around.map((line) => `  ${line}`)] : []),
        "",
        `The new run is in ${again.folder}.`,
      ].join("\n");
      answer(terminal, { json: { run: folder, again: again.folder, same: parted.length === 0, differences: parted, surroundings: around, ...(run.changes && { changes: run.changes }) }, text }, json);
      if (parted.length > 0) throw new CommandError(`${folder}: the repeated run is another. ${around.length > 0 ? "Repeat it with what it was made with." : (run.changes?.length ?? 0) > 0 ? "It was gone on with otherwise than it began." : "Its files may have been changed, or its data read in another way."}`);
    });

function differencesTable(parted: readonly Difference[], { colors: { dim } }: Terminal): string {
  const rows = table(parted.slice(0, shown), [
    { title: "where", of: ({ where }: Difference) => where },
    { title: "then", of: ({ first }: Difference) => first, align: "right" },
    { title: "now", of: ({ second }: Difference) => second, align: "right" },
  ], dim);
  return parted.length > shown ? `${rows}\n… and ${parted.length - shown} more` : rows;
}
