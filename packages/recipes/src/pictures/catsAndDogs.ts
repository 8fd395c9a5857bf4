import { conv2d, dense, dropout, flatten, graph, maxPooling2d, relu, sigmoid, type Graph } from "@convscope/core";
import { adam, arrayData, binaryCrossentropy, binaryLogLoss, rocAuc, type Data } from "@convscope/nn";
import { predictionGrid, trainingCurves } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { percent } from "../shapes/parts.ts";
import { trained } from "../trained.ts";
import { drawFaces, petNames, type Faces } from "./faces.ts";

/**
 * A yes-or-no question with one output: a sigmoid and binary cross-entropy, as notebooks ask of the photographs of Kaggle's "Dogs vs.
 * Cats" (2013; Elson, Douceur, Howell & Saul 2007). No photographs come with this: the faces are drawn, with ears that stand or hang, and
 * far easier than photographs are, of which a small net from scratch tells about 80 % apart.
 *
 * - `accuracy` at the threshold ½, `rocAuc` without one, and `logLoss`, which also asks whether the probabilities are honest
 */
export const catsAndDogs: ProgramRecipe = program({
  name: "cats-and-dogs",
  title: "Cat or dog: one sigmoid and binary cross-entropy, on drawn faces",
  task: "binary classification",
  teaches: "Two classes need one output: the probability of the second. The threshold is a choice for later, so that the area under the ROC curve says more of a net than its accuracy at ½.",
  data: [],
  minutes: 0.2,
  settings: { epochs: 12, train: 1000, test: 400, batch: 32, learningRate: 0.002 },
  expected: [{ measure: "accuracy", atLeast: 0.9 }, { measure: "rocAuc", atLeast: 0.96 }],
  async run(bench, { epochs, train, test, batch, learningRate }) {
    const [seen, asked] = [drawFaces(train, bench.seed, "train"), drawFaces(test, bench.seed, "test")];
    const loss = binaryCrossentropy({ from: "probabilities" });
    // The test chooses nothing: it is only drawn after each epoch.
    const net = await trained(bench, "training", petNet, { train: samples(seen), test: samples(asked) }, { loss, optimizer: adam({ learningRate }), epochs, batchSize: batch, validation: samples(asked) });
    const measures = { accuracy: net.accuracy, rocAuc: rocAuc(asked.labels, net.scores), logLoss: binaryLogLoss(asked.labels, net.scores) };
    return {
      measures,
      figures: { pictures: figureOf(asked, net.scores), training: trainingCurves(net.history, { title: "Cats and dogs", best: "none", note: "The validation curves are of the test pictures, by which nothing is chosen." }) },
      networks: { classifier: { graph: net.graph, weights: net.weights } },
      histories: { training: net.history },
      table: [["threshold", "cats taken for dogs", "dogs taken for cats"], ...[0.1, 0.5, 0.9].map((threshold) => [String(threshold), ...[0, 1].map((label) => percent(mistaken(asked.labels, net.scores, label, threshold)))])],
    };
  },
});

const petNet: Graph = graph("pet-net", [32, 32, 3], {
  conv1: conv2d(8, 3, { padding: 1 }), relu1: relu(), pool1: maxPooling2d(2),
  conv2: conv2d(16, 3, { padding: 1 }), relu2: relu(), pool2: maxPooling2d(2),
  conv3: conv2d(32, 3, { padding: 1 }), relu3: relu(), pool3: maxPooling2d(2),
  flatten: flatten(), drop: dropout(0.5),
  fc1: dense(32), relu4: relu(),
  fc2: dense(1), sigmoid: sigmoid(),
});

const samples = ({ shape, images, labels }: Faces): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { sigmoid: { shape: [labels.length, 1], data: Float32Array.from(labels) } } });

/** The share of a class that is on the other side of a threshold. */
function mistaken(labels: Uint8Array, chances: ArrayLike<number>, label: number, threshold: number): number {
  const own = Array.from(labels, (_, i) => i).filter((i) => labels[i] === label);
  return own.filter((i) => ((chances[i] ?? 0) >= threshold) !== (label === 1)).length / own.length;
}

function figureOf({ shape: [count, height, width, channels], images, labels }: Faces, chances: ArrayLike<number>): string {
  const n = Math.min(30, count);
  const dog = Array.from({ length: n }, (_, i) => chances[i] ?? 0);
  return predictionGrid({
    images: images.subarray(0, n * height * width * channels), shape: [n, height, width, channels], labels: labels.subarray(0, n), classes: petNames,
    predicted: dog.map((chance) => Number(chance >= 0.5)), probabilities: dog.flatMap((chance) => [1 - chance, chance]),
  }, { title: "Test faces, and what the net says" });
}
