import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { didYouMean, explain, explanationJson, renderExplanation, type ExplanationFormat } from "@convscope/core";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { openGraph } from "../imported.ts";
import type { Terminal } from "../terminal.ts";
import { shape, whole } from "../values.ts";

const formats: readonly ExplanationFormat[] = ["text", "markdown", "latex", "html"];

/** A message names so many nodes at most. */
const mostNamed = 30;

/** `convscope explain`: every number of one node with its working. */
export const explainCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("explain")
    .summary("every number of one layer of a model, with its working")
    .description("Shows how the output shape, the parameters, the MACs and the receptive field of one node come about: the formula, the numbers put in, the result and the source.")
    .addArgument(new Argument("<model>", "a model of the zoo, a graph's JSON file, or a run's folder"))
    .addArgument(new Argument("<node>", "the node's name, as summary shows it, e.g. layer1.0.conv1"))
    .option("--input <shape>", "input shape, e.g. 224x224x3", shape)
    .option("--classes <n>", "number of classes", whole(1))
    .addOption(new Option("--format <format>", "how to write it").choices(formats).default("text" as ExplanationFormat))
    .addHelpText("after", "\nExamples:\n  convscope explain mnist-cnn conv2\n  convscope explain resnet18 layer2.0.conv1 --format latex")
    .action(async (reference, node, options) => {
      const graph = await openGraph(reference, { ...(options.input && { inputShape: options.input }), ...(options.classes && { classes: options.classes }) }, terminal.cwd);
      const names = graph.nodes.map(({ name }) => name);
      if (!names.includes(node) && didYouMean(node, names) === "") throw new CommandError(`${graph.name}: there is no node "${node}". Nodes: ${names.slice(0, mostNamed).join(", ")}${names.length > mostNamed ? `, … "convscope summary ${reference}" lists all ${names.length}` : ""}.`);
      const explanation = explain(graph, node);
      answer(terminal, { json: explanationJson(explanation), text: renderExplanation(explanation, options.format) }, options.json);
    });
