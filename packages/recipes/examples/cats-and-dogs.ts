import { simd } from "@convscope/backend-simd";
import { conv2d, dense, flatten, graph, maxPooling2d, relu, sigmoid, type Block } from "@convscope/core";
import { first } from "@convscope/datasets";
import { adam, arrayData, binaryCrossentropy, evaluate, fit, network, rocAuc, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawFaces, petNames, type Faces } from "@convscope/recipes";
import { predictionGrid } from "@convscope/viz";

// Drawn faces: 0 is a cat, 1 a dog. Photographs would do as well, only not as fast.
const [train, test] = [drawFaces(400, 1, "train"), drawFaces(200, 1, "test")];
const samples = ({ shape, images, labels }: Faces): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { sigmoid: { shape: [labels.length, 1], data: Float32Array.from(labels) } } });

// One output is enough for two classes: the probability of a dog.
const stage = (filters: number): Block => ({ conv: conv2d(filters, 3, { padding: 1 }), relu: relu(), pool: maxPooling2d(2) });
const pets = graph("pets", [32, 32, 3], { stage1: stage(8), stage2: stage(16), stage3: stage(32), flatten: flatten(), fc: dense(1), sigmoid: sigmoid() });
const net = await network(pets, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// Binary cross-entropy: −log of the probability that was given to what it is.
const loss = binaryCrossentropy({ from: "probabilities" });
await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.003 }), epochs: 8, batchSize: 16 });

// The threshold is a choice; the area under the ROC curve asks of all thresholds at once.
const chances = (await evaluate(net, samples(test), { loss, keep: true })).outputs["sigmoid"]?.data ?? [];
net.dispose();
const dog = Array.from(chances);
for (const threshold of [0.2, 0.5, 0.8]) console.log(`dog from ${threshold} on: ${dog.filter((chance, i) => Number(chance >= threshold) === test.labels[i]).length} of ${dog.length} right`);
console.log(`area under the ROC curve ${rocAuc(test.labels, chances).toFixed(3)}`);

const shown = dog.slice(0, 24);
const probabilities = shown.flatMap((chance) => [1 - chance, chance]);
export const figure: string = predictionGrid({ ...first(test, 24), classes: petNames, probabilities, predicted: shown.map((chance) => Number(chance >= 0.5)) }, { title: "Cat or dog? Test faces" });
