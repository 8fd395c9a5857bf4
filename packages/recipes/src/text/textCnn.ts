import { makeSentence, sentences, type SentenceDataset, type SentenceSplit } from "@convscope/datasets/pure";
import { model } from "@convscope/models";
import { adam, arrayData, initialWeights, linearProbe, network, predictedClasses, randomUniform, sparseCategoricalCrossentropy, trainableKeys, type Data, type EpochLog, type NdArray } from "@convscope/nn";
import { lineChart } from "@convscope/viz";
import { program, type ProgramRecipe, type Workbench } from "../recipe.ts";
import { mean, percent } from "../shapes/parts.ts";
import { trained, type Trained } from "../trained.ts";
import { corpusVectors } from "./corpusVectors.ts";
import { wordCounts } from "./wordCounts.ts";

/** Numbers of a word's vector, as in the paper. */
const units = 300;
const loss = sparseCategoricalCrossentropy();

/**
 * Kim's convolutional net for sentences (arXiv:1408.5882) in the four variants of its section 3.1, above two bags of words, on made reviews
 * of films of which a good half cannot be told from their words alone:
 *
 * - `rand`: vectors drawn at random, learned with the rest
 * - `static`: given vectors that stay as they are
 * - `nonStatic`: given vectors that are learned on
 * - `multichannel`: both, their sum seen by the same filters
 * - `bagOfWords`, `bagOfPairs`: logistic regression on how often each word, or each pair of neighbours, occurs
 *
 * The measures are accuracies on test sentences, and `gain`: the worst of the nets less the bag of words. The paper's given vectors come
 * from 100 billion words of news; these from the training sentences themselves (see `corpusVectors`), so that its order of the
 * variants is not to be expected here. Adam instead of Adadelta, and no limit on the norms of the last layer's rows.
 */
export const textCnn: ProgramRecipe = program({
  name: "text-cnn",
  title: "Kim's text CNN in four variants, above a bag of words",
  task: "sentence classification",
  teaches: "\"Not bad but good\" and \"not good but bad\" have the same words. A filter over three to five words sees their order, and the strongest answer anywhere in the sentence is enough; a bag of words has lost it.",
  data: [],
  minutes: 1,
  settings: { epochs: 3, train: 2000, test: 400, batch: 50, learningRate: 0.003 },
  expected: [{ measure: "rand", atLeast: 0.9 }, { measure: "nonStatic", atLeast: 0.9 }, { measure: "multichannel", atLeast: 0.9 }, { measure: "gain", atLeast: 0.1 }],
  async run(bench, { epochs, train, test, batch, learningRate }) {
    const data = sentences({ train, test });
    const words = data.vocabulary.length;
    const given = corpusVectors(data.train, words, { units, seed: bench.seed });
    const nets: Record<string, Trained> = {};
    for (const [name, { multichannel, vectors, fixed }] of Object.entries(variants)) {
      const graph = model("text_cnn", { inputShape: [data.length], vocabulary: words, ...(multichannel && { variant: "multichannel" }) });
      // Words without a vector are drawn from −¼ to ¼: section 4.3 of the paper.
      const drawn = initialWeights(graph, { seed: bench.seed, init: { embedding: randomUniform({ low: -0.25, high: 0.25 }) } });
      nets[name] = await trained(bench, name, graph, { train: rowsOf(data.train), test: rowsOf(data.test) }, {
        loss, optimizer: adam({ learningRate }), epochs, batchSize: batch, validation: rowsOf(data.test),
        trainable: trainableKeys(graph).filter((key) => key !== fixed),
      }, { weights: { ...drawn, ...Object.fromEntries(vectors.map((key) => [key, given])) } });
    }
    const [bagOfWords, bagOfPairs] = [await bag(bench, data, 1), await bag(bench, data, 2)];
    const truth = data.test.labels;
    const guesses = { ...Object.fromEntries(Object.entries(nets).map(([name, { scores }]) => [name, predictedClasses(scores, data.classes.length)])), "bag of words": bagOfWords, "bag of pairs": bagOfPairs };
    const accuracies = Object.fromEntries(Object.entries(nets).map(([name, net]) => [name, net.accuracy]));
    const [one, two] = [share(bagOfWords, truth), share(bagOfPairs, truth)];
    return {
      measures: { ...accuracies, bagOfWords: one, bagOfPairs: two, gain: Math.min(...Object.values(accuracies)) - one },
      figures: { accuracy: figureOf(Object.fromEntries(Object.entries(nets).map(([name, { history }]) => [name, history])), { "bag of words": one, "bag of pairs": two }) },
      networks: Object.fromEntries(Object.entries(nets).map(([name, { graph, weights }]) => [name, { graph, weights }])),
      histories: Object.fromEntries(Object.entries(nets).map(([name, { history }]) => [name, history])),
      table: tableOf(guesses, truth),
    };
  },
});

/** Which weights are given vectors, and which of them stay. */
const variants: { readonly [name: string]: { readonly multichannel: boolean; readonly vectors: readonly string[]; readonly fixed?: string } } = {
  rand: { multichannel: false, vectors: [] },
  static: { multichannel: false, vectors: ["embedding.weight"], fixed: "embedding.weight" },
  nonStatic: { multichannel: false, vectors: ["embedding.weight"] },
  multichannel: { multichannel: true, vectors: ["embedding.static.weight", "embedding.learned.weight"], fixed: "embedding.static.weight" },
};

const labelsOf = ({ labels }: SentenceSplit): NdArray => ({ shape: [labels.length], data: labels });

const rowsOf = (split: SentenceSplit): Data => arrayData({ inputs: { input: { shape: split.shape, data: split.tokens } }, targets: { fc: labelsOf(split) } });

/** What logistic regression on counts says of the test sentences. */
async function bag({ engine }: Workbench, { train, test, classes }: SentenceDataset, length: number): Promise<Uint32Array> {
  const [seen, asked] = wordCounts(train, [train, test], length) as [NdArray, NdArray];
  const { graph, weights } = await linearProbe({ features: seen, labels: labelsOf(train) }, { engine, classes: classes.length });
  const net = await network(graph, { engine, weights });
  try {
    return predictedClasses((await net.predict(asked)).data, classes.length);
  } finally {
    net.dispose();
  }
}

const share = (guessed: ArrayLike<number>, truth: ArrayLike<number>): number => mean(Array.from(truth, (label, i) => Number(label === guessed[i])));

/** How many are right of all test sentences, and of each kind of them. */
function tableOf(guesses: { readonly [name: string]: Uint32Array }, truth: Int32Array): readonly (readonly string[])[] {
  const kinds = Array.from(truth, (_, place) => makeSentence("test", place, 1).kind);
  const names = [...new Set(kinds)].sort();
  const of = (guessed: Uint32Array, kind: string): string => percent(mean(Array.from(truth).flatMap((label, i) => (kinds[i] === kind ? [Number(label === guessed[i])] : []))));
  return [["classifier", "all", ...names], ...Object.entries(guesses).map(([name, guessed]) => [name, percent(share(guessed, truth)), ...names.map((kind) => of(guessed, kind))])];
}

/** Test accuracy after each epoch; the baselines, which have no epochs, as level broken lines. The test chooses nothing. */
function figureOf(histories: { readonly [name: string]: readonly EpochLog[] }, level: { readonly [name: string]: number }): string {
  const last = Math.max(...Object.values(histories).map(({ length }) => length));
  return lineChart([
    ...Object.entries(histories).map(([name, logs]) => ({ name, points: logs.map((log) => [log.epoch, 100 * (log["valAccuracy"] ?? NaN)] as const) })),
    ...Object.entries(level).map(([name, value]) => ({ name, points: [[1, 100 * value], [last, 100 * value]] as const, dashed: true })),
  ], { title: "Four text CNNs above two bags of words", xLabel: "epoch", yLabel: "test accuracy, %" });
}
