import { basename, extname } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { diagram, type DiagramOptions } from "@convscope/viz";
import { answer, command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { writeFigure } from "../figure-file.ts";
import { openGraph } from "../imported.ts";
import { isModel } from "../resolve.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, shape, whole } from "../values.ts";

const several = (path: string, before: readonly string[] = []): readonly string[] => [...before, path];

/** `convscope diagram`: the architecture of a model as a figure. */
export const diagramCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("diagram")
    .summary("draw the architecture of a model")
    .description("Draws a model into a file. blocks: as in papers, modules that repeat once with ×n; layers: every layer with its name and output shape; volumes: the values as bodies, as in the figure of LeNet-5.")
    .addArgument(new Argument("<model>", "a model of the zoo, perhaps with @variant, a file of a graph (JSON), of Keras (.keras, .h5) or of TensorFlow.js (model.json), or a run's folder"))
    .addOption(new Option("--style <style>", "what it looks like").choices(["blocks", "layers", "volumes"] as const).default("blocks" as const))
    .addOption(new Option("--direction <direction>", "which way values flow").choices(["down", "right"] as const).default("down" as const))
    .option("--expand <group>", "draw every layer of a group, e.g. layer1; may be repeated", several)
    .option("--collapse <group>", "draw a group as one box, e.g. layer1, or all groups of so many parts, e.g. 1; may be repeated", several)
    .option("--input <shape>", "input shape, e.g. 224x224x3", shape)
    .option("--classes <n>", "number of classes", whole(1))
    .addOption(new Option("--theme <theme>", "colours; auto follows the reader's setting on web pages").choices(["light", "dark", "auto"] as const).default("light" as const))
    .option("--title <text>", "above the figure (default the model's name)")
    .option("--width <pixels>", "of the figure, unless boxes need more", whole(240, 10_000))
    .option("-o, --out <file>", "an .svg or .png file (default <model>-<style>.svg, or another name that is free)", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope diagram resnet50
  convscope diagram lenet5 --style volumes -o lenet5.png
  convscope diagram googlenet --expand inception3a
  convscope diagram resnet18 --collapse layer3 --collapse layer4 --theme dark
  convscope diagram runs/mine --style layers --direction right`)
    .action(async (reference, { style, direction, expand, collapse, theme, title, width, input, classes, out, json }) => {
      const options: DiagramOptions = { style, direction, theme, ...(expand && { expand }), ...(collapse && { collapse: collapsing(collapse) }), ...(title !== undefined && { title }), ...(width !== undefined && { width }) };
      const graph = await openGraph(reference, { ...(input && { inputShape: input }), ...(classes && { classes }) }, terminal.cwd);
      const svg = diagram(graph, options);
      const stem = isModel(reference) ? reference : basename(reference, extname(reference)) || graph.name;
      const { file, ...size } = await writeFigure(terminal, svg, { out, stem: `${stem}-${style}`, less: "--style blocks draws repeated parts once" });
      answer(terminal, { json: { name: graph.name, style, file, layers: graph.nodes.length, ...size }, text: `${graph.name} drawn into ${file}` }, json);
    });

/** Paths of groups, or one number of parts. */
function collapsing(words: readonly string[]): readonly string[] | number {
  const [word = ""] = words;
  if (!words.some((one) => /^\d+$/.test(one))) return words;
  if (words.length > 1) throw new UsageError(`--collapse takes groups, or one number of parts. Received ${words.join(", ")}.`);
  return Number(word);
}
