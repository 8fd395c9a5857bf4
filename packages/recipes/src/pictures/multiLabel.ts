import { conv2d, dense, globalMaxPooling2d, graph, relu, type Graph } from "@convscope/core";
import { shapeScenes, type SceneDataset, type SceneSplit } from "@convscope/datasets/pure";
import { adam, arrayData, averagePrecision, binaryCrossentropy, classScores, confusionMatrix, cosine, thresholded, type Data } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { convBnRelu, convBnReluPool, mean, percent, pixels } from "../shapes/parts.ts";
import { trained } from "../trained.ts";

/** After the figures, in which any of them may be painted. */
const colours: readonly string[] = ["red", "green", "blue", "yellow"];

/**
 * Several answers at once: which figures and which colours are in a picture of one to three figures. A softmax would make the labels
 * exclude each other; here each has a sigmoid of its own and the loss is the mean of their binary cross-entropies (Goodfellow, Bengio &
 * Courville 2016, section 6.2.2.2). Which figure has which colour is not asked.
 *
 * - `macroF1`: F1 of each label at the threshold ½, their mean
 * - `subsetAccuracy`: the share of pictures of which all labels are right
 * - `map`: mean average precision, which needs no threshold
 */
export const multiLabel: ProgramRecipe = program({
  name: "multi-label",
  title: "Which figures and colours are in a picture of several",
  task: "multi-label classification",
  teaches: "Where a picture has several labels, each is a question of its own: a sigmoid each in place of one softmax. The share of pictures with all of them right is a hard measure, and lower than any single one.",
  data: [],
  minutes: 1,
  settings: { epochs: 12, train: 1500, test: 300, batch: 16, learningRate: 0.003 },
  expected: [{ measure: "macroF1", atLeast: 0.85 }, { measure: "subsetAccuracy", atLeast: 0.35 }, { measure: "map", atLeast: 0.9 }],
  async run(bench, { epochs, train, test, batch, learningRate }) {
    const data = shapeScenes({ train, test });
    const names = [...data.classes, ...colours];
    const net = await trained(bench, "training", sceneNet(data, names.length), { train: samples(data, data.train), test: samples(data, data.test) }, { loss: binaryCrossentropy(), optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize: batch });
    const truth = labelsOf(data, data.test);
    // Half a chance is a logit of 0.
    const found = thresholded(net.scores, 0);
    const of = (values: ArrayLike<number>, label: number): Float32Array => Float32Array.from({ length: test }, (_, i) => values[i * names.length + label] ?? NaN);
    const each = names.map((name, i) => {
      const yes = classScores(confusionMatrix(of(truth, i), of(found, i), 2))[1];
      return { name, precision: yes?.precision ?? NaN, recall: yes?.recall ?? NaN, f1: yes?.f1 ?? NaN, average: averagePrecision(of(truth, i), of(net.scores, i)) };
    });
    const wrong = Array.from({ length: test }, (_, i) => names.filter((__, label) => found[i * names.length + label] !== truth[i * names.length + label]).length);
    return {
      measures: { macroF1: mean(each.map(({ f1 }) => f1)), subsetAccuracy: mean(wrong.map((count) => Number(count === 0))), map: mean(each.map(({ average }) => average)), labelAccuracy: net.accuracy },
      figures: { pictures: figureOf(data.test, names, truth, found) },
      networks: { classifier: { graph: net.graph, weights: net.weights } },
      histories: { training: net.history },
      table: [["label", "precision", "recall", "F1", "average precision"], ...each.map(({ name, precision, recall, f1, average }) => [name, percent(precision), percent(recall), f1.toFixed(3), average.toFixed(3)])],
    };
  },
});

/** The strongest answer anywhere in the picture is enough: one figure makes a label true. */
const sceneNet = ({ inputShape }: SceneDataset, labels: number): Graph =>
  graph("scene-net", inputShape, {
    conv1: conv2d(12, 5, { strides: 2, padding: 2 }), relu1: relu(),
    unit2: convBnReluPool(24), unit3: convBnRelu(32), unit4: convBnRelu(48),
    pool: globalMaxPooling2d(),
    fc: dense(labels),
  });

/** 1 where a picture has a figure of the class, or one of the colour: `[pictures, labels]`. */
function labelsOf({ classes }: SceneDataset, { figures }: SceneSplit): Float32Array {
  const labels = classes.length + colours.length;
  const rows = new Float32Array(figures.length * labels);
  for (const [i, inside] of figures.entries()) for (const { label, colour } of inside) for (const place of [label, classes.length + colours.indexOf(colour)]) rows[i * labels + place] = 1;
  return rows;
}

function samples(data: SceneDataset, split: SceneSplit): Data {
  const rows = labelsOf(data, split);
  return arrayData({ inputs: { input: pixels(split) }, targets: { fc: { shape: [split.figures.length, rows.length / split.figures.length], data: rows } } });
}

/** Some test pictures with what was found in them, what was overlooked and what is not there. */
function figureOf({ images, shape: [count, ...shape] }: SceneSplit, names: readonly string[], truth: ArrayLike<number>, found: ArrayLike<number>): string {
  const area = shape[0] * shape[1] * shape[2];
  const listed = (i: number, wanted: (is: boolean, said: boolean) => boolean): string => names.filter((_, label) => wanted(truth[i * names.length + label] === 1, found[i * names.length + label] === 1)).join(", ");
  return pictureSheet(Array.from({ length: Math.min(12, count) }, (_, i) => {
    const [right, missed, extra] = [listed(i, (is, said) => is && said), listed(i, (is, said) => is && !said), listed(i, (is, said) => !is && said)];
    return { image: images.subarray(i * area, (i + 1) * area), shape, caption: [right, missed && `overlooked: ${missed}`, extra && `not there: ${extra}`].filter(Boolean).join("; ") };
  }), { title: "What is in the picture, of seven answers", subtitle: "Test pictures. Answers are right unless said otherwise." });
}
