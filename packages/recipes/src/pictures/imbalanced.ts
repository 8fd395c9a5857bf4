import { conv2d, dense, flatten, graph, maxPooling2d, relu, type Graph } from "@convscope/core";
import { classCounts, classWeights, size, subset, type Split } from "@convscope/datasets/pure";
import { adam, balancedData, classScores, confusionMatrix, macroScores, predictedClasses, sparseCategoricalCrossentropy, type ClassScores, type Data, type Loss } from "@convscope/nn";
import { beside, perClassBars } from "@convscope/viz";
import { classified } from "../foundations/samples.ts";
import { program, type ProgramRecipe } from "../recipe.ts";
import { mean, percent } from "../shapes/parts.ts";
import { trained, type Trained } from "../trained.ts";

/**
 * Ten digits, of which 5 to 9 are rare in training and as frequent as the others in the test. The same net three times, with as many steps:
 *
 * - `plain`: as the data are
 * - `weighted`: the loss of a class counts the more, the rarer it is: n / (k · count), as in King & Zeng 2001
 * - `balanced`: every class is drawn equally often, so that rare pictures come many times in an epoch
 *
 * The measures are `…Rare`, the mean recall of the rare classes; `…MacroF1`, the mean F1 of all classes; `…Accuracy`; and `gain`, what the
 * better of the two remedies adds to the rare recall. Both are compared in arXiv:1710.05381, which finds drawing rare pictures oftener the best.
 */
export const imbalanced: ProgramRecipe = program({
  name: "imbalanced",
  title: "Twenty of one digit for each of another: class weights and balanced drawing",
  task: "classification of imbalanced data",
  teaches: "Who seldom sees a class does well to guess another, and the accuracy on data just as skewed hides it. The recall of each class shows it; weights in the loss, or drawing all classes equally often, mend most of it.",
  data: ["strokes"],
  minutes: 0.2,
  settings: { epochs: 6, train: 2400, test: 600, batch: 32, learningRate: 0.002, ratio: 20 },
  expected: [{ measure: "gain", atLeast: 0.05 }],
  async run(bench, { epochs, train, test, batch, learningRate, ratio }) {
    const data = await bench.data("strokes", { train, test });
    const classes = data.classes.length;
    const few = thinned(data.train, ratio, classes);
    const counts = classCounts(few, classes);
    bench.say(`training pictures of each class: ${counts.join(", ")}`);
    const plain = sparseCategoricalCrossentropy();
    const net = smallNet(classes);
    const samples = classified(few, { graph: net });
    const ways: { readonly [name: string]: { readonly loss: Loss; readonly train: Data } } = {
      plain: { loss: plain, train: samples },
      weighted: { loss: sparseCategoricalCrossentropy({ classWeights: classWeights(few.labels, classes) }), train: samples },
      balanced: { loss: plain, train: balancedData(samples, few.labels, { seed: bench.seed }) },
    };
    const nets: Record<string, Trained> = {};
    const scores: Record<string, readonly ClassScores[]> = {};
    const measures: Record<string, number> = {};
    for (const [name, way] of Object.entries(ways)) {
      const one = await trained(bench, name, net, { train: way.train, test: classified(data.test, { graph: net }) }, { loss: way.loss, optimizer: adam({ learningRate }), epochs, batchSize: batch });
      const confusion = confusionMatrix(data.test.labels, predictedClasses(one.scores, classes), classes);
      nets[name] = one;
      scores[name] = classScores(confusion);
      measures[`${name}Rare`] = mean(classScores(confusion).slice(frequent).map(({ recall }) => recall));
      measures[`${name}MacroF1`] = macroScores(confusion).f1;
      measures[`${name}Accuracy`] = one.accuracy;
    }
    const of = (name: string): number => measures[name] ?? NaN;
    return {
      measures: { ...measures, gain: Math.max(of("weightedRare"), of("balancedRare")) - of("plainRare") },
      figures: { classes: beside(Object.entries(scores).map(([name, rows]) => perClassBars(rows.map((row, i) => ({ ...row, class: `${data.classes[i]}, ${counts[i]} seen` })), { title: name, width: 520 })), { title: "The same pictures learned in three ways" }) },
      networks: Object.fromEntries(Object.entries(nets).reverse().map(([name, { graph: own, weights }]) => [name, { graph: own, weights }])),
      histories: Object.fromEntries(Object.entries(nets).map(([name, { history }]) => [name, history])),
      table: [["way", "recall of rare classes", "macro F1", "accuracy"], ...Object.keys(ways).map((name) => [name, percent(of(`${name}Rare`)), of(`${name}MacroF1`).toFixed(3), percent(of(`${name}Accuracy`))])],
    };
  },
});

/** The classes before this one are frequent. */
const frequent = 5;

/** All of the first classes, and of the others one of so many. */
export function thinned(split: Split, ratio: number, classes: number): Split {
  const seen = new Uint32Array(classes);
  const kept = Array.from({ length: size(split) }, (_, i) => i).filter((i) => {
    const label = split.labels[i] ?? 0;
    const nth = seen[label] ?? 0;
    seen[label] = nth + 1;
    return label < frequent || nth % ratio === 0;
  });
  return subset(split, kept);
}

const smallNet = (classes: number): Graph =>
  graph("small-cnn", [28, 28, 1], {
    conv1: conv2d(8, 5, { padding: 2 }), relu1: relu(), pool1: maxPooling2d(2),
    conv2: conv2d(16, 3, { padding: 1 }), relu2: relu(), pool2: maxPooling2d(2),
    flatten: flatten(),
    fc: dense(classes),
  });
