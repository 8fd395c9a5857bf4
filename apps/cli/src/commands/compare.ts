import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { compare, conventions, renderComparison, type ConventionName } from "@convscope/core";
import { answer, command } from "../command.ts";
import { openGraph } from "../imported.ts";
import type { Terminal } from "../terminal.ts";
import { shape, whole } from "../values.ts";

/** `convscope compare`: why two models do not count alike. */
export const compareCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("compare")
    .summary("why two models differ in parameters and MACs, cause by cause")
    .description("Pairs the layers of two models and says which arrays and layers only one of them has, and which settings and sizes differ. The causes add up to the difference exactly.")
    .addArgument(new Argument("<a>", "a model of the zoo, perhaps with @variant, a graph's JSON file, or a run's folder"))
    .addArgument(new Argument("<b>", "another one"))
    .option("--input <shape>", "input shape of both, e.g. 224x224x3", shape)
    .option("--classes <n>", "number of classes of both", whole(1))
    .addOption(new Option("--convention <name>", "whose way of counting MACs").choices(Object.keys(conventions) as ConventionName[]).default("torchvision" as ConventionName))
    .addHelpText("after", `
Examples:
  convscope compare resnet50 resnet50@keras
  convscope compare vgg11 vgg11_bn
  convscope compare resnet18 runs/mine --json`)
    .action(async (a, b, options) => {
      const asked = { ...(options.input && { inputShape: options.input }), ...(options.classes && { classes: options.classes }) };
      const comparison = compare(await openGraph(a, asked, terminal.cwd), await openGraph(b, asked, terminal.cwd), { convention: options.convention, names: [a, b] });
      answer(terminal, { json: comparison, text: renderComparison(comparison) }, options.json);
    });
