import { batchNormalization, branches, concatenate, dense, embedding, flatten, from, graph, lstm, relu, repeatVector, reshape, sequence, type Graph } from "@convscope/core";
import { sceneCaption, shapeScenes, type SceneDataset, type SceneSplit } from "@convscope/datasets/pure";
import { adam, arrayData, bleu, cosine, network, predictedClasses, sparseCategoricalCrossentropy, type Data, type Network } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { convBnRelu, convBnReluPool, mean, pixels } from "./parts.ts";
import { greedy, longest, nothing, wordRows, words } from "./words.ts";

/**
 * Captions as Show and Tell makes them (arXiv:1411.4555, equations 10 to 13): a convolutional net looks at the picture once, and a long
 * short-term memory, which sees the picture first and then each word, says the next one. In training the words that it sees are the true
 * ones (teacher forcing), and the loss is the mean cross-entropy of all words and the end; to tell it reads what it has said itself,
 * always the likeliest word (greedy; the paper keeps the 20 best beginnings). The picture goes in with all its places, where the
 * paper's has their mean: which figure is left of which would be forgotten. And it stands beside what the memory says of each word (the
 * "merge" of arXiv:1703.09137): what is wrong with the tenth word would else have to reach the convolutions through ten steps of the memory.
 *
 * Measured on test pictures: `exact`, the share of captions that are right word for word; `wordAccuracy`, the share of words, the end
 * among them, that are right after the true words before them; `bleu4`, see `bleu`.
 */
export const captionShapes: ProgramRecipe = program({
  name: "caption-shapes",
  title: "A picture in words: a large red circle left of a small blue square",
  task: "image captioning",
  teaches: "A network that sees and one that speaks are trained as one, from the words alone. Nobody tells it where the figures are.",
  data: [],
  minutes: 2,
  settings: { epochs: 10, train: 4000, test: 400, batch: 32, units: 128, learningRate: 0.002 },
  expected: [{ measure: "exact", atLeast: 0.4 }, { measure: "wordAccuracy", atLeast: 0.88 }, { measure: "bleu4", atLeast: 0.65 }],
  async run(bench, { epochs, train, test, batch, units, learningRate }) {
    const data = shapeScenes({ train, test, most: 2 });
    const net = await network(captioner(data, units), { engine: bench.engine, seed: bench.seed });
    try {
      const { history } = await bench.fit("training", net, samples(data.train), {
        loss: sparseCategoricalCrossentropy({ ignoreClass: nothing }), optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize: batch,
        // The usual accuracy would count the places after the end as mistakes.
        metrics: {},
      });
      const { told, wordAccuracy } = await answers(net, data.test);
      const truth = data.test.figures.map(sceneCaption);
      return {
        measures: { exact: mean(truth.map((caption, i) => Number(caption.join(" ") === told[i]?.join(" ")))), wordAccuracy, bleu4: bleu(told, truth) },
        figures: { captions: figureOf(data.test, told, truth) },
        networks: { captioner: { graph: net.graph, weights: await net.weights() } },
        histories: { training: history },
      };
    } finally {
      net.dispose();
    }
  },
});

/** The picture takes the place of the start word: `longest + 1` outputs, each the word that follows the picture and as many words. */
const captioner = ({ inputShape }: SceneDataset, units: number): Graph =>
  graph("captioner-small", { image: inputShape, words: sequence(longest, words.length) }, {
    // The last convolution sees 38 pixels, which is more than the largest figure has.
    cnn: { half: convBnReluPool(16), quarter: convBnReluPool(32), eighth: convBnReluPool(64), last: convBnRelu(64), flatten: flatten() },
    seen: { fc: dense(units, { useBias: false }), bn: batchNormalization(), relu: relu() },
    embed: branches(
      { image: { seen: from("seen.relu"), reshape: reshape([1, units]) }, words: { words: from("words"), embedding: embedding(words.length, units) } },
      concatenate({ axis: 0 }),
    ),
    lstm: lstm(units, { returnSequences: true }),
    beside: branches({ said: from("lstm"), seen: { seen: from("seen.relu"), repeat: repeatVector(longest + 1) } }, concatenate()),
    hidden: dense(units), relu: relu(),
    fc: dense(words.length),
  });

function samples(split: SceneSplit): Data {
  const { seen, said } = wordRows(split.figures.map(sceneCaption));
  const [length] = split.shape;
  return arrayData({ inputs: { image: pixels(split), words: { shape: [length, longest], data: seen } }, targets: { fc: { shape: [length, longest + 1], data: said } } });
}

/** Pictures a batch when they are told of. */
const atOnce = 64;

/** What a network tells of pictures, and the share of words that it says rightly after the true ones. */
async function answers(net: Network, split: SceneSplit): Promise<{ readonly told: readonly (readonly string[])[]; readonly wordAccuracy: number }> {
  const data = samples(split);
  const told: string[][] = [];
  const right: number[] = [];
  for (let from = 0; from < data.length; from += atOnce) {
    const { inputs: { image, words: seen }, targets: { fc } } = await data.batch(Uint32Array.from({ length: Math.min(atOnce, data.length - from) }, (_, i) => from + i));
    if (!image || !seen || !fc) continue;
    const next = async (after: Int32Array): Promise<ArrayLike<number>> => predictedClasses((await net.run({ image, words: { shape: seen.shape, data: after } }))["fc"]?.data ?? [], words.length);
    const forced = await next(Int32Array.from(seen.data));
    fc.data.forEach((word, at) => {
      if (word !== nothing) right.push(Number(forced[at] === word));
    });
    told.push(...(await greedy(next, fc.shape[0] ?? 0)));
  }
  return { told, wordAccuracy: mean(right) };
}

function figureOf({ images, shape: [, height, width, channels] }: SceneSplit, told: readonly (readonly string[])[], truth: readonly (readonly string[])[]): string {
  const area = height * width * channels;
  const pictures = told.slice(0, 12).map((caption, i) => {
    const [said, is] = [caption.join(" "), truth[i]?.join(" ") ?? ""];
    return { image: images.subarray(i * area, (i + 1) * area), shape: [height, width, channels], caption: said === is ? said : `wrong: ${said}. True: ${is}` };
  });
  return pictureSheet(pictures, { title: "Captions of test pictures", side: 170 });
}
