import { affine, augmentBatch, brightness, mirror, type Pipeline } from "@convscope/augment";
import { conv2d, dense, dropout, flatten, graph, maxPooling2d, relu, type Graph } from "@convscope/core";
import { adam, arrayData, cosine, randomOf, sparseCategoricalCrossentropy, type Data, type NdArray } from "@convscope/nn";
import { compareTrainings } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { percent } from "../shapes/parts.ts";
import { trained, type Trained } from "../trained.ts";
import { drawMarks, markNames, type Marks } from "./marks.ts";

/**
 * AlexNet's layers (Krizhevsky, Sutskever & Hinton 2012, doi:10.1145/3065386, section 3.5), an eighth as wide and for pictures of 28×28, from
 * random weights on 250 drawn crosses, rings and stars each, under noise: what overfitting looks like, and what the paper's two remedies do (section 4).
 *
 * For `plain`, `dropout` (½ before both hidden dense layers), `augmented` (mirrored, moved, turned, made larger or smaller, lighter or darker) and `both`: the
 * accuracy on test pictures; and
 *
 * - `plainGap`, `bothGap`: accuracy on the training pictures as they went by less that on test pictures
 * - `gain`: the best of the remedies less `plain`
 */
export const alexnetFromScratch: ProgramRecipe = program({
  name: "alexnet-from-scratch",
  title: "A small AlexNet on 3 × 250 pictures, with and without dropout and augmentation",
  task: "classification",
  teaches: "With 250 pictures a class the net soon knows each by heart, and what it knows helps little with others: the curves part. Dropout helps a little; pictures changed at random are new each time and cannot be learned by heart.",
  data: [],
  minutes: 2,
  settings: { epochs: 36, pictures: 250, test: 600, batch: 32, learningRate: 0.001, noise: 0.4 },
  expected: [{ measure: "plainGap", atLeast: 0.08 }, { measure: "gain", atLeast: 0.03 }],
  async run(bench, { epochs, pictures, test, batch, learningRate, noise }) {
    const [seen, asked] = [noisy(drawMarks(markNames.length * pictures, bench.seed, "train"), noise, bench.seed), noisy(drawMarks(test, bench.seed, "test"), noise, bench.seed + 1)];
    const held = asTheyAre(asked);
    const nets: Record<string, Trained> = {};
    for (const [name, { rate, changed }] of Object.entries(ways)) {
      // The test chooses nothing: it is only drawn after each epoch.
      nets[name] = await trained(bench, name, smallAlexnet(rate), { train: changed ? changedAtRandom(seen, bench.seed) : asTheyAre(seen), test: held }, { loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize: batch, validation: held });
    }
    const of = (name: string): number => nets[name]?.accuracy ?? NaN;
    const learned = (name: string): number => nets[name]?.history.at(-1)?.["accuracy"] ?? NaN;
    return {
      measures: {
        plain: of("plain"), dropout: of("dropout"), augmented: of("augmented"), both: of("both"),
        plainGap: learned("plain") - of("plain"), bothGap: learned("both") - of("both"),
        gain: Math.max(of("dropout"), of("augmented"), of("both")) - of("plain"),
      },
      figures: { training: compareTrainings(Object.entries(nets).map(([name, { history }]) => ({ name, history })), { title: "A small AlexNet on 3 × 250 pictures", best: "none", note: "The validation curves are of the test pictures, by which nothing is chosen." }) },
      networks: Object.fromEntries(Object.entries(nets).reverse().map(([name, { graph: own, weights }]) => [name, { graph: own, weights }])),
      histories: Object.fromEntries(Object.entries(nets).map(([name, { history }]) => [name, history])),
      table: [["way", "dropout", "augmentation", "training accuracy", "test accuracy"], ...Object.entries(ways).map(([name, { rate, changed }]) => [name, String(rate), changed ? "yes" : "no", percent(learned(name)), percent(of(name))])],
    };
  },
});

const ways = {
  plain: { rate: 0, changed: false },
  dropout: { rate: 0.5, changed: false },
  augmented: { rate: 0, changed: true },
  both: { rate: 0.5, changed: true },
} as const;

/** The first convolution is 5×5 and at every place, where the paper's is 11×11 at every fourth: its pictures are eight times as wide. No response normalisation. */
function smallAlexnet(rate: number): Graph {
  const pool = maxPooling2d(3, { strides: 2 });
  return graph("small-alexnet", [28, 28, 1], {
    conv1: conv2d(12, 5, { padding: 2 }), relu1: relu(), pool1: pool,
    conv2: conv2d(32, 5, { padding: 2 }), relu2: relu(), pool2: pool,
    conv3: conv2d(48, 3, { padding: 1 }), relu3: relu(),
    conv4: conv2d(48, 3, { padding: 1 }), relu4: relu(),
    conv5: conv2d(32, 3, { padding: 1 }), relu5: relu(), pool5: pool,
    flatten: flatten(),
    ...(rate > 0 && { drop6: dropout(rate) }), fc6: dense(256), relu6: relu(),
    ...(rate > 0 && { drop7: dropout(rate) }), fc7: dense(256), relu7: relu(),
    fc8: dense(markNames.length),
  });
}

const changes: Pipeline = [mirror(), affine({ degrees: 20, translate: [0.1, 0.1], scale: [0.85, 1.15] }), brightness({ factor: [0.7, 1.3] })];

/** The same with noise of this deviation, of which 1 is from black to white: without it such plain figures would leave a net nothing to learn by heart. */
function noisy(marks: Marks, deviation: number, seed: number): Marks {
  const random = randomOf(seed, "noise");
  return { ...marks, images: marks.images.map((value) => Math.round(Math.min(255, Math.max(0, value + 255 * deviation * random.normal())))) };
}

const labelled = (labels: ArrayLike<number>): NdArray => ({ shape: [labels.length], data: Int32Array.from(labels) });

const asTheyAre = ({ shape, images, labels }: Marks): Data => arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { fc8: labelled(labels) } });

/** Pictures changed otherwise in each epoch. How one is changed depends on its place and the epoch alone, so that an interrupted training goes on alike. */
function changedAtRandom({ shape: [length, height, width, channels], images, labels }: Marks, seed: number): Data {
  const area = height * width * channels;
  return {
    length,
    batch(indices, epoch = 0) {
      const pictures = new Float32Array(indices.length * area);
      for (const [i, index] of indices.entries()) {
        const { data } = augmentBatch({ shape: [1, height, width, channels], data: images.subarray(index * area, (index + 1) * area) }, changes, { seed, path: [epoch, index] });
        data.forEach((value, k) => { pictures[i * area + k] = value / 255; });
      }
      return { inputs: { input: { shape: [indices.length, height, width, channels], data: pictures } }, targets: { fc8: labelled(Array.from(indices, (index) => labels[index] ?? 0)) } };
    },
  };
}
