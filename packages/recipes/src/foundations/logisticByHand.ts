import { model } from "@convscope/models";
import { size, subset, type Split } from "@convscope/datasets/pure";
import { binaryCrossentropy, evaluate, network, sgd, zeros, type NdArray } from "@convscope/nn";
import { filterGrid, lineChart } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { scaled, short } from "./samples.ts";

/**
 * Logistic regression twice: with the update written by hand, and with the engine's differentiation. For a = σ(w·x + b) and the
 * cross-entropy −(y log a + (1 − y) log(1 − a)) the chain ∂L/∂a = −y/a + (1−y)/(1−a), ∂a/∂z = a(1−a) shortens to ∂L/∂z = a − y, so
 * ∂L/∂w = (a − y)·x and ∂L/∂b = a − y, in the mean over the samples (Bishop, Pattern Recognition and Machine Learning, equation 4.91).
 *
 * - `greatestDifference` between the two sets of weights after all steps
 * - `accuracy` on test pictures
 */
export const logisticByHand: ProgramRecipe = program({
  name: "logistic-by-hand",
  title: "Logistic regression by a hand-written update, against automatic differentiation",
  task: "binary classification",
  teaches: "What an engine's differentiation does is no secret: for one neuron the gradient is (a − y)·x, two lines of code, and after a hundred steps both have the same weights.",
  data: ["strokes"],
  minutes: 0.1,
  settings: { steps: 100, learningRate: 0.1, train: 2000, test: 1000, zero: 4, one: 9 },
  expected: [{ measure: "greatestDifference", atMost: 1e-6 }, { measure: "accuracy", atLeast: 0.9 }],
  async run(bench, { steps, learningRate, train, test, zero, one }) {
    const data = await bench.data("strokes", { train, test });
    const [x, held] = [data.train, data.test].map((split) => pairOf(split, zero, one)) as [Pair, Pair];
    const net = await network(model("logistic", { classes: 1 }), { engine: bench.engine, seed: bench.seed, init: { kernel: zeros() } });
    const objective = { fc: { loss: binaryCrossentropy(), weight: 1 } };
    const hand = handWritten(x.pixels);
    const losses = { hand: [] as [number, number][], engine: [] as [number, number][] };
    try {
      for (let step = 1; step <= steps; step++) {
        bench.signal.throwIfAborted();
        losses.hand.push([step, hand.step(x.labels.data, learningRate)]);
        losses.engine.push([step, (await net.step({ inputs: { input: x.pixels }, targets: { fc: x.labels } }, { objective, optimizer: sgd({ learningRate }) })).loss]);
      }
      const weights = await net.weights();
      const [learnt, bias] = [weights["fc.weight"]?.data ?? [], weights["fc.bias"]?.data ?? []];
      const differences = [...Array.from(hand.weights, (value, i) => Math.abs(value - (learnt[i] ?? NaN))), Math.abs(hand.bias() - (bias[0] ?? NaN))];
      const { metrics, loss } = await evaluate(net, { length: size(held.split), batch: () => ({ inputs: { input: held.pixels }, targets: { fc: held.labels } }) }, { loss: binaryCrossentropy(), batchSize: size(held.split) });
      return {
        measures: { greatestDifference: Math.max(...differences), accuracy: metrics["accuracy"] ?? NaN, loss },
        figures: {
          losses: lineChart([{ name: "by hand", points: losses.hand }, { name: "by the engine", points: losses.engine }], { title: "Two ways to the same loss", xLabel: "step", yLabel: "mean cross-entropy" }),
          weights: filterGrid({ data: interleaved(hand.weights, learnt), shape: [28, 28, 1, 2] }, { title: `Weights by hand and by the engine: ${zero} below zero, ${one} above` }),
        },
        networks: { logistic: { graph: net.graph, weights } },
        histories: {},
        table: [["", "by hand", "by the engine"], ["loss of the first step", short(losses.hand[0]?.[1] ?? NaN), short(losses.engine[0]?.[1] ?? NaN)], ["loss of the last", short(losses.hand.at(-1)?.[1] ?? NaN), short(losses.engine.at(-1)?.[1] ?? NaN)], ["bias", short(hand.bias()), short(bias[0] ?? NaN)]],
      };
    } finally {
      net.dispose();
    }
  },
});

/** Pictures of two digits: pixels `[n, 28, 28, 1]`, labels 0 and 1 `[n, 1]`. */
interface Pair {
  readonly split: Split;
  readonly pixels: NdArray;
  readonly labels: NdArray;
}

function pairOf(all: Split, zero: number, one: number): Pair {
  const split = subset(all, Uint32Array.from(Array.from(all.labels, (label, i) => (label === zero || label === one ? i : -1)).filter((i) => i >= 0)));
  return { split, pixels: scaled(split), labels: { shape: [size(split), 1], data: Float32Array.from(split.labels, (label) => (label === one ? 1 : 0)) } };
}

/** The whole of logistic regression: nothing of the engine is used. */
function handWritten({ shape, data: x }: NdArray): { readonly weights: Float64Array; readonly bias: () => number; step(y: ArrayLike<number>, learningRate: number): number } {
  const samples = shape[0] ?? 0;
  const inputs = x.length / samples;
  const weights = new Float64Array(inputs);
  let bias = 0;
  return {
    weights, bias: () => bias,
    /** One step of gradient descent; gives the loss before it. */
    step(y, learningRate) {
      const gradient = new Float64Array(inputs);
      let [biasGradient, loss] = [0, 0];
      for (let n = 0; n < samples; n++) {
        let z = bias;
        for (let i = 0; i < inputs; i++) z += (weights[i] ?? 0) * (x[n * inputs + i] ?? 0);
        const a = 1 / (1 + Math.exp(-z));
        const truth = y[n] ?? 0;
        loss -= Math.log(truth === 1 ? a : 1 - a) / samples;
        const error = (a - truth) / samples;
        for (let i = 0; i < inputs; i++) gradient[i] = (gradient[i] ?? 0) + error * (x[n * inputs + i] ?? 0);
        biasGradient += error;
      }
      for (let i = 0; i < inputs; i++) weights[i] = (weights[i] ?? 0) - learningRate * (gradient[i] ?? 0);
      bias -= learningRate * biasGradient;
      return loss;
    },
  };
}

/** `[n]` and `[n]` as `[n, 2]`. */
const interleaved = (a: ArrayLike<number>, b: ArrayLike<number>): Float32Array => Float32Array.from({ length: 2 * a.length }, (_, i) => (i % 2 === 0 ? a : b)[Math.floor(i / 2)] ?? 0);
