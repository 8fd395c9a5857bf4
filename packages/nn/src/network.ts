import type { Graph } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import { batchIndices, inOrder } from "./data.ts";
import type { Engine, Runtime } from "./engine.ts";
import { initialWeights, type WeightInit } from "./initializers/index.ts";
import { concatenateRows, rows } from "./rows.ts";

/** A graph with weights on an engine, ready to predict and to train. */
export interface Network extends Runtime {
  /** The seed that drew the initial weights and draws the dropout masks. */
  readonly seed: number;
  /**
   * The outputs for any number of samples, computed in batches: `[N, …]` in, `[N, …]` out. A graph of one input and one output
   * takes and gives the array itself.
   */
  predict(x: NdArray, options?: PredictOptions): Promise<NdArray>;
  predict(x: Arrays, options?: PredictOptions): Promise<Arrays>;
}

export interface PredictOptions {
  readonly batchSize?: number;
}

export interface NetworkOptions {
  readonly engine: Engine;
  /** Draws the initial weights and the dropout masks. */
  readonly seed?: number;
  /** All weights, `node.weight-name`; drawn from the seed if left out. */
  readonly weights?: Arrays;
  /** How weights are drawn: Glorot uniform with zero biases, or PyTorch's way. */
  readonly init?: WeightInit;
}

/**
 * Puts a graph on an engine, with the weights given or drawn from the seed.
 *
 * @throws GraphError for weights that do not fit the graph, CapabilityError for layers the engine cannot run.
 */
export async function network(graph: Graph, { engine, seed = 0, weights, init }: NetworkOptions): Promise<Network> {
  const runtime = await engine.prepare(graph, weights ?? initialWeights(graph, { seed, ...(init && { init }) }), { seed });

  async function predict(x: NdArray | Arrays, { batchSize = 128 }: PredictOptions = {}): Promise<NdArray | Arrays> {
    const inputs = isArray(x) ? { [Object.keys(graph.inputs)[0] ?? "input"]: x } : x;
    const length = Object.values(inputs)[0]?.shape[0] ?? 0;
    const parts: Arrays[] = [];
    for (const indices of batchIndices(inOrder(length), batchSize)) {
      const [from = 0, to = 0] = [indices[0], (indices[0] ?? 0) + indices.length];
      parts.push(await runtime.run(Object.fromEntries(Object.entries(inputs).map(([name, array]) => [name, rows(array, from, to)]))));
    }
    const outputs = Object.fromEntries(graph.outputs.map((name) => [name, concatenateRows(parts.map((part) => part[name] as NdArray))]));
    return isArray(x) && graph.outputs.length === 1 ? (outputs[graph.outputs[0] ?? ""] as NdArray) : outputs;
  }
  return {
    graph, engine, seed,
    predict: predict as Network["predict"],
    run: (inputs, options) => runtime.run(inputs, options),
    measure: (batch, objective) => runtime.measure(batch, objective),
    gradients: (request) => runtime.gradients(request),
    step: (batch, options) => runtime.step(batch, options),
    weights: () => runtime.weights(),
    setWeights: (arrays) => runtime.setWeights(arrays),
    optimizerState: () => runtime.optimizerState(),
    setOptimizerState: (state) => runtime.setOptimizerState(state),
    dispose: () => runtime.dispose(),
  };
}

const isArray = (x: NdArray | Arrays): x is NdArray => Array.isArray(x.shape) && ArrayBuffer.isView(x.data);
