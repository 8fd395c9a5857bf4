import { add, branches, concatenate, conv2d, conv2dTranspose, from, graph, maxPooling2d, upSampling2d, type Block, type Graph } from "@convscope/core";
import { image, size, type ImageDataset, type Split } from "@convscope/datasets/pure";
import { adam, arrayData, confusionMatrix, cosine, evaluate, heNormal, maskScores, network, predictedClasses, sparseCategoricalCrossentropy, type Data, type MaskScores } from "@convscope/nn";
import { pictureSheet, type SheetPicture } from "@convscope/viz";
import { program, type Outcome, type ProgramRecipe, type Workbench } from "../recipe.ts";
import { convBnRelu, convBnReluPool, pixels } from "./parts.ts";

/** What all segmentations may be told. */
const settings = { epochs: 10, train: 3000, test: 400, batch: 16, learningRate: 0.005 };
type SegmentSettings = typeof settings;

/**
 * Semantic segmentation with a U-Net (arXiv:1505.04597) of an eighth of the paper's width and three halvings in place of four, its
 * convolutions padded and each followed by batch normalisation (see `uNet`): each pixel is background, circle, square or triangle. Half
 * of the figures are outlines, whose inside looks like the background and still belongs to the figure: only who sees the whole can tell,
 * and only who sees the pixels finds the edge. The loss is the mean of the cross-entropies of all pixels (section 3 of the paper,
 * without its weight map).
 *
 * Measured over all pixels of the test pictures: `meanIou`, intersection over union averaged over the four classes (arXiv:1411.4038,
 * section 5), `meanDice` likewise, and `pixelAccuracy`.
 */
export const segmentShapes: ProgramRecipe = program({
  name: "segment-shapes",
  title: "A U-Net tells for each pixel what it belongs to",
  task: "semantic segmentation",
  teaches: "The way down finds what is there, the way up where; what is carried across from each size of the way down makes the edges sharp.",
  data: ["shapes"],
  minutes: 1,
  settings,
  expected: [{ measure: "meanIou", atLeast: 0.95 }, { measure: "pixelAccuracy", atLeast: 0.985 }],
  run: (bench, chosen) => segment(bench, chosen, uNet),
});

/**
 * The same with a fully convolutional net (arXiv:1411.4038): a classifier's convolutions, scores at each of their sizes, the coarser
 * ones enlarged by interpolation and added to the finer ones, as FCN-8s does with three; the last scores are enlarged to the picture. Scores are all
 * that it carries across, where a U-Net carries features, and its finest ones are half of the picture's size: its edges are blunter.
 */
export const segmentShapesFcn: ProgramRecipe = program({
  name: "segment-shapes-fcn",
  title: "A fully convolutional net tells for each pixel what it belongs to",
  task: "semantic segmentation",
  teaches: "A classifier becomes a segmenter once its dense layers are 1×1 convolutions. Compared with the U-Net it is fast and blunt.",
  data: ["shapes"],
  minutes: 0.5,
  settings,
  expected: [{ measure: "meanIou", atLeast: 0.78 }, { measure: "pixelAccuracy", atLeast: 0.95 }],
  run: (bench, chosen) => segment(bench, chosen, fullyConvolutional),
});

/** The paper's figure 1, smaller, for pictures whose sides are multiples of 8. With batch normalisation, which the paper's net has not, a few epochs are enough. */
function uNet({ classes, inputShape }: ImageDataset): Graph {
  const twice = (filters: number): Block => [convBnRelu(filters), convBnRelu(filters)];
  const down = (filters: number): Block => ({ convs: twice(filters), pool: maxPooling2d(2) });
  const up = (across: string, filters: number): Block => ({
    join: branches({ skip: from(`${across}.convs.1.relu`), up: conv2dTranspose(filters, 2, { strides: 2 }) }, concatenate()),
    convs: twice(filters),
  });
  return graph("unet-small", { input: inputShape }, {
    down1: down(8), down2: down(16), down3: down(32), bottom: twice(64),
    up3: up("down3", 32), up2: up("down2", 16), up1: up("down1", 8),
    score: conv2d(classes.length + 1, 1),
  });
}

/** Scores after each of four halvings, and further convolutions at the last size, all added at the finest of these sizes. */
function fullyConvolutional({ classes, inputShape }: ImageDataset): Graph {
  const scores = conv2d(classes.length + 1, 1);
  const finer = (pool: string) => branches({ coarse: upSampling2d(2, { interpolation: "bilinear" }), fine: { pool: from(pool), score: scores } }, add());
  return graph("fcn-small", { input: inputShape }, {
    half: convBnReluPool(16), quarter: convBnReluPool(32), eighth: convBnReluPool(64), sixteenth: convBnReluPool(128),
    last: convBnRelu(128), score: scores,
    fuse8: finer("eighth.pool"), fuse4: finer("quarter.pool"), fuse2: finer("half.pool"),
    upscore: upSampling2d(2, { interpolation: "bilinear" }),
  });
}

async function segment(bench: Workbench, { epochs, train, test, batch, learningRate }: SegmentSettings, netFor: (data: ImageDataset) => Graph): Promise<Outcome> {
  const data = await bench.data("shapes", { train, test });
  // As the paper of the U-Net has it.
  const net = await network(netFor(data), { engine: bench.engine, seed: bench.seed, init: { kernel: heNormal() } });
  const [output = ""] = net.graph.outputs;
  const loss = sparseCategoricalCrossentropy();
  try {
    const { history } = await bench.fit("training", net, samples(data.train, output), { loss, optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize: batch });
    const { outputs } = await evaluate(net, samples(data.test, output), { loss, batchSize: batch, keep: true });
    const classes = ["background", ...data.classes];
    const found = predictedClasses(outputs[output]?.data ?? [], classes.length);
    const scores = maskScores(confusionMatrix(classMaps(data.test), found, classes.length));
    return {
      measures: { meanIou: scores.meanIou, meanDice: scores.meanDice, pixelAccuracy: scores.pixelAccuracy },
      figures: { segments: figureOf(data, found) },
      networks: { segmenter: { graph: net.graph, weights: await net.weights() } },
      histories: { training: history },
      table: tableOf(classes, scores),
    };
  } finally {
    net.dispose();
  }
}

const samples = (split: Split, output: string): Data =>
  arrayData({ inputs: { input: pixels(split) }, targets: { [output]: { shape: split.shape.slice(0, 3), data: classMaps(split) } } });

/** The class of each pixel, `[n, H, W]`: 0 behind the figure, one more than its label in it. */
function classMaps({ masks = new Uint8Array(), labels, shape: [, height, width] }: Split): Uint8Array {
  return masks.map((inside, at) => inside * (1 + (labels[Math.floor(at / (height * width))] ?? 0)));
}

const tableOf = (classes: readonly string[], { iou, dice }: MaskScores): string[][] => [
  ["class", "IoU", "Dice"],
  ...classes.map((name, i) => [name, (iou[i] ?? NaN).toFixed(3), (dice[i] ?? NaN).toFixed(3)]),
];

/** Background, circle, square, triangle: colours that the colour-blind can tell apart (Okabe and Ito). */
const colours = [[32, 36, 42], [230, 159, 0], [86, 180, 233], [0, 158, 115]] as const;
const wrong = [240, 70, 70] as const;

/** For each of some pictures: itself, what is true, what was found, and where the two differ. */
function figureOf({ test, classes }: ImageDataset, found: ArrayLike<number>): string {
  const [, height, width] = test.shape;
  const truth = classMaps(test);
  const drawn = (caption: string, colourOf: (at: number) => readonly number[], i: number): SheetPicture => ({
    caption, shape: [height, width, 3],
    image: Uint8Array.from({ length: height * width * 3 }, (_, k) => colourOf(i * height * width + Math.floor(k / 3))[k % 3] ?? 0),
  });
  const colour = (label: number | undefined): readonly number[] => colours[label ?? 0] ?? wrong;
  const rows = Array.from({ length: Math.min(6, size(test)) }, (_, i) => {
    const differing = Array.from({ length: height * width }, (__, k) => i * height * width + k).filter((at) => found[at] !== truth[at]).length;
    return [
      { image: image(test, i), shape: [height, width, 3], caption: "picture" },
      drawn(`truth: ${classes[test.labels[i] ?? 0]}`, (at) => colour(truth[at]), i),
      drawn("found", (at) => colour(found[at]), i),
      drawn(`${differing || "no"} wrong pixel${differing === 1 ? "" : "s"}`, (at) => (found[at] === truth[at] ? colours[0] : wrong), i),
    ];
  });
  return pictureSheet(rows.flat(), {
    title: "Segments of test pictures", side: 120, width: 556,
    subtitle: `orange: ${classes[0]}, blue: ${classes[1]}, green: ${classes[2]}; red: wrong`,
  });
}
