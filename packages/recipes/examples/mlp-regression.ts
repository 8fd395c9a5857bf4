import { simd } from "@convscope/backend-simd";
import { dense, graph, tanh } from "@convscope/core";
import { adam, arrayData, fit, meanSquaredError, network, randomOf, regressionScores, tfjsLoader, useBackend } from "@convscope/nn";
import { lineChart } from "@convscope/viz";

// 128 points of a curve, each off by noise.
const curve = (x: number): number => Math.sin(2 * x) + x / 2;
const random = randomOf(1, "points");
const x = Float32Array.from(random.uniforms(128), (u) => 6 * u - 3);
const y = x.map((at) => curve(at) + 0.15 * random.normal());
const data = arrayData({ inputs: { input: { shape: [128, 1], data: x } }, targets: { fc3: { shape: [128, 1], data: y } } });

// Two hidden layers of tanh; the last layer has no activation, so that any number can come out. The loss is the squared error.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const net = await network(graph("curve", [1], { fc1: dense(24), tanh1: tanh(), fc2: dense(24), tanh2: tanh(), fc3: dense(1) }), { engine, seed: 1, init: "torch" });

// After 5, 25 and 125 epochs: what the net says between −3 and 3, and how far that is from the curve without noise.
const grid = Float32Array.from({ length: 121 }, (_, i) => i / 20 - 3);
const fits = [];
for (const [before, epochs] of [[0, 5], [5, 25], [25, 125]] as const) {
  await fit(net, data, { loss: meanSquaredError(), optimizer: adam({ learningRate: 0.01 }), epochs: epochs - before, batchSize: 16 });
  const said = (await net.predict({ shape: [grid.length, 1], data: grid })).data;
  const { mse, r2 } = regressionScores(grid.map(curve), said);
  fits.push({ name: `after ${epochs} epochs`, points: Array.from(grid, (at, i) => [at, said[i] ?? NaN] as const) });
  console.log(`after ${epochs} epochs: mean squared error ${mse.toFixed(3)}, R² ${r2.toFixed(2)}`);
}
net.dispose();

const points = Array.from(x, (at, i) => [at, y[i] ?? NaN] as const);
export const figure: string = lineChart([{ name: "points", points, dots: true }, ...fits], { title: "A curve bends into place" });
