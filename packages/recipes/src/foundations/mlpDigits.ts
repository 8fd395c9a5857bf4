import { parameters } from "@convscope/core";
import { model } from "@convscope/models";
import { adam, evaluate, network, sparseCategoricalCrossentropy, type EpochLog } from "@convscope/nn";
import { compareTrainings } from "@convscope/viz";
import { program, type Outcome, type ProgramRecipe } from "../recipe.ts";
import { percent } from "../shapes/parts.ts";
import { classified } from "./samples.ts";

/**
 * Softmax regression beside a multilayer perceptron on the same digits: what hidden layers are good for (Rumelhart, Hinton & Williams
 * 1986, doi:10.1038/323533a0).
 *
 * - `accuracy` of the perceptron 784-512-512-10 with dropout
 * - `linearAccuracy` of the one layer 784-10
 * - `gain`, what the hidden layers add
 */
export const mlpDigits: ProgramRecipe = program({
  name: "mlp-digits",
  title: "A multilayer perceptron beside logistic regression, on drawn digits",
  task: "classification",
  teaches: "One layer draws straight borders between classes. Two hidden layers bend them, and halve the mistakes at least.",
  data: ["strokes"],
  minutes: 0.5,
  settings: { epochs: 8, train: 6000, test: 1000, batch: 64, learningRate: 0.001 },
  expected: [{ measure: "accuracy", atLeast: 0.96 }, { measure: "linearAccuracy", atLeast: 0.84 }, { measure: "gain", atLeast: 0.07 }],
  async run(bench, { epochs, train, test, batch, learningRate }) {
    const data = await bench.data("strokes", { train, test });
    const loss = sparseCategoricalCrossentropy();
    const networks: Record<string, Outcome["networks"][string]> = {};
    const histories: Record<string, readonly EpochLog[]> = {};
    const rows: { readonly name: string; readonly params: number; readonly accuracy: number }[] = [];
    for (const name of ["mlp-512", "logistic"] as const) {
      const net = await network(model(name), { engine: bench.engine, seed: bench.seed });
      try {
        bench.say(`${name}: ${parameters(net.graph).trainable} parameters`);
        histories[name] = (await bench.fit(name, net, classified(data.train, net), { loss, optimizer: adam({ learningRate }), epochs, batchSize: batch, validation: classified(data.test, net) })).history;
        const { metrics } = await evaluate(net, classified(data.test, net), { loss });
        rows.push({ name, params: parameters(net.graph).trainable, accuracy: metrics["accuracy"] ?? NaN });
        networks[name] = { graph: net.graph, weights: await net.weights() };
      } finally {
        net.dispose();
      }
    }
    const [mlp = NaN, linear = NaN] = rows.map(({ accuracy }) => accuracy);
    return {
      measures: { accuracy: mlp, linearAccuracy: linear, gain: mlp - linear },
      figures: { training: compareTrainings(Object.entries(histories).map(([name, history]) => ({ name, history })), { title: "With and without hidden layers", best: "none", note: "The validation curves are of the test pictures, by which nothing is chosen." }) },
      networks, histories,
      table: [["model", "parameters", "test accuracy"], ...rows.map(({ name, params, accuracy }) => [name, `${params}`, percent(accuracy)])],
    };
  },
});
