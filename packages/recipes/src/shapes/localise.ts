import { batchNormalization, dense, flatten, graph, heads, relu, type Graph } from "@convscope/core";
import { image, size, type ImageDataset, type Split } from "@convscope/datasets/pure";
import { adam, arrayData, boxIou, cosine, evaluate, halfSquaredError, network, predictedClasses, sparseCategoricalCrossentropy, type Data, type LossByOutput } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { convBnRelu, convBnReluPool, mean, percent, pixels } from "./parts.ts";

/**
 * Classification with localisation: one trunk, one head that says what it is and one that says where, trained together on the sum of a
 * softmax's cross-entropy and of the squared (L2) error of the box's four sides, as OverFeat regresses boxes (arXiv:1312.6229, section 4.2).
 *
 * Measured on test pictures:
 *
 * - `accuracy` of the class
 * - `meanIou`, the mean of intersection over union of the box found and the true one
 * - `localised`, the share with the right class and an IoU above ½, as ImageNet's localisation task counts (arXiv:1409.0575, section 4.2)
 */
export const localiseShapes: ProgramRecipe = program({
  name: "localise-shapes",
  title: "What it is and where: a class and a box for each picture",
  task: "classification with localisation",
  teaches: "A network with two heads learns two tasks at once: both share its convolutions, and the loss is their weighted sum. A box is four numbers that are learnt by regression.",
  data: ["shapes"],
  minutes: 2,
  settings: { epochs: 14, train: 4000, test: 400, batch: 32, learningRate: 0.002, boxWeight: 10 },
  expected: [{ measure: "meanIou", atLeast: 0.75 }, { measure: "accuracy", atLeast: 0.95 }, { measure: "localised", atLeast: 0.93 }],
  async run(bench, { epochs, train, test, batch, learningRate, boxWeight }) {
    const data = await bench.data("shapes", { train, test });
    const loss: LossByOutput = { "head.class": sparseCategoricalCrossentropy(), "head.box": { loss: halfSquaredError(), weight: boxWeight } };
    const net = await network(twoHeads(data), { engine: bench.engine, seed: bench.seed, init: "torch" });
    try {
      const { history } = await bench.fit("training", net, samples(data.train), { loss, optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize: batch });
      const { outputs } = await evaluate(net, samples(data.test), { loss, keep: true });
      const answers = answersOf(data.test, outputs["head.class"]?.data ?? [], outputs["head.box"]?.data ?? [], data.classes.length);
      return {
        measures: {
          accuracy: mean(answers.map(({ right }) => Number(right))),
          meanIou: mean(answers.map(({ iou }) => iou)),
          localised: mean(answers.map(({ right, iou }) => Number(right && iou > 0.5))),
        },
        figures: { boxes: figureOf(data, answers) },
        networks: { localiser: { graph: net.graph, weights: await net.weights() } },
        histories: { training: history },
      };
    } finally {
      net.dispose();
    }
  },
});

/** Three halvings, and then every place by itself: a mean over the places, with which classifiers end, would forget where the figure was. */
const twoHeads = ({ classes, inputShape }: ImageDataset): Graph =>
  graph("localiser", { input: inputShape }, {
    features: [16, 32, 64].map((filters) => [convBnRelu(filters), convBnReluPool(filters)]),
    flatten: flatten(),
    fc: dense(128, { useBias: false }), bn: batchNormalization(), relu: relu(),
    head: heads({ class: dense(classes.length), box: dense(4) }),
  });

/** Boxes are learnt as shares of the side, so that their errors are small numbers whatever the size of the picture. */
function samples(split: Split): Data {
  const boxes = split.boxes ?? new Float32Array();
  return arrayData({
    inputs: { input: pixels(split) },
    targets: { "head.class": { shape: [size(split)], data: split.labels }, "head.box": { shape: [size(split), 4], data: boxes, scale: 1 / split.shape[1] } },
  });
}

/** What was found in one picture. */
interface Answer {
  readonly label: number;
  readonly right: boolean;
  /** In pixels. */
  readonly box: readonly number[];
  readonly iou: number;
}

function answersOf(split: Split, scores: ArrayLike<number>, boxes: ArrayLike<number>, classes: number): readonly Answer[] {
  const labels = predictedClasses(scores, classes);
  return Array.from({ length: size(split) }, (_, i) => {
    const box = [0, 1, 2, 3].map((side) => (boxes[4 * i + side] ?? NaN) * split.shape[1]);
    const label = labels[i] ?? 0;
    return { label, right: label === split.labels[i], box, iou: boxIou(box, trueBox(split, i)) };
  });
}

const trueBox = ({ boxes }: Split, i: number): ArrayLike<number> => boxes?.subarray(4 * i, 4 * i + 4) ?? [];

function figureOf({ test, classes }: ImageDataset, answers: readonly Answer[]): string {
  const pictures = answers.slice(0, 16).map(({ label, right, box, iou }, i) => ({
    image: image(test, i), shape: test.shape.slice(1), boxes: trueBox(test, i), found: box,
    caption: `${classes[label]}${right ? "" : `, is ${classes[test.labels[i] ?? 0]}`} · IoU ${percent(iou)}`,
  }));
  return pictureSheet(pictures, { title: "Class and box, on test pictures" });
}
