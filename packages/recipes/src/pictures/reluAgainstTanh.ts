import { conv2d, dense, flatten, graph, maxPooling2d, relu, tanh, type Graph, type Layer } from "@convscope/core";
import type { Split } from "@convscope/datasets";
import { arrayData, network, randomNormal, sgd, sparseCategoricalCrossentropy, type Callback, type Data, type EpochLog } from "@convscope/nn";
import { lineChart } from "@convscope/viz";
import { program, type Outcome, type ProgramRecipe } from "../recipe.ts";
import { mean, percent } from "../shapes/parts.ts";

/** The error at which the race ends. */
const goal = 0.25;

/** Factors on the setting's learning rate. The paper chose the rate of each net by itself, to make its training as fast as can be. */
const factors = [1, 3, 10, 30] as const;

/**
 * How many steps a small convolutional net takes to a training error of 25 %, with ReLU and with tanh: figure 1 of Krizhevsky, Sutskever &
 * Hinton 2012 (doi:10.1145/3065386), where four layers on CIFAR-10 need six times as long with tanh. Four layers here too, no regularisation,
 * gradient descent with momentum 0.9, of four learning rates the best for each; on drawn digits, which are easier. As in the paper pixels are
 * raw, 0 … 255 less their mean (section 2), and weights begin with a deviation of 0.01 (section 5): the first sums are so large that tanh
 * saturates. Where pixels go from 0 to 1 and weights begin as Glorot has them, tanh keeps up on so small a net.
 *
 * - `reluSteps`, `tanhSteps`: steps until the mean error of the training pictures as they went by is at the goal, between epochs by a straight
 *   line; where the goal is not reached, all steps that were taken
 * - `ratio` of the two, tanh over ReLU, and `sameRate`: the same where tanh has ReLU's learning rate too
 */
export const reluAgainstTanh: ProgramRecipe = program({
  name: "relu-against-tanh",
  title: "ReLU against tanh: steps to 25 % training error",
  task: "classification",
  teaches: "Where tanh saturates its slope is next to nothing, and the layers before it hardly learn; ReLU's is 1 wherever it lets a value through, however large. At the same learning rate the net learns several times as fast for it; with a larger rate of its own tanh is as fast on so small a net.",
  data: ["strokes"],
  minutes: 1,
  settings: { epochs: 12, train: 1000, batch: 32, learningRate: 0.001 },
  expected: [{ measure: "sameRate", atLeast: 2 }],
  async run(bench, { epochs, train, batch, learningRate }) {
    const data = await bench.data("strokes", { train, test: 1 });
    const samples = centred(data.train);
    const histories: Record<string, readonly EpochLog[]> = {};
    const steps = Math.ceil(train / batch);
    const races: Race[] = [];
    let best: Outcome["networks"] = {};
    for (const [name, activation] of Object.entries({ relu: relu(), tanh: tanh() }))
      for (const factor of factors) {
        const net = await network(fourLayers(activation), { engine: bench.engine, seed: bench.seed, init: { kernel: randomNormal({ deviation: 0.01 }) } });
        const stage = `${name}-${factors.indexOf(factor) + 1}`;
        bench.say(`${name}, learning rate ${learningRate * factor}`);
        try {
          const { history } = await bench.fit(stage, net, samples, { loss: sparseCategoricalCrossentropy(), optimizer: sgd({ learningRate: learningRate * factor, momentum: 0.9 }), epochs, batchSize: batch, callbacks: [untilGoal] });
          histories[stage] = history;
          races.push({ name, stage, rate: learningRate * factor, history, steps: stepsTo(history, steps) });
          if (winner(races, name).stage === stage) best = { ...best, [name]: { graph: net.graph, weights: await net.weights() } };
        } finally {
          net.dispose();
        }
      }
    const [ours, theirs] = [winner(races, "relu"), winner(races, "tanh")];
    const sameRate = races.find(({ name, rate }) => name === "tanh" && rate === ours.rate) ?? theirs;
    return {
      measures: { reluSteps: ours.steps, tanhSteps: theirs.steps, ratio: theirs.steps / ours.steps, sameRate: sameRate.steps / ours.steps },
      figures: { error: figureOf([ours, theirs, ...(sameRate === theirs ? [] : [sameRate])], steps) },
      networks: best, histories,
      table: [["activation", "learning rate", "steps to 25 % error", "error at the end"], ...races.map((race) => [race.name, String(race.rate), reached(race.history) ? String(Math.round(race.steps)) : `not in ${race.steps}`, percent(errorOf(race.history.at(-1)))])],
    };
  },
});

/** One training. */
interface Race {
  readonly name: string;
  readonly stage: string;
  readonly rate: number;
  readonly history: readonly EpochLog[];
  readonly steps: number;
}

const errorOf = (log: EpochLog | undefined): number => 1 - (log?.["accuracy"] ?? NaN);
const reached = (history: readonly EpochLog[]): boolean => history.some((log) => errorOf(log) <= goal);
const untilGoal: Callback = { onEpochEnd: (log) => (errorOf(log) <= goal ? { stop: `the training error is ${percent(errorOf(log))}` } : undefined) };

/** When the error was at the goal: what an epoch's mean says is told of its middle. */
export function stepsTo(history: readonly EpochLog[], stepsPerEpoch: number): number {
  const at = history.findIndex((log) => errorOf(log) <= goal);
  if (at < 0) return history.length * stepsPerEpoch;
  const [before, after] = [errorOf(history[at - 1]), errorOf(history[at])];
  const share = at === 0 ? 1 : (before - goal) / (before - after);
  return (at - 0.5 + share) * stepsPerEpoch;
}

/** The fastest of a kind; of those that did not get there, the one with the least error. */
function winner(races: readonly Race[], name: string): Race {
  const own = races.filter((race) => race.name === name);
  return own.reduce((best, race) => (race.steps < best.steps || (race.steps === best.steps && errorOf(race.history.at(-1)) < errorOf(best.history.at(-1))) ? race : best), own[0] as Race);
}

/** Pixels 0 … 255 less their mean. */
function centred({ shape, images, labels }: Split): Data {
  const middle = mean(Array.from(images));
  return arrayData({ inputs: { input: { shape, data: Float32Array.from(images, (value) => value - middle) } }, targets: { fc: { shape: [labels.length], data: labels } } });
}

const fourLayers = (activation: Layer): Graph =>
  graph("four-layers", [28, 28, 1], {
    conv1: conv2d(8, 5, { padding: 2 }), act1: activation, pool1: maxPooling2d(2),
    conv2: conv2d(16, 5, { padding: 2 }), act2: activation, pool2: maxPooling2d(2),
    conv3: conv2d(32, 5, { padding: 2 }), act3: activation, pool3: maxPooling2d(2),
    flatten: flatten(),
    fc: dense(10),
  });

function figureOf(races: readonly Race[], steps: number): string {
  const last = Math.max(...races.map(({ history }) => history.length)) * steps;
  return lineChart([
    ...races.map(({ name, rate, history }) => ({ name: `${name}, rate ${rate}`, points: history.map((log) => [(log.epoch - 0.5) * steps, 100 * errorOf(log)] as const) })),
    { name: "25 %", points: [[0, 100 * goal], [last, 100 * goal]] },
  ], { title: "The same net with ReLU and with tanh, with the best of four rates", xLabel: "step", yLabel: "training error, %" });
}
