import { simd } from "@convscope/backend-simd";
import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { classWeights, strokes, subset, type Split } from "@convscope/datasets";
import { adam, arrayData, classScores, confusionMatrix, evaluate, fit, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { perClassBars } from "@convscope/viz";

// Twos and sevens look alike, and here only one seven in twenty is kept for training. The test has as many of both.
const { train, test } = strokes({ train: 4000, test: 1000 });
const only = (split: Split, keep: number): Split => {
  const places = (digit: number): number[] => [...split.labels.keys()].filter((i) => split.labels[i] === digit);
  return subset(split, [...places(2), ...places(7).filter((_, nth) => nth % keep === 0)]);
};
const [skewed, even] = [only(train, 20), only(test, 1)];
const labels = ({ labels: digits }: Split): Int32Array => Int32Array.from(digits, (digit) => (digit === 7 ? 1 : 0));
const samples = (split: Split): Data =>
  arrayData({ inputs: { input: { shape: split.shape, data: split.images, scale: 1 / 255 } }, targets: { fc: { shape: [split.labels.length], data: labels(split) } } });

// The same net twice: as the data are, and with a loss in which a class counts the more, the rarer it is.
const small = graph("small-cnn", [28, 28, 1], { conv: conv2d(6, 5), relu: relu(), pool: maxPooling2d(4), flatten: flatten(), fc: dense(2) });
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const bars = [];
for (const [title, weights] of Object.entries({ "all alike": [1, 1], "weighted": classWeights(labels(skewed), 2) })) {
  const net = await network(small, { engine, seed: 1 });
  const loss = sparseCategoricalCrossentropy({ classWeights: weights });
  await fit(net, samples(skewed), { loss, optimizer: adam({ learningRate: 0.002 }), epochs: 8, batchSize: 16 });
  const { outputs } = await evaluate(net, samples(even), { loss, keep: true });
  net.dispose();
  // Accuracy hides it; the recall of each class shows it.
  const scores = classScores(confusionMatrix(labels(even), predictedClasses(outputs["fc"]?.data ?? [], 2), 2));
  console.log(`${title}: ${(100 * (scores[0]?.recall ?? NaN)).toFixed(0)} % of the twos and ${(100 * (scores[1]?.recall ?? NaN)).toFixed(0)} % of the sevens found`);
  bars.push(...scores.map((row, i) => ({ ...row, class: `${["2", "rare 7"][i]}, ${title}` })));
}

export const figure: string = perClassBars(bars, { title: "A rare class, learned in two ways", width: 560 });
