import { dense, flatten, graph, relu, residual, sigmoid, tanh, type Block, type Graph, type Layer } from "@convscope/core";
import { first } from "@convscope/datasets/pure";
import { evaluate, network, sgd, sparseCategoricalCrossentropy, type EpochLog, type NdArray, type Network } from "@convscope/nn";
import { lineChart } from "@convscope/viz";
import { program, type Outcome, type ProgramRecipe } from "../recipe.ts";
import { percent } from "../shapes/parts.ts";
import { classified, scaled, short } from "./samples.ts";

/**
 * Vanishing gradients made visible: the norm of the loss's derivative by what each hidden layer says, in deep nets that differ in their
 * activation alone, and in one whose layers have a shortcut around them (Hochreiter 1991; Glorot & Bengio 2010; arXiv:1512.03385).
 * All start with Glorot's weights and learn by plain gradient descent, whose steps are as large as the gradients are.
 *
 * For `sigmoid`, `tanh`, `relu` and `residual` (a sigmoid with a shortcut):
 *
 * - `…Ratio`: the norm in the first hidden layer over that in the last, at the start
 * - `…Accuracy` on test pictures after the same training
 */
export const vanishingGradients: ProgramRecipe = program({
  name: "vanishing-gradients",
  title: "Gradients through 20 layers: sigmoid, tanh and ReLU, plain and residual",
  task: "classification",
  teaches: "Backpropagation multiplies by one factor a layer. The sigmoid's is a quarter at most, and after 20 layers nothing is left to learn from; a shortcut adds 1 to it, and the first layers hear the loss as loud as the last.",
  data: ["strokes"],
  minutes: 0.5,
  settings: { epochs: 8, depth: 20, units: 32, train: 2000, test: 500, batch: 32, learningRate: 0.02 },
  expected: [{ measure: "sigmoidRatio", atMost: 1e-9 }, { measure: "residualRatio", atLeast: 0.3, atMost: 3 }, { measure: "sigmoidAccuracy", atMost: 0.2 }, { measure: "residualAccuracy", atLeast: 0.65 }],
  async run(bench, { epochs, depth, units, train, test, batch, learningRate }) {
    const data = await bench.data("strokes", { train, test });
    const loss = sparseCategoricalCrossentropy();
    const seen = first(data.train, 256);
    const measures: Record<string, number> = {};
    const networks: Record<string, Outcome["networks"][string]> = {};
    const histories: Record<string, readonly EpochLog[]> = {};
    const norms: Record<"start" | "end", { readonly name: string; readonly points: readonly (readonly [number, number])[] }[]> = { start: [], end: [] };
    const rows: string[][] = [];
    for (const [name, { title, block }] of Object.entries(kinds)) {
      const net = await network(deep(name, block, depth, units), { engine: bench.engine, seed: bench.seed });
      const measured = async (): Promise<[number, number][]> => (await gradientNorms(net, scaled(seen), seen.labels)).map((norm, i) => [i + 1, norm]);
      try {
        const start = await measured();
        norms.start.push({ name: title, points: start });
        histories[name] = (await bench.fit(name, net, classified(data.train, net), { loss, optimizer: sgd({ learningRate }), epochs, batchSize: batch })).history;
        norms.end.push({ name: title, points: await measured() });
        const { metrics } = await evaluate(net, classified(data.test, net), { loss });
        const ratio = (start[0]?.[1] ?? NaN) / (start.at(-1)?.[1] ?? NaN);
        measures[`${name}Ratio`] = ratio;
        measures[`${name}Accuracy`] = metrics["accuracy"] ?? NaN;
        rows.push([title, short(start[0]?.[1] ?? NaN), short(start.at(-1)?.[1] ?? NaN), short(ratio), percent(metrics["accuracy"] ?? NaN)]);
        networks[name] = { graph: net.graph, weights: await net.weights() };
      } finally {
        net.dispose();
      }
    }
    const drawn = (when: "start" | "end", title: string): string => lineChart(norms[when], { title, xLabel: "hidden layer, the first next to the input", yLabel: "norm of the loss's derivative by what the layer says", yScale: "log" });
    return {
      measures, networks, histories,
      figures: { start: drawn("start", "How loud the loss is heard, before training"), end: drawn("end", `How loud the loss is heard, after ${epochs} epochs`) },
      table: [["blocks", "gradient in the first layer", "in the last", "ratio", "test accuracy"], ...rows],
    };
  },
});

/** What is repeated, by the name of its measures; the one to keep first. */
const kinds: { readonly [name: string]: { readonly title: string; readonly block: (units: number) => Block } } = {
  residual: { title: "sigmoid with a shortcut", block: (units) => residual(plain(sigmoid())(units)) },
  relu: { title: "ReLU", block: plain(relu()) },
  tanh: { title: "tanh", block: plain(tanh()) },
  sigmoid: { title: "sigmoid", block: plain(sigmoid()) },
};

function plain(activation: Layer): (units: number) => { readonly fc: Layer; readonly act: Layer } {
  return (units) => ({ fc: dense(units), act: activation });
}

const deep = (name: string, block: (units: number) => Block, depth: number, units: number): Graph =>
  graph(`deep-${name}`, [28, 28, 1], { flatten: flatten(), stem: dense(units), hidden: Array.from({ length: depth }, () => block(units)), fc: dense(10) });

/** The Euclidean norm of the loss's derivative by the value of each hidden layer, from the input on. */
async function gradientNorms(net: Network, input: NdArray, labels: Uint8Array | Int32Array): Promise<readonly number[]> {
  const last = new Map(net.graph.nodes.filter(({ name }) => name.startsWith("hidden.")).map(({ name }) => [name.split(".")[1], name]));
  const names = [...last.values()];
  const { nodes } = await net.gradients({ inputs: { input }, of: { objective: { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, targets: { fc: { shape: [labels.length], data: labels } } }, withRespectTo: { nodes: names } });
  return names.map((name) => Math.hypot(...(nodes[name]?.data ?? [])));
}
