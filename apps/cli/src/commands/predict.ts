import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { formatShape, inferShapes, type Graph, type Shape } from "@convscope/core";
import { datasets } from "@convscope/datasets";
import type { Arrays } from "@convscope/exchange";
import { network } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { load } from "../data.ts";
import { CommandError, UsageError } from "../failure.ts";
import { borderBrightness, readPicture, type Picture } from "../picture.ts";
import { probabilities } from "../probabilities.ts";
import { isModel, resolveGraph } from "../resolve.ts";
import { hasWeights, isRun, readBest, readRun, readRunGraph } from "../run/run.ts";
import { testSample, type Sample } from "../sample.ts";
import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { oneOf, whole } from "../values.ts";

interface Source {
  readonly graph: Graph;
  readonly weights?: Arrays;
  readonly classes?: readonly string[];
  readonly scale: number;
  readonly seed: number;
  /** Where the training had its data from. */
  readonly dataDir?: string | undefined;
}

/** `convscope predict`: what a network says of a picture. */
export const predictCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("predict")
    .summary("what a network says of a picture, or of a test sample")
    .description("Reads a picture in any common format, makes it what the network takes, and prints the likeliest classes. With --data and --index it takes a test sample of a data set instead, and tells its true class too. A model of the zoo without trained weights uses random ones, and says so.")
    .addArgument(new Argument("<run|model>", "the folder of a run, or a model of the zoo"))
    .addArgument(new Argument("[picture]", "PNG, JPEG, WebP, AVIF, …; not with --data"))
    .option("--data <name>", `a test sample of ${Object.keys(datasets).join(", ")}, instead of a picture`, oneOf(Object.keys(datasets)))
    .option("--data-dir <folder>", "where the data set's files are")
    .option("--index <i>", "which test sample (default 0)", whole(0))
    .option("--top <n>", "how many classes", whole(1), 5)
    .option("--invert", "swap dark and light: for a dark digit on white paper, when the training had white on black")
    .option("--seed <n>", "draws the weights of a model without any", whole(0), 1)
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope predict runs/mnist --data mnist --index 0\n  convscope predict runs/mnist seven.png\n  convscope predict runs/mnist photo.jpg --invert --top 3 --json")
    .action(async (reference, picture, options) => {
      if ((picture === undefined) === (options.data === undefined)) throw new UsageError(picture === undefined ? "name a picture, or a test sample with --data mnist --index 0." : "a picture and --data both name what to look at. Give one.");
      if (picture !== undefined && (options.index !== undefined || options.dataDir !== undefined)) throw new UsageError(`--${options.index === undefined ? "data-dir" : "index"} belongs to a data set: name it with --data.`);
      const source = sourceOf(reference, options, terminal);
      const shape = inferShapes(source.graph).get(Object.keys(source.graph.inputs)[0] ?? "") ?? [];
      const index = options.index ?? 0;
      const sample = options.data === undefined ? undefined : await sampleOf(terminal, { data: options.data, dataDir: options.dataDir ?? source.dataDir, seed: source.seed }, index, shape);
      const read: Picture = sample ?? (await readPicture(resolve(terminal.cwd, picture ?? ""), shape));
      const { data } = options.invert ? { data: read.data.map((v) => 255 - v) } : read;
      if (!options.invert && !sample && shape[2] === 1 && borderBrightness(read) > 127)
        terminal.err("note: the picture is light at its border, while digits to train on are light on dark. If the answer looks wrong, try --invert.\n");
      const net = await network(source.graph, { engine: await openEngine(options), seed: source.seed, ...(source.weights && { weights: source.weights }) });
      try {
        const scaled = Float32Array.from(data, (v) => v * source.scale);
        const rows = probabilities(source.graph, await net.predict({ shape: [1, ...shape], data: scaled }));
        const best = [...rows.data]
          .map((probability, place) => ({ class: source.classes?.[place] ?? String(place), index: place, probability }))
          .sort((a, b) => b.probability - a.probability)
          .slice(0, options.top);
        const shown = table(best, [
          { title: "class", of: (row) => row.class },
          { title: "probability", of: ({ probability }) => percent(probability), align: "right" },
          { title: "", of: ({ probability }) => "█".repeat(Math.round(30 * probability)) },
        ], terminal.colors.dim);
        const text = sample ? `${options.data} test ${index}, in truth ${sample.label}\n\n${shown}` : shown;
        const seen = sample ? { data: options.data, split: "test", index, label: sample.label } : { picture };
        answer(terminal, { json: { model: source.graph.name, ...seen, predictions: best }, text }, options.json);
      } finally {
        net.dispose();
      }
    });

/** A test sample that the network can take. Drawn sets draw no training images for it. */
async function sampleOf(terminal: Terminal, asked: { readonly data: string; readonly dataDir: string | undefined; readonly seed: number }, index: number, shape: Shape): Promise<Sample> {
  const dataset = await load(terminal, { ...asked, samples: { train: 1 } });
  if (String(dataset.inputShape) !== String(shape)) throw new CommandError(`${asked.data}: its pictures must be what the network takes, ${formatShape(shape)}. Received ${formatShape(dataset.inputShape)}. Choose other --data.`);
  return testSample(dataset, index);
}

function sourceOf(reference: string, { seed, data: asked }: { readonly seed: number; readonly data?: string | undefined }, terminal: Terminal): Source {
  const path = resolve(terminal.cwd, reference);
  // Trained weights without what tells how they were trained: readRun says what is missing.
  if (isRun(path) || (!isModel(reference) && hasWeights(path))) {
    const run = readRun(path);
    const { data, preprocessing, config } = run;
    return { graph: readRunGraph(path, run), weights: readBest(path), classes: data.classes, scale: preprocessing.scale, seed: config.seed, dataDir: asked === data.name ? config.dataDir : undefined };
  }
  const graph = resolveGraph(reference, {}, terminal.cwd);
  terminal.err(`note: ${graph.name} has no trained weights here, so random ones (seed ${seed}) are used: the answer means nothing.\n`);
  return { graph, scale: 1 / 255, seed };
}
