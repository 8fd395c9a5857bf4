import { simd } from "@convscope/backend-simd";
import { batchNormalization, branches, concatenate, conv2d, dense, embedding, from, globalAveragePooling2d, graph, lstm, relu, reshape, sequence, type Block } from "@convscope/core";
import { image as picture } from "@convscope/datasets";
import { adam, arrayData, cosine, fit, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawMarks, markNames, type Marks } from "@convscope/recipes";
import { pictureSheet } from "@convscope/viz";

// A figure in each picture, and three words that tell of it: "a small ring". Words are numbers, places in this list.
const [train, test] = [drawMarks(450, 1, "train"), drawMarks(90, 1, "test")];
const words = ["a", "small", "large", ...markNames];
const told = ({ labels, boxes }: Marks): readonly number[][] => Array.from(labels, (label, i) => [0, (boxes[4 * i + 2] ?? 0) - (boxes[4 * i] ?? 0) < 17 ? 1 : 2, 3 + label]);

// A memory sees the picture first, then each word, and says the next one: it hears the first two words, and has to say all three.
const samples = (marks: Marks): Data => arrayData({
  inputs: { image: { shape: marks.shape, data: marks.images, scale: 1 / 255 }, words: { shape: [marks.labels.length, 2], data: Int32Array.from(told(marks).flatMap((caption) => caption.slice(0, 2))) } },
  targets: { fc: { shape: [marks.labels.length, 3], data: Int32Array.from(told(marks).flat()) } },
});
const stage = (filters: number, strides: number): Block => ({ conv: conv2d(filters, 3, { strides, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const captioner = graph("captioner", { image: [28, 28, 1], words: sequence(2, words.length) }, {
  see: [stage(8, 1), stage(16, 2), stage(32, 2)], mean: globalAveragePooling2d(),
  steps: branches({ image: { fc: dense(24), reshape: reshape([1, 24]) }, words: { words: from("words"), embedding: embedding(words.length, 24) } }, concatenate({ axis: 0 })),
  memory: lstm(24, { returnSequences: true }), fc: dense(words.length),
});
const net = await network(captioner, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// The loss is the mean cross-entropy of all words.
await fit(net, samples(train), { loss: sparseCategoricalCrossentropy(), metrics: {}, optimizer: adam({ learningRate: 0.01 }), schedule: cosine(), epochs: 10, batchSize: 15 });

// To tell, it hears what it has said itself, always the likeliest word. What it has not heard yet cannot change what it says.
const n = test.labels.length;
const { inputs: { image } } = await samples(test).batch(Uint32Array.from(test.labels.keys()));
const heard = new Int32Array(2 * n);
let said: Uint32Array = new Uint32Array(3 * n);
for (let place = 0; place < 3 && image; place++) {
  said = predictedClasses((await net.run({ image, words: { shape: [n, 2], data: heard } }))["fc"]?.data ?? [], words.length);
  for (let i = 0; i < n && place < 2; i++) heard[2 * i + place] = said[3 * i + place] ?? 0;
}
net.dispose();

const inWords = (places: Iterable<number>): string => Array.from(places, (place) => words[place]).join(" ");
const captions = told(test).map((truth, i) => ({ truth: inWords(truth), caption: inWords(said.subarray(3 * i, 3 * i + 3)) }));
console.log(`it says "${captions[0]?.caption}" of ${captions[0]?.truth}, "${captions[1]?.caption}" of ${captions[1]?.truth}`);
console.log(`${captions.filter(({ truth, caption }) => truth === caption).length} of ${n} test pictures told word for word, where a guess tells ${n / 6}`);

export const figure: string = pictureSheet(captions.slice(0, 18).map(({ truth, caption }, i) => ({
  image: picture(test, i), shape: [28, 28, 1], caption: truth === caption ? caption : `${caption}; is ${truth}`,
})), { title: "Captions of test pictures", side: 106 });
