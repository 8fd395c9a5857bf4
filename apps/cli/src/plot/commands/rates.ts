import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { prCurve, rocCurve } from "@convscope/viz";
import { backendOption, openEngine, threadsOption } from "../../backends.ts";
import { measure, openSubject, type SubjectOptions } from "../../measured.ts";
import { isRun } from "../../run/run.ts";
import type { Terminal } from "../../terminal.ts";
import { whole } from "../../values.ts";
import { drawn, plotting, styleOf } from "../drawing.ts";
import { rateCurvesOf, scoredOf, type Scored } from "../rates.ts";
import { readTable } from "../table-file.ts";

const figures = {
  roc: { draw: rocCurve, area: "AUC", summary: "true against false positives at every threshold, of a run or of one's own scores", about: "Draws the share of a class that is found over the share of all others that is taken for it, for every threshold; the area below it is the chance that one of the class scores above another. Guessing gives 0.5." },
  pr: { draw: prCurve, area: "AP", summary: "precision over recall at every threshold, of a run or of one's own scores", about: "Draws the share of right ones among those taken for a class over the share of the class that is found, for every threshold; the area below it is the average precision. It tells more than roc where a class is rare." },
} as const;

/** Curves of scores over all thresholds. */
export const ratesCommand = (which: "roc" | "pr") => (terminal: Terminal): CommandUnknownOpts =>
  plotting(which)
    .summary(figures[which].summary)
    .description(`${figures[which].about}\n\nA run is measured on its test data. A table has a column "true" and one of scores for each class, named as the class, or a single one.`)
    .addArgument(new Argument("<run|table>", "a run's folder, or a .csv, .jsonl or .json file"))
    .option("--class <name>", "one class against all others (default each; of a single score the last by name)")
    .option("--test-samples <n>", "of a run: only so many test pictures", whole(1))
    .option("--data-dir <folder>", "of a run: where the data set's files are")
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", `\nExamples:\n  convscope plot ${which} runs/mnist\n  convscope plot ${which} runs/pets --class cat\n  convscope plot ${which} scores.csv`)
    .action(async (reference, { class: positive, ...options }) => {
      const scored = isRun(resolve(terminal.cwd, reference)) ? await ofRun(terminal, reference, positive, options) : scoredOf(readTable(reference, terminal.cwd), positive);
      const curves = rateCurvesOf(scored, which);
      await drawn(terminal, which, figures[which].draw(curves, styleOf(options)), options, { measure: figures[which].area, curves: curves.map(({ name, area }) => ({ class: name, area })) });
    });

async function ofRun(terminal: Terminal, reference: string, positive: string | undefined, options: SubjectOptions & Parameters<typeof openEngine>[0]): Promise<Scored> {
  const subject = await openSubject(terminal, reference, options);
  const { probabilities, tested } = await measure(terminal, subject, await openEngine(options), options);
  const { classes } = subject.dataset;
  const values = (k: number): Float32Array => Float32Array.from({ length: tested.labels.length }, (_, i) => probabilities[i * classes.length + k] ?? NaN);
  return { labels: Array.from(tested.labels, (label) => classes[label] ?? ""), scores: classes.map((name, k) => ({ class: name, values: values(k) })).filter((one) => positive === undefined || one.class === positive) };
}
