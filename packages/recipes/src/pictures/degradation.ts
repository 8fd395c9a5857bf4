import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, relu, residual, type Block, type Graph } from "@convscope/core";
import { cosine, heNormal, sgd, sparseCategoricalCrossentropy } from "@convscope/nn";
import { lineChart } from "@convscope/viz";
import { classified, short } from "../foundations/samples.ts";
import { program, type ProgramRecipe } from "../recipe.ts";
import { percent } from "../shapes/parts.ts";
import { trained, type Trained } from "../trained.ts";

/**
 * The degradation problem: more layers, of which a net could leave the new ones as they are, make even its training worse, unless each
 * pair of layers has a shortcut around it (He, Zhang, Ren & Sun, arXiv:1512.03385, figures 1, 4 and 6). Plain-18 and plain-34 against
 * ResNet-18 and ResNet-34, with the paper's stages and blocks (table 1), on drawn digits and so much narrower: batch normalisation after each
 * convolution, He's weights to begin with, gradient descent with momentum 0.9 and weight decay 1e-4.
 *
 * For `plainShallow`, `plainDeep`, `residualShallow` and `residualDeep`: `…Loss`, the mean loss of the training pictures in the last epoch, and
 * `…Accuracy` on test pictures; and
 *
 * - `plainPenalty`, `residualPenalty`: the loss of the deep net less that of the shallow one
 */
export const degradation: ProgramRecipe = program({
  name: "degradation",
  title: "Deeper is worse for plain nets, and not for residual ones",
  task: "classification",
  teaches: "It is not overfitting: the deep plain net is worse on the very pictures that it learns from. With shortcuts the same layers are easy to train.",
  data: ["strokes"],
  minutes: 1,
  settings: { epochs: 5, train: 1500, test: 400, batch: 32, learningRate: 0.05, width: 6 },
  expected: [{ measure: "plainPenalty", atLeast: 0.5 }, { measure: "residualPenalty", atMost: 0.2 }],
  async run(bench, { epochs, train, test, batch, learningRate, width }) {
    const data = await bench.data("strokes", { train, test });
    const nets: Record<string, Trained> = {};
    for (const [name, shortcut] of Object.entries({ plain: false, residual: true }))
      for (const [depth, blocks] of Object.entries(depths)) {
        const net = digitNet(blocks, width, shortcut);
        nets[`${name}${depth}`] = await trained(bench, net.name, net, { train: classified(data.train, { graph: net }), test: classified(data.test, { graph: net }) }, {
          loss: sparseCategoricalCrossentropy(), optimizer: sgd({ learningRate, momentum: 0.9, weightDecay: 1e-4 }), schedule: cosine(), epochs, batchSize: batch,
        }, { init: { kernel: heNormal() } });
      }
    const lossOf = (name: string): number => nets[name]?.history.at(-1)?.loss ?? NaN;
    return {
      measures: {
        ...Object.fromEntries(Object.entries(nets).flatMap(([name, { accuracy }]) => [[`${name}Loss`, lossOf(name)], [`${name}Accuracy`, accuracy]])),
        plainPenalty: lossOf("plainDeep") - lossOf("plainShallow"), residualPenalty: lossOf("residualDeep") - lossOf("residualShallow"),
      },
      figures: { training: lineChart(Object.values(nets).map(({ graph: { name }, history }) => ({ name, points: history.map(({ epoch, loss }) => [epoch, loss] as const) })), { title: "Training loss of plain and residual nets of two depths", xLabel: "epoch", yLabel: "mean training loss" }) },
      networks: Object.fromEntries(Object.entries(nets).reverse().map(([name, { graph: own, weights }]) => [name, { graph: own, weights }])),
      histories: Object.fromEntries(Object.values(nets).map(({ graph: { name }, history }) => [name, history])),
      table: [["net", "training loss", "training accuracy", "test accuracy"], ...Object.values(nets).map(({ graph: { name }, history, accuracy }) => [name, short(history.at(-1)?.loss ?? NaN), percent(history.at(-1)?.["accuracy"] ?? NaN), percent(accuracy)])],
    };
  },
});

/** How many blocks of two layers there are at each size: with the first convolution and the classifier 18 and 34 layers have weights. */
const depths = { Shallow: [2, 2, 2, 2], Deep: [3, 4, 6, 3] } as const;

/** Four stages, each after the first of half the size and twice as wide. */
function digitNet(blocks: readonly number[], width: number, shortcut: boolean): Graph {
  const stages = blocks.map((n, stage): Block => Array.from({ length: n }, (_, i) => (shortcut ? shortened : plain)(width * 2 ** stage, stage > 0 && i === 0 ? 2 : 1)));
  const layers = 2 + 2 * blocks.reduce((sum, n) => sum + n, 0);
  return graph(`${shortcut ? "residual" : "plain"}-${layers}`, [28, 28, 1], {
    // The first convolution halves the picture, which makes all of it four times as fast.
    conv: conv2d(width, 3, { strides: 2, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu(),
    ...Object.fromEntries(stages.map((stage, i) => [`layer${i + 1}`, stage])),
    avgpool: globalAveragePooling2d(),
    fc: dense(10),
  });
}

const two = (filters: number, strides: number): { readonly [name: string]: Block } => ({
  conv1: conv2d(filters, 3, { strides, padding: 1, useBias: false }), bn1: batchNormalization(), relu1: relu(),
  conv2: conv2d(filters, 3, { padding: 1, useBias: false }), bn2: batchNormalization(),
});

const plain = (filters: number, strides: number): Block => ({ ...two(filters, strides), relu2: relu() });

const shortened = (filters: number, strides: number): Block =>
  residual(two(filters, strides), { activation: relu(), downsample: { conv: conv2d(filters, 1, { strides, useBias: false }), bn: batchNormalization() } });
