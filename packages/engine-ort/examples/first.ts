import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { ort } from "@convscope/engine-ort";
import { adam, arrayData, fit, network, sparseCategoricalCrossentropy, useBackend } from "@convscope/nn";

// 12×12 pictures of waves: class 0 lies, class 1 stands.
const samples = 200;
const pixels = Float32Array.from({ length: samples * 144 }, (_, i) => {
  const [picture, place] = [Math.floor(i / 144), i % 144];
  return Math.sin(picture + (picture % 2 ? place % 12 : Math.floor(place / 12)));
});
const waves = arrayData({ inputs: { input: { shape: [samples, 12, 12, 1], data: pixels } }, targets: { fc: { shape: [samples], data: Int32Array.from({ length: samples }, (_, i) => i % 2) } } });

const net = graph("tiny", [12, 12, 1], { conv: conv2d(8, 5), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(2) });
const engine = await useBackend("ort", { engines: [ort] });
const there = await network(net, { engine, seed: 1 });
const { history } = await fit(there, waves, { loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate: 0.01 }), epochs: 3, batchSize: 20 });
console.log(`${engine.name}: accuracy ${history.map(({ accuracy = 0 }) => accuracy.toFixed(2)).join(", ")}`);

// Any node can be looked at, as on every other engine, with the channels last.
const { inputs } = await waves.batch(Uint32Array.of(0, 1));
const { pool } = await there.run(inputs, { nodes: ["pool"] });
console.log(`pool ${pool?.shape.join("×")}`);
there.dispose();
