import { resolve } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { formatShape, inferShapes, type Graph } from "@convscope/core";
import { network } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { labelsOption } from "../labels.ts";
import { probabilities } from "../probabilities.ts";
import { checkSeen, seen } from "../seen.ts";
import { dataDirOption, indexOption, invertOption, networkArgument, pictureArgument, sampleDataOption, seedOption, weightsOption } from "../seen-options.ts";
import { sourceOf } from "../source.ts";
import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { whole } from "../values.ts";

/** `convscope predict`: what a network says of a picture. */
export const predictCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("predict")
    .summary("what a network says of a picture, or of a test sample")
    .description("Reads a picture in any common format, makes it what the network takes, and prints the likeliest classes. A model of the zoo uses the weights that are published for it, which are fetched once, and names ImageNet's classes; one without uses random weights, and says so. With --data and --index it takes a test sample of a data set instead of a picture, and tells its true class too.")
    .addArgument(networkArgument())
    .addArgument(pictureArgument())
    .addOption(sampleDataOption())
    .addOption(dataDirOption())
    .addOption(labelsOption())
    .addOption(indexOption())
    .addOption(weightsOption())
    .option("--top <n>", "how many classes", whole(1), 5)
    .addOption(invertOption())
    .addOption(seedOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope predict resnet50 cat.jpg\n  convscope predict runs/mnist --data mnist --index 0\n  convscope predict runs/mnist seven.png\n  convscope predict runs/mnist photo.jpg --invert --top 3 --json")
    .action(async (reference, picture, options) => {
      checkSeen({ picture, ...options });
      const path = resolve(terminal.cwd, picture ?? "");
      const source = await sourceOf(reference, { ...options, ...(picture !== undefined && { picture: path }) }, terminal);
      checkClassifier(reference, source.graph);
      const { x, label, told } = await seen(terminal, source, { picture, ...options });
      const net = await network(source.graph, { engine: await openEngine(options), seed: source.seed, ...(source.weights && { weights: source.weights }) });
      try {
        const rows = probabilities(source.graph, await net.predict(x));
        const best = [...rows.data]
          .map((probability, place) => ({ class: source.classes?.[place] ?? String(place), index: place, probability }))
          .sort((a, b) => b.probability - a.probability)
          .slice(0, options.top);
        const shown = table(best, [
          { title: "class", of: (row) => row.class },
          { title: "probability", of: ({ probability }) => percent(probability), align: "right" },
          { title: "", of: ({ probability }) => "█".repeat(Math.round(30 * probability)) },
        ], terminal.colors.dim);
        const text = "index" in told ? `${told.data} test ${told.index}${told.file === undefined ? "" : ` (${told.file})`}, in truth ${label}\n\n${shown}` : shown;
        answer(terminal, { json: { model: source.graph.name, ...(source.from !== undefined && { weights: source.from }), ...told, predictions: best }, text }, options.json);
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
