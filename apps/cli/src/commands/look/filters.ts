import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { firstFilters } from "@convscope/insight";
import { initialWeights } from "@convscope/nn";
import { filterGrid } from "@convscope/viz";
import { answer, command } from "../../command.ts";
import { writeFigure } from "../../figure-file.ts";
import { networkArgument, outOption, seedOption, weightsOption } from "../../seen-options.ts";
import { sourceOf } from "../../source.ts";
import type { Terminal } from "../../terminal.ts";
import { stemOf } from "./asked.ts";

/** `convscope look filters`: the kernels that look at the picture itself. */
export const filtersCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("filters")
    .summary("the kernels of the first convolution")
    .description("Draws the kernels that look at the picture itself.")
    .addArgument(networkArgument())
    .addOption(weightsOption())
    .addOption(seedOption())
    .addOption(outOption("filters"))
    .addHelpText("after", "\nExamples:\n  convscope look filters runs/mnist\n  convscope look filters resnet18 -o filters.png")
    .action(async (reference, options) => {
      const { graph, weights, seed } = await sourceOf(reference, options, terminal);
      const { node, kernels } = firstFilters(graph, weights ?? initialWeights(graph, { seed }));
      const svg = filterGrid({ data: Float32Array.from(kernels.data), shape: kernels.shape }, { title: `Kernels of ${node}` });
      const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, "filters") });
      answer(terminal, { json: { network: graph.name, node, shape: kernels.shape, file }, text: `the kernels of ${node} drawn into ${file}` }, options.json);
    });
