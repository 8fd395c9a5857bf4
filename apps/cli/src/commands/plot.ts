import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { activationCommand, graphCommand, lossSurfaceCommand, scheduleCommand } from "../plot/commands/lessons.ts";
import { ratesCommand } from "../plot/commands/rates.ts";
import { classesCommand, confusionCommand, curvesCommand } from "../plot/commands/runs.ts";
import { convolutionCommand, poolingCommand } from "../plot/commands/steps.ts";
import { linesCommand, scatterCommand } from "../plot/commands/tables.ts";
import { bubblesCommand, layersCommand, winnersCommand } from "../plot/commands/zoo.ts";
import type { Terminal } from "../terminal.ts";

/** Figures, by what they are of. */
const figures: readonly { readonly of: string; readonly make: readonly ((terminal: Terminal) => CommandUnknownOpts)[] }[] = [
  { of: "Of runs, and of tables of one's own:", make: [curvesCommand, confusionCommand, classesCommand, ratesCommand("roc"), ratesCommand("pr")] },
  { of: "Of any table:", make: [linesCommand, scatterCommand] },
  { of: "Of what lessons are about:", make: [activationCommand, scheduleCommand, lossSurfaceCommand, graphCommand, convolutionCommand, poolingCommand] },
  { of: "Of models:", make: [layersCommand, bubblesCommand, winnersCommand] },
];

/** `convscope plot`: figures without writing code. */
export const plotCommand = (terminal: Terminal): CommandUnknownOpts => {
  const plot = new Command("plot")
    .summary("draw figures: of runs, of tables of one's own, of what lessons are about")
    .description("Draws a figure into an .svg or .png file: of runs, of data of one's own in CSV or JSON, or of what lessons are about.")
    .addHelpText("after", "\nEach takes --title, --theme, --width, --out and --json.\n\nExamples:\n  convscope plot curves runs/a runs/b --smooth 0.6\n  convscope plot confusion predictions.csv -o confusion.png\n  convscope plot activation relu tanh\n  convscope plot convolution --input 5 --kernel 3 --stride 2\n  convscope plot graph \"(x + y) * z\" --at x=-2 y=5 z=-4");
  for (const { of, make } of figures) for (const one of make) plot.addCommand(one(terminal).helpGroup(of));
  return plot;
};
