import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, relu, residual, type Block, type Graph } from "@convscope/core";
import {
  adam, arrayData, cosine, evaluate, features, freeze, linearProbe, network, probeAccuracy, sparseCategoricalCrossentropy, transferWeights, type Arrays, type Data, type EpochLog, type FitOptions, type Network,
} from "@convscope/nn";
import { lineChart, sampleGrid } from "@convscope/viz";
import { program, type ProgramRecipe, type Workbench } from "../recipe.ts";
import { drawMarks, markNames, type Marks } from "./marks.ts";

const loss = sparseCategoricalCrossentropy();

/**
 * Transfer learning: a residual net learns to read drawn digits, of which there are thousands, and then meets crosses, rings and stars, once
 * a few of each and once 250 of each. Four ways to go on, with the same pictures and the same epochs:
 *
 * - `scratch`: random weights, as if there were no other data
 * - `probe`: logistic regression on what goes into the head, by L-BFGS
 * - `head`: the trunk frozen, a new head trained by descent
 * - `fineTuned`: the new head alone for an eighth of the epochs, then all of it
 *
 * The measures are their accuracy on test pictures with few pictures, the same with 250 (`scratchMany`, …), and `gain`: fine-tuned less
 * from scratch, with few. After CS231n's notes on transfer learning and arXiv:1411.1792.
 */
export const transferPictures: ProgramRecipe = program({
  name: "transfer-pictures",
  title: "Transfer from digits to pictures of new kinds, a few and 250 of each",
  task: "transfer learning",
  teaches: "Where pictures are few, a net that has learned to read digits does much better on new figures than one that begins with nothing. With hundreds of each a small net needs no help any more, and a frozen trunk even holds it back: little and much data ask for different ways.",
  data: ["strokes"],
  minutes: 2,
  settings: { pretraining: 2000, pretrainingEpochs: 3, few: 10, fewEpochs: 40, many: 250, manyEpochs: 6, test: 600, learningRate: 0.003, headRate: 0.03, thawRate: 1 },
  expected: [{ measure: "gain", atLeast: 0.1 }, { measure: "scratchMany", atLeast: 0.9 }, { measure: "fineTunedMany", atLeast: 0.9 }],
  async run(bench, { pretraining, pretrainingEpochs, few, fewEpochs, many, manyEpochs, test, ...rates }) {
    bench.say("a net that reads digits");
    const digits = await bench.data("strokes", { train: pretraining, test });
    const first = await network(digitNet, { engine: bench.engine, seed: bench.seed });
    try {
      const { history } = await bench.fit("pretraining", first, dataOf(digits.train), { loss, optimizer: adam({ learningRate: rates.learningRate }), schedule: cosine(), epochs: pretrainingEpochs, batchSize: 32 });
      const { weights } = transferWeights(markNet, await first.weights(), { seed: bench.seed });
      const held = dataOf(drawMarks(test, bench.seed, "test"));
      const [small, large] = [
        await fourWays(bench, `${few} of each`, { ...rates, weights, held, pictures: few, epochs: fewEpochs, batchSize: 15 }),
        await fourWays(bench, `${many} of each`, { ...rates, weights, held, pictures: many, epochs: manyEpochs, batchSize: 32 }),
      ];
      const samples = drawMarks(24, bench.seed, "train");
      return {
        measures: {
          pretrained: await accuracyOf(first, dataOf(digits.test)),
          ...small.accuracy, ...Object.fromEntries(Object.entries(large.accuracy).map(([way, value]) => [`${way}Many`, value])),
          gain: small.accuracy.fineTuned - small.accuracy.scratch,
        },
        figures: { few: curves(few, small), many: curves(many, large), samples: sampleGrid({ images: samples.images, shape: samples.shape, labels: samples.labels, classes: markNames }, { title: "Crosses, rings and stars" }) },
        networks: { fineTuned: { graph: markNet, weights: small.weights.fineTuned }, scratch: { graph: markNet, weights: small.weights.scratch }, head: { graph: markNet, weights: small.weights.head } },
        histories: { pretraining: history, ...small.histories, ...large.histories },
        table: [["way", "what learns", `${few} of each`, `${many} of each`], ...ways.map(({ way, learns }) => [way, learns, percent(small.accuracy[way]), percent(large.accuracy[way])])],
      };
    } finally {
      first.dispose();
    }
  },
});

const ways = [
  { way: "scratch", learns: "all, from random weights" },
  { way: "probe", learns: "logistic regression on the features" },
  { way: "head", learns: "a new head, by descent" },
  { way: "fineTuned", learns: "a new head, then all of it" },
] as const;
type Way = (typeof ways)[number]["way"];

interface FourWaysOptions {
  /** Of the net that was trained before, with a new head. */
  readonly weights: Arrays;
  readonly held: Data;
  /** Of each class. */
  readonly pictures: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly headRate: number;
  readonly thawRate: number;
}

interface FourWays {
  /** On test pictures. */
  readonly accuracy: Readonly<Record<Way, number>>;
  readonly weights: Readonly<Record<Exclude<Way, "probe">, Arrays>>;
  readonly histories: { readonly [stage: string]: readonly EpochLog[] };
}

/** The four ways with so many pictures. The test pictures choose nothing: they are measured after each epoch to be drawn. */
async function fourWays(bench: Workbench, stage: string, { weights, held, pictures, epochs, batchSize, learningRate, headRate, thawRate }: FourWaysOptions): Promise<FourWays> {
  const train = dataOf(drawMarks(markNames.length * pictures, bench.seed, "train"));
  const settings = { loss, optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize, validation: held };
  const begun = (from?: Arrays): Promise<Network> => network(markNet, { engine: bench.engine, seed: bench.seed, ...(from && { weights: from }) });
  async function trained(way: Way, options: FitOptions, from?: Arrays): Promise<{ readonly history: readonly EpochLog[]; readonly accuracy: number; readonly weights: Arrays }> {
    bench.say(`${stage}: ${way}`);
    const net = await begun(from);
    try {
      const { history } = await bench.fit(`${way}-${pictures}`, net, train, options);
      return { history, accuracy: await accuracyOf(net, held), weights: await net.weights() };
    } finally {
      net.dispose();
    }
  }
  const scratch = await trained("scratch", settings);
  const head = await trained("head", { ...settings, optimizer: adam({ learningRate: headRate }), ...freeze(markNet) }, weights);
  const fineTuned = await trained("fineTuned", { ...settings, ...freeze(markNet, { thaw: 1 + Math.ceil(epochs / 8), thawRate }) }, weights);
  return {
    accuracy: { scratch: scratch.accuracy, probe: await probed(bench, weights, train, held), head: head.accuracy, fineTuned: fineTuned.accuracy },
    weights: { scratch: scratch.weights, head: head.weights, fineTuned: fineTuned.weights },
    histories: { [`${stage}, scratch`]: scratch.history, [`${stage}, head`]: head.history, [`${stage}, fineTuned`]: fineTuned.history },
  };
}

/** The test accuracy of logistic regression on what goes into the head. */
async function probed({ engine }: Workbench, weights: Arrays, train: Data, held: Data): Promise<number> {
  const net = await network(markNet, { engine, weights });
  try {
    const probe = await linearProbe(await features(net, train), { engine, classes: markNames.length });
    return await probeAccuracy(probe, await features(net, held), { engine });
  } finally {
    net.dispose();
  }
}

/** Test accuracy after each epoch; the probe's, which has no epochs, as a level line. */
function curves(pictures: number, { histories, accuracy }: FourWays): string {
  const series = Object.entries(histories).map(([stage, logs]) => ({ name: stage.split(", ").at(-1) ?? "", points: logs.map((log) => [log.epoch, 100 * (log["valAccuracy"] ?? NaN)] as const) }));
  const last = Math.max(...Object.values(histories).map(({ length }) => length));
  return lineChart([...series, { name: "probe", points: [[1, 100 * accuracy.probe], [last, 100 * accuracy.probe]] }], { title: `${pictures} pictures of each class`, xLabel: "epoch", yLabel: "test accuracy, %" });
}

const block = (filters: number, strides: number): Block =>
  residual(
    { conv1: conv2d(filters, 3, { strides, padding: 1, useBias: false }), bn1: batchNormalization(), relu1: relu(), conv2: conv2d(filters, 3, { padding: 1, useBias: false }), bn2: batchNormalization() },
    { activation: relu(), ...(strides > 1 && { downsample: { conv: conv2d(filters, 1, { strides, useBias: false }), bn: batchNormalization() } }) },
  );

/** Eight layers with weights in the manner of arXiv:1512.03385, section 4.2, half as wide. */
const residualNet = (classes: number): Graph =>
  graph("small-resnet", [28, 28, 1], {
    conv1: conv2d(8, 3, { padding: 1, useBias: false }), bn1: batchNormalization(), relu1: relu(),
    layer1: block(8, 1), layer2: block(16, 2), layer3: block(32, 2),
    avgpool: globalAveragePooling2d(),
    fc: dense(classes),
  });

const digitNet = residualNet(10);
const markNet = residualNet(markNames.length);

/** Training or test samples; pixels from 0 to 1. */
function dataOf({ shape, images, labels }: Pick<Marks, "images"> & { readonly shape: readonly number[]; readonly labels: ArrayLike<number> }): Data {
  return arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { fc: { shape: [labels.length], data: Int32Array.from(labels) } } });
}

const accuracyOf = async (net: Network, data: Data): Promise<number> => (await evaluate(net, data, { loss })).metrics["accuracy"] ?? NaN;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
