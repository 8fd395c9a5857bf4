import { basename, dirname, join, resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { formatShape, inferShapes, type Graph, type Shape } from "@convscope/core";
import { datasets, type Item } from "@convscope/datasets";
import { preprocess } from "@convscope/exchange";
import { network } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { labelsOption } from "../labels.ts";
import { isDataName, testedData, type OpenDataOptions } from "../open-data.ts";
import { borderBrightness, readPicture, readPixels, type Picture } from "../picture.ts";
import { probabilities } from "../probabilities.ts";
import { middleOf, standardised } from "../samples.ts";
import { checkIndex, testSample, type Sample } from "../sample.ts";
import { sourceOf, type Source } from "../source.ts";
import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { whole } from "../values.ts";

/** `convscope predict`: what a network says of a picture. */
export const predictCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("predict")
    .summary("what a network says of a picture, or of a test sample")
    .description("Reads a picture in any common format, makes it what the network takes, and prints the likeliest classes. A model of the zoo uses the weights that are published for it, which are fetched once, and names ImageNet's classes; one without uses random weights, and says so. With --data and --index it takes a test sample of a data set instead of a picture, and tells its true class too.")
    .addArgument(new Argument("<run|model>", "the folder of a run, or a model of the zoo"))
    .addArgument(new Argument("[picture]", "PNG, JPEG, WebP, AVIF, …; not with --data"))
    .option("--data <name>", `a test sample of ${Object.keys(datasets).join(", ")}, or of data of one's own by their path, instead of a picture`)
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .option("--index <i>", "which test sample (default 0)", whole(0))
    .option("--weights <file|version>", "a .safetensors, .pth or .pt file with the graph's names, a published version such as IMAGENET1K_V1, or random")
    .option("--top <n>", "how many classes", whole(1), 5)
    .option("--invert", "swap dark and light: for a dark digit on white paper, when the training had white on black")
    .option("--seed <n>", "draws random weights", whole(0), 1)
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope predict resnet50 cat.jpg\n  convscope predict runs/mnist --data mnist --index 0\n  convscope predict runs/mnist seven.png\n  convscope predict runs/mnist photo.jpg --invert --top 3 --json")
    .action(async (reference, picture, options) => {
      if ((picture === undefined) === (options.data === undefined)) throw new UsageError(picture === undefined ? "name a picture, or a test sample with --data mnist --index 0." : "a picture and --data both name what to look at. Give one.");
      if (picture !== undefined && (options.index ?? options.dataDir ?? options.labels) !== undefined) throw new UsageError(`--${options.index !== undefined ? "index" : options.dataDir !== undefined ? "data-dir" : "labels"} belongs to a data set: name it with --data.`);
      const path = resolve(terminal.cwd, picture ?? "");
      const source = await sourceOf(reference, { ...options, ...(picture !== undefined && { picture: path }) }, terminal);
      checkClassifier(reference, source.graph);
      const shape = inferShapes(source.graph).get(Object.keys(source.graph.inputs)[0] ?? "") ?? [];
      const index = options.index ?? 0;
      const sample = options.data === undefined ? undefined : await sampleOf(terminal, source, { data: options.data, dataDir: options.dataDir ?? source.dataDir, labels: options.labels ?? source.labels }, index, shape);
      const read = sample ?? (await pictureFor(source, path, shape));
      const { data } = options.invert ? { data: read.data.map((v) => 255 - v) } : read;
      if (!options.invert && !sample && shape[2] === 1 && borderBrightness(read) > 127)
        terminal.err("note: the picture is light at its border, while digits to train on are light on dark. If the answer looks wrong, try --invert.\n");
      const scaled = source.preprocessing ? preprocess({ shape: read.shape, data }, source.preprocessing).data : standardised(Float32Array.from(data, (v) => v * source.scale), source.standardise);
      const net = await network(source.graph, { engine: await openEngine(options), seed: source.seed, ...(source.weights && { weights: source.weights }) });
      try {
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
        const text = sample ? `${options.data} test ${index}${sample.file === undefined ? "" : ` (${sample.file})`}, in truth ${sample.label}\n\n${shown}` : shown;
        const seen = sample ? { data: options.data, split: "test", index, ...(sample.file !== undefined && { file: sample.file }), label: sample.label } : { picture };
        answer(terminal, { json: { model: source.graph.name, ...(source.from !== undefined && { weights: source.from }), ...seen, predictions: best }, text }, options.json);
      } finally {
        net.dispose();
      }
    });

/** Refuses a network whose answer is no list of classes, such as one that draws pictures, or of which there are several. */
function checkClassifier(reference: string, graph: Graph): void {
  const shapes = inferShapes(graph);
  const [input, output] = [Object.keys(graph.inputs), graph.outputs];
  if (input.length === 1 && output.length === 1 && shapes.get(output[0] ?? "")?.length === 1) return;
  const listed = (names: readonly string[]): string => names.map((name) => `${name} ${formatShape(shapes.get(name) ?? [])}`).join(", ");
  const wayOut = reference.includes("@auxiliary") ? "Leave @auxiliary out." : "Choose a classifier; in a program, predict of @convscope/nn takes and gives any arrays.";
  throw new CommandError(`${reference}: the network must take one picture and give one number for each class. Received ${listed(input)} → ${listed(output)}. ${wayOut}`);
}

/** A test sample as the network takes it. Drawn sets draw no training images for it. */
async function sampleOf(terminal: Terminal, source: Source, asked: Pick<OpenDataOptions, "data" | "dataDir" | "labels">, index: number, shape: Shape): Promise<Sample> {
  // A run knows its classes by their order, and parts pictures by its seed as its training did. The thousand of ImageNet are no folder's.
  const dataset = await testedData(terminal, { checksum: source.checksum, ...(!source.preprocessing && !isDataName(asked.data) && { classes: source.classes }) }, { ...asked, seed: source.seed, samples: { train: 1 } });
  if ("parts" in dataset) {
    const { folder, parts: { test = [] }, classes } = dataset;
    if (test.length === 0) throw new CommandError(`${asked.data}: has no pictures for a test. Name a picture by its own path.`);
    checkIndex(index, test.length);
    const item = test[index] as Item;
    const picture = item.bytes ? await middleOf(folder, item, shape) : await pictureFor(source, join(folder, item.file), shape);
    return { ...picture, label: classes[item.label] ?? "", file: item.file };
  }
  if (String(dataset.inputShape) !== String(shape)) throw new CommandError(`${asked.data}: its pictures must be what the network takes, ${formatShape(shape)}. Received ${formatShape(dataset.inputShape)}. Choose other --data.`);
  return testSample(dataset, index);
}

/** A picture as large as the network takes it, in the way of the training, or as it is, where the weights say how to prepare it. */
const pictureFor = ({ preprocessing, fit }: Source, path: string, shape: Shape): Promise<Picture> =>
  preprocessing ? readPixels(path) : fit === "cover" ? middleOf(dirname(path), { file: basename(path) }, shape) : readPicture(path, shape);
