import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { adam, arrayData, fit, network, sparseCategoricalCrossentropy, useBackend, type Data } from "@convscope/nn";

// 12×12 grey pictures of one bar in noise: class 0 lies, class 1 stands.
function bars(samples: number, seed: number): Data {
  const images = new Float32Array(samples * 144);
  const labels = Int32Array.from({ length: samples }, (_, i) => i % 2);
  let state = 7919 * seed;
  const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  labels.forEach((upright, i) => {
    const place = Math.floor(random() * 12);
    for (let p = 0; p < 144; p++) images[i * 144 + p] = 0.5 * random() + ((upright ? p % 12 : Math.floor(p / 12)) === place ? 0.7 : 0);
  });
  return arrayData({ inputs: { input: { shape: [samples, 12, 12, 1], data: images } }, targets: { fc: { shape: [samples], data: labels } } });
}

const bar = graph("bars", [12, 12, 1], { conv: conv2d(8, 5), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(2) });
const net = await network(bar, { engine: await useBackend("auto"), seed: 1 });

await fit(net, bars(400, 1), {
  loss: sparseCategoricalCrossentropy(),
  optimizer: adam({ learningRate: 0.01 }),
  epochs: 4,
  batchSize: 32,
  validation: bars(200, 2),
  callbacks: [{ onEpochEnd: ({ epoch, loss, valAccuracy = 0 }) => { console.log(`epoch ${epoch}: loss ${loss.toFixed(2)}, ${(100 * valAccuracy).toFixed(1)} % of unseen bars right`); } }],
});

// The network goes on being data: any node's values for any picture, as typed arrays.
const { inputs } = await bars(1, 3).batch(Uint32Array.of(0));
const { pool, fc } = await net.run(inputs, { nodes: ["pool", "fc"] });
console.log(`pool ${pool?.shape.join("×")}, scores ${Array.from(fc?.data ?? [], (score) => score.toFixed(1)).join(" and ")}`);
net.dispose();
