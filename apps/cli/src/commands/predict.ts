import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { inferShapes, type Graph } from "@convscope/core";
import type { Arrays } from "@convscope/exchange";
import { backendLoaders, network, useBackend } from "@convscope/nn";
import { answer, command } from "../command.ts";
import { borderBrightness, readPicture } from "../picture.ts";
import { probabilities } from "../probabilities.ts";
import { resolveGraph } from "../resolve.ts";
import { isRun, readBest, readRun, readRunGraph } from "../run/run.ts";
import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { oneOf, whole } from "../values.ts";

interface Source {
  readonly graph: Graph;
  readonly weights?: Arrays;
  readonly classes?: readonly string[];
  readonly scale: number;
  readonly seed: number;
}

/** `convscope predict`: what a network says of a picture. */
export const predictCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("predict")
    .summary("what a network says of a picture")
    .description("Reads a picture in any common format, makes it what the network takes, and prints the likeliest classes. A model of the zoo without trained weights uses random ones, and says so.")
    .addArgument(new Argument("<run|model>", "the folder of a run, or a model of the zoo"))
    .addArgument(new Argument("<picture>", "PNG, JPEG, WebP, AVIF, …"))
    .option("--top <n>", "how many classes", whole(1), 5)
    .option("--invert", "swap dark and light: for a dark digit on white paper, when the training had white on black")
    .option("--seed <n>", "draws the weights of a model without any", whole(0), 1)
    .option("--backend <name>", "what computes; convscope backends lists them (default auto)", oneOf(["auto", ...backendLoaders().map(({ name }) => name)]))
    .addHelpText("after", "\nExamples:\n  convscope predict runs/mnist seven.png\n  convscope predict runs/mnist photo.jpg --invert --top 3 --json")
    .action(async (reference, picture, options) => {
      const source = sourceOf(reference, options.seed, terminal);
      const shape = inferShapes(source.graph).get(Object.keys(source.graph.inputs)[0] ?? "") ?? [];
      const read = await readPicture(resolve(terminal.cwd, picture), shape);
      const { data } = options.invert ? { data: read.data.map((v) => 255 - v) } : read;
      if (!options.invert && shape[2] === 1 && borderBrightness(read) > 127)
        terminal.err("note: the picture is light at its border, while digits to train on are light on dark. If the answer looks wrong, try --invert.\n");
      const net = await network(source.graph, { engine: await useBackend(options.backend ?? "auto"), seed: source.seed, ...(source.weights && { weights: source.weights }) });
      try {
        const scaled = Float32Array.from(data, (v) => v * source.scale);
        const rows = probabilities(source.graph, await net.predict({ shape: [1, ...shape], data: scaled }));
        const best = [...rows.data]
          .map((probability, index) => ({ class: source.classes?.[index] ?? String(index), index, probability }))
          .sort((a, b) => b.probability - a.probability)
          .slice(0, options.top);
        const text = table(best, [
          { title: "class", of: (row) => row.class },
          { title: "probability", of: ({ probability }) => percent(probability), align: "right" },
          { title: "", of: ({ probability }) => "█".repeat(Math.round(30 * probability)) },
        ], terminal.colors.dim);
        answer(terminal, { json: { model: source.graph.name, picture, predictions: best }, text }, options.json);
      } finally {
        net.dispose();
      }
    });

function sourceOf(reference: string, seed: number, terminal: Terminal): Source {
  const path = resolve(terminal.cwd, reference);
  if (existsSync(path) && isRun(path)) {
    const { data, preprocessing, config } = readRun(path);
    return { graph: readRunGraph(path), weights: readBest(path), classes: data.classes, scale: preprocessing.scale, seed: config.seed };
  }
  const graph = resolveGraph(reference, {}, terminal.cwd);
  terminal.err(`note: ${graph.name} has no trained weights here, so random ones (seed ${seed}) are used: the answer means nothing.\n`);
  return { graph, scale: 1 / 255, seed };
}
