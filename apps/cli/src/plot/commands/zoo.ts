import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { inputShape, summarize } from "@convscope/core";
import { models } from "@convscope/models";
import { bubbles, layerBars, winners } from "@convscope/viz";
import { CommandError } from "../../failure.ts";
import { openGraph } from "../../imported.ts";
import type { Terminal } from "../../terminal.ts";
import { shape, whole } from "../../values.ts";
import { drawn, plotting, styleOf } from "../drawing.ts";
import { imagenetWinners, person } from "../imagenet.ts";

/** What models cost and what they are worth. */
export const bubblesCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("bubbles")
    .summary("models by MACs, accuracy on ImageNet and parameters")
    .description("Draws the models of the zoo whose published weights have a known accuracy on ImageNet: MACs across, accuracy up, the area of each its parameters.")
    .addArgument(new Argument("[pattern...]", "parts of names or families (default all)"))
    .addHelpText("after", "\nExamples:\n  convscope plot bubbles\n  convscope plot bubbles resnet efficientnet -o cost.png")
    .action(async (patterns, options) => {
      const matches = (text: string): boolean => patterns.length === 0 || patterns.some((pattern) => text.toLowerCase().includes(pattern.toLowerCase()));
      const rows = models.filter(({ name, family }) => matches(name) || matches(family)).flatMap(({ name, family, params, macs, inputs, published }) => {
        const [usual] = published ?? [];
        // MACs are of the model's own input: an accuracy at another size would stand at the wrong place.
        const own = inputShape(Object.values(inputs)[0] ?? []);
        return usual?.top1 === undefined || usual.crop !== own[0] ? [] : [{ name, family, params, macs, accuracy: usual.top1 / 100 }];
      });
      if (rows.length === 0) throw new CommandError(`there must be a model with a known accuracy. Received none that matches ${patterns.join(", ")}. "convscope models" lists all.`);
      await drawn(terminal, "bubbles", bubbles(rows, { title: "Accuracy on ImageNet against cost", ...styleOf(options) }), options, { models: rows });
    });

/** A contest over the years. */
export const winnersCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("winners")
    .summary("ImageNet's winners over the years, and how deep they were")
    .description("Draws the top-5 errors of the winners of the ImageNet challenge from 2010 to 2017, beside that of a person, and below them the layers of their networks.")
    .action(async (options) => drawn(terminal, "winners", winners(imagenetWinners, { title: "ImageNet challenge: error of the winners", errorLabel: "Top-5 error, %", references: [person], ...styleOf(options) }), options, { winners: imagenetWinners, references: [person] }));

/** Where parameters, work and memory are. */
export const layersCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("layers")
    .summary("parameters, MACs and memory of each layer of a model")
    .description("Draws three bars for each layer: its parameters, the multiply-accumulates of one sample, and the bytes that it puts out.")
    .addArgument(new Argument("<model>", "a model of the zoo, a graph's JSON file, a file of Keras or TensorFlow.js, or a run's folder"))
    .option("--input <shape>", "input shape, e.g. 224x224x3", shape)
    .option("--classes <n>", "number of classes", whole(1))
    .option("--limit <n>", "most layers; the others are summed up", whole(2), 40)
    .addHelpText("after", "\nExamples:\n  convscope plot layers vgg16\n  convscope plot layers resnet50 --limit 20 -o resnet50.png\n  convscope plot layers runs/mine")
    .action(async (reference, { input, classes, limit, ...options }) => {
      const graph = await openGraph(reference, { ...(input && { inputShape: input }), ...(classes && { classes }) }, terminal.cwd);
      const { layers, params, macs } = summarize(graph);
      await drawn(terminal, "layers", layerBars(graph, { ...styleOf(options), limit }), options, { model: graph.name, params, macs, layers: layers.map((layer) => ({ name: layer.name, kind: layer.kind, params: layer.params, macs: layer.macs, outputShape: layer.outputShape })) });
    });
