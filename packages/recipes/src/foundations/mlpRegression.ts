import { dense, graph, tanh } from "@convscope/core";
import { adam, arrayData, meanSquaredError, network, randomOf, regressionScores, type Arrays, type EpochLog } from "@convscope/nn";
import { lineChart } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { short } from "./samples.ts";

/**
 * Regression with a multilayer perceptron: a curve through noisy points. Two hidden layers of tanh can follow any continuous curve, given
 * enough units (Cybenko 1989, doi:10.1007/BF02551274); a straight line is what is left without them.
 *
 * - `mse` against the curve without noise, and `r2`
 * - `lineMse`, the same of the best straight line through the points
 *
 * It is trained in stages, a picture after each; each begins with a fresh optimiser, so that an interrupted training goes on alike.
 */
export const mlpRegression: ProgramRecipe = program({
  name: "mlp-regression",
  title: "A multilayer perceptron fits a curve through noisy points",
  task: "regression",
  teaches: "The same net with another loss: squared error and no activation at the end give a number instead of a class. The curve bends into place epoch by epoch.",
  data: [],
  minutes: 0.5,
  settings: { epochs: 200, points: 256, noise: 0.15, units: 32, batch: 32, learningRate: 0.01 },
  expected: [{ measure: "mse", atMost: 0.02 }, { measure: "r2", atLeast: 0.95 }],
  async run(bench, { epochs, points, noise, units, batch, learningRate }) {
    const samples = noisy(points, noise, bench.seed);
    const bent = graph("curve", [1], { fc1: dense(units), tanh1: tanh(), fc2: dense(units), tanh2: tanh(), fc3: dense(1) });
    const data = arrayData({ inputs: { input: { shape: [points, 1], data: samples.x } }, targets: { fc3: { shape: [points, 1], data: samples.y } } });
    const grid = Float32Array.from({ length: 201 }, (_, i) => (3 * i) / 100 - 3);
    const stages = [...new Set([1, Math.ceil(epochs / 20), Math.ceil(epochs / 4), epochs])];
    const curves: { readonly name: string; readonly values: ArrayLike<number> }[] = [];
    const histories: Record<string, readonly EpochLog[]> = {};
    let weights: Arrays | undefined;
    for (const [i, end] of stages.entries()) {
      const name = `epoch ${end}`;
      const net = await network(bent, { engine: bench.engine, seed: bench.seed + i, init: "torch", ...(weights && { weights }) });
      try {
        histories[name] = (await bench.fit(`epoch-${end}`, net, data, { loss: meanSquaredError(), optimizer: adam({ learningRate }), epochs: end - (stages[i - 1] ?? 0), batchSize: batch })).history;
        curves.push({ name, values: (await net.predict({ shape: [grid.length, 1], data: grid }, { batchSize: grid.length })).data });
        weights = await net.weights();
      } finally {
        net.dispose();
      }
    }
    const truth = grid.map(curve);
    const { mse, r2 } = regressionScores(truth, curves.at(-1)?.values ?? []);
    const line = straight(samples);
    const { mse: lineMse } = regressionScores(truth, grid.map(line));
    const over = (values: ArrayLike<number>): [number, number][] => Array.from(grid, (x, i) => [x, values[i] ?? NaN]);
    return {
      measures: { mse, r2, lineMse },
      figures: { curve: lineChart([{ name: "points", points: Array.from(samples.x, (x, i) => [x, samples.y[i] ?? NaN]), dots: true }, ...curves.map(({ name, values }) => ({ name, points: over(values) })), { name: "without noise", points: over(truth) }], { title: "A curve bends into place" }) },
      networks: { curve: { graph: bent, weights: weights ?? {} } },
      histories,
      table: [["fit", "mean squared error"], ["straight line", short(lineMse)], ...curves.map(({ name, values }) => [name, short(regressionScores(truth, values).mse)])],
    };
  },
});

/** What is to be found, for x from −3 to 3. */
const curve = (x: number): number => Math.sin(2 * x) + x / 2;

/** Points of the curve, each off by Gaussian noise. */
function noisy(count: number, deviation: number, seed: number): { readonly x: Float32Array; readonly y: Float32Array } {
  const random = randomOf(seed, "points");
  const x = Float32Array.from(random.uniforms(count), (u) => 6 * u - 3);
  return { x, y: x.map((at) => curve(at) + deviation * random.normal()) };
}

/** The straight line of least squares. */
function straight({ x, y }: { readonly x: Float32Array; readonly y: Float32Array }): (at: number) => number {
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const slope = mean(x.map((at, i) => (at - mx) * ((y[i] ?? 0) - my))) / mean(x.map((at) => (at - mx) ** 2));
  return (at) => my + slope * (at - mx);
}
