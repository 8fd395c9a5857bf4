import { mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { compare, conventions, renderComparison, type ConventionName } from "@convscope/core";
import { writeAtomic } from "@convscope/files";
import { toPng } from "@convscope/viz/png";
import { answer, command } from "../command.ts";
import { compareRuns, comparisonJson, comparisonText } from "../compare-runs.ts";
import { UsageError } from "../failure.ts";
import { openGraph } from "../imported.ts";
import { isRun } from "../run/run.ts";
import type { Terminal } from "../terminal.ts";
import { shape, whole } from "../values.ts";

/** `convscope compare`: why two models do not count alike, and how trainings differ. */
export const compareCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("compare")
    .summary("why two models count otherwise, or how trainings differ")
    .description("Of two models: pairs their layers and says which arrays and layers only one of them has, and which settings and sizes differ; the causes add up to the difference exactly. Of runs' folders: the settings that differ, what came out, the curves on one figure and the confusion matrices side by side.")
    .addArgument(new Argument("<a>", "a model of the zoo, perhaps with @variant, a graph's JSON file, or a run's folder"))
    .addArgument(new Argument("<b>", "another one"))
    .addArgument(new Argument("[more...]", "of runs, as many as are wanted"))
    .option("--layers", "of two runs, pair the layers of their networks")
    .option("-o, --output <folder>", "of runs, where the figures go (default compare-<a>-<b> beside the first run)")
    .option("--input <shape>", "input shape of both, e.g. 224x224x3", shape)
    .option("--classes <n>", "number of classes of both", whole(1))
    .addOption(new Option("--convention <name>", "whose way of counting MACs").choices(Object.keys(conventions) as ConventionName[]).default("torchvision" as ConventionName))
    .addHelpText("after", `
Examples:
  convscope compare resnet50 resnet50@keras
  convscope compare vgg11 vgg11_bn
  convscope compare resnet18 runs/mine --json
  convscope compare runs/mine runs/other runs/third`)
    .action(async (a, b, more, { layers, output, ...options }) => {
      const folders = [a, b, ...more].map((reference) => resolve(terminal.cwd, reference));
      if (!layers && folders.every(isRun)) return runs(terminal, folders, output, options.json);
      if (more.length > 0) throw new UsageError(`more than two can only be runs' folders. Received ${[a, b, ...more].filter((_, i) => !isRun(folders[i] ?? "")).join(", ")}.`);
      if (output !== undefined) throw new UsageError("--output is where the figures of runs go; models have none here.");
      const asked = { ...(options.input && { inputShape: options.input }), ...(options.classes && { classes: options.classes }) };
      const comparison = compare(await openGraph(a, asked, terminal.cwd), await openGraph(b, asked, terminal.cwd), { convention: options.convention, names: [a, b] });
      answer(terminal, { json: comparison, text: renderComparison(comparison) }, options.json);
    });

/** Runs beside each other, with their figures in a folder. */
async function runs(terminal: Terminal, folders: readonly string[], output: string | undefined, json: boolean | undefined): Promise<void> {
  const comparison = compareRuns(folders);
  const folder = output === undefined ? join(dirname(folders[0] ?? ""), `compare-${folders.map((path) => basename(path)).join("-")}`) : resolve(terminal.cwd, output);
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, svg] of Object.entries(comparison.figures)) {
    const path = join(folder, `${name}.png`);
    await writeAtomic(join(folder, `${name}.svg`), svg);
    await writeAtomic(path, toPng(svg));
    paths.push(path);
  }
  const without = comparison.runs.filter(({ test }) => !test).map(({ name }) => name);
  const note = without.length > 0 ? `\n\nNo confusion matrix of ${without.join(", ")}: not tested, or by an earlier version.` : "";
  answer(terminal, { json: { ...comparisonJson(comparison), figures: paths }, text: `${comparisonText(comparison, terminal)}${note}\n\nFigures, each as .png and .svg:\n${paths.map((path) => `  ${path}`).join("\n")}` }, json);
}
