import { join, resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { backendOption, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { labelsOption } from "../labels.ts";
import { isRecipeRun } from "../recipe/record.ts";
import { recipeReport } from "../report/recipe.ts";
import { runReport } from "../report/run.ts";
import { bytes } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, whole } from "../values.ts";

/** `convscope report`: all that can be said of a run, as one page. */
export const reportCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("report")
    .summary("everything about a run as one HTML page")
    .description("Writes one HTML file that holds all of a run: what was trained and how to repeat it, what the accuracy means, the curves, the architecture, which classes are confused, the worst mistakes with their pictures, what spoke for them, the first filters. It needs nothing else: no network, no scripts, no other files; it reads in light and dark, on a telephone and on paper.\n\nThe test pictures are measured once more to be shown. Where the data are not on this machine, the page holds what the run's folder alone tells, and says what is missing. Of a recipe that was carried out it shows measures, stages, figures and networks.")
    .addArgument(new Argument("<run>", "the folder of a run, of an imported network, or of a recipe that was carried out"))
    .option("-o, --out <file>", "an .html file (default report.html in the run's folder)", fileOf(".html", ".htm"))
    .option("--samples <n>", "look at so many test pictures only (default as in the training)", whole(1))
    .option("--data <name>", `measure on ${Object.keys(datasets).join(", ")}, or a path to data of one's own (default those of the training)`)
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope report runs/mnist\n  convscope report runs/mnist --samples 1000 -o mnist.html\n  convscope report runs/imported --data cifar-10")
    .action(async (reference, { out, samples, json, ...options }) => {
      const folder = resolve(terminal.cwd, reference);
      const made = isRecipeRun(folder) ? recipeReport(folder, reference) : await runReport(terminal, folder, reference, { ...options, testSamples: samples });
      terminal.signal.throwIfAborted();
      const file = out === undefined ? join(folder, "report.html") : resolve(terminal.cwd, out);
      await writeAtomic(file, made.page);
      const size = new TextEncoder().encode(made.page).length;
      const text = [...made.missing.map(({ what, why }) => `Not in the report: ${what}: ${why}`), `The report of ${reference} is in ${file} (${bytes(size)}).`].join("\n");
      answer(terminal, { json: { ...made.json, missing: made.missing, file, bytes: size }, text }, json);
    });
