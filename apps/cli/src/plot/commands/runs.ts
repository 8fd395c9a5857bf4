import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { macroScores } from "@convscope/nn";
import { compareTrainings, confusionMatrix, perClassBars, trainingCurves } from "@convscope/viz";
import type { Terminal } from "../../terminal.ts";
import { fraction } from "../../values.ts";
import { classRows, confusionOf } from "../confusions.ts";
import { drawn, plotting, styleOf } from "../drawing.ts";
import { historiesOf, type OwnHistory } from "../histories.ts";

/** Loss and accuracy over the epochs, of one training or of several. */
export const curvesCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("curves")
    .summary("loss and accuracy over the epochs, of one training or several")
    .description("Draws loss, accuracy and learning rate over the epochs; of several trainings over each other. It takes runs' folders, of recipes each stage, and tables with a column loss, such as a history.csv or what another program has written: accuracy, val_loss, val_accuracy, learning_rate and epoch are used where they are there, in any spelling.")
    .addArgument(new Argument("<run|table...>", "runs' folders, or .csv, .jsonl and .json files"))
    .option("--smooth <share>", "draw running means, in which each earlier epoch counts so many times as much as the next, such as 0.6; what was measured stands faint behind them", fraction)
    .addOption(new Option("--loss-scale <scale>", "of the losses").choices(["linear", "log"] as const))
    .addHelpText("after", "\nExamples:\n  convscope plot curves runs/mnist\n  convscope plot curves runs/a runs/b runs/c --smooth 0.6\n  convscope plot curves history.csv --loss-scale log -o curves.png")
    .action(async (references, { smooth, lossScale, ...options }) => {
      const trainings = distinct(references, references.map((reference) => historiesOf(reference, terminal.cwd)));
      const style = { ...styleOf(options), ...(smooth !== undefined && { smooth }), ...(lossScale !== undefined && { lossScale }) };
      const [one, ...others] = trainings;
      const svg = one && others.length === 0 ? trainingCurves(one.history, { title: one.name, ...style, ...(one.best !== undefined && { best: one.best, kept: true }) }) : compareTrainings(trainings.map(({ name, history }) => ({ name, history })), style);
      await drawn(terminal, "curves", svg, options, { trainings: trainings.map(({ name, history, best }) => ({ name, epochs: history.length, best, last: history.at(-1) })) });
    });

/** Trainings by their names, or where two have the same by what they were asked for. */
function distinct(references: readonly string[], found: readonly (readonly OwnHistory[])[]): readonly OwnHistory[] {
  const names = found.flat().map(({ name }) => name);
  return found.flatMap((some, i) => some.map((one) => (names.filter((name) => name === one.name).length === 1 ? one : { ...one, name: some.length === 1 ? (references[i] ?? one.name) : `${references[i]} ${one.name}` })));
}

const taking = "a run's folder; or a table with columns true and predicted, a matrix as a table, or what evaluate --json says";

/** True against predicted classes. */
export const confusionCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("confusion")
    .summary("true against predicted classes, of a run or of one's own predictions")
    .description("Draws how often each class was taken for each: of a run's test, or of predictions of any program.")
    .addArgument(new Argument("<run|file>", taking))
    .option("--shares", "write per cent of each row instead of counts")
    .addHelpText("after", "\nExamples:\n  convscope plot confusion runs/mnist --shares\n  convscope plot confusion predictions.csv\n\nOf other data: convscope evaluate runs/mnist --data ./mine --json > e.json, then\nconvscope plot confusion e.json")
    .action(async (reference, { shares, ...options }) => {
      const { name, ...data } = confusionOf(reference, terminal.cwd);
      const svg = confusionMatrix(data, { title: `Confusion of ${name}`, ...styleOf(options), ...(shares && { values: "shares" }) });
      await drawn(terminal, "confusion", svg, options, data);
    });

/** Precision, recall and F1 of each class. */
export const classesCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("classes")
    .summary("precision, recall and F1 of each class")
    .description("Draws how well each class is told: the share of right ones among those taken for it (precision), the share of it that was found (recall), and their harmonic mean (F1).")
    .addArgument(new Argument("<run|file>", taking))
    .option("--worst", "the class with the least F1 first")
    .addHelpText("after", "\nExamples:\n  convscope plot classes runs/mnist\n  convscope plot classes predictions.csv --worst")
    .action(async (reference, { worst, ...options }) => {
      const found = confusionOf(reference, terminal.cwd);
      const rows = classRows(found);
      await drawn(terminal, "classes", perClassBars(rows, { title: `Each class of ${found.name}`, ...styleOf(options), ...(worst && { order: "f1" }) }), options, { perClass: rows, macro: macroScores(found.matrix) });
    });
