import { GraphError, inferShapes, received, type Graph } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import type { Engine, Runtime } from "./engine.ts";
import { initialWeights, type WeightInit } from "./initializers/index.ts";
import { known, whole } from "./options.ts";
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
export async function network(graph: Graph, options: NetworkOptions): Promise<Network> {
  known("network", options, "engine", "seed", "weights", "init");
  const { engine, seed = 0, weights, init } = options;
  // Without types nothing else would say it.
  if (typeof (engine as Engine | undefined)?.prepare !== "function") throw new RangeError(`network: engine must be what useBackend gives: network(graph, { engine: await useBackend("auto") }). Received ${received(engine)}.`);
  const runtime = await engine.prepare(graph, weights ?? initialWeights(graph, { seed, ...(init && { init }) }), { seed });

  /** A batch at a time, so that memory does not grow with the number of samples. */
  async function predictAll(inputs: Arrays, batchSize: number): Promise<Arrays> {
    const [first] = Object.values(inputs);
    const length = first?.shape[0] ?? 0;
    const shapes = inferShapes(graph);
    const parts: Arrays[] = [];
    for (let from = 0; from < length; from += batchSize)
      parts.push(await runtime.run(Object.fromEntries(Object.entries(inputs).map(([name, array]) => [name, rows(array, from, Math.min(from + batchSize, array.shape[0] ?? 0))]))));
    const none = (name: string): NdArray => ({ shape: [0, ...(shapes.get(name) ?? [])], data: new Float32Array() });
    return Object.fromEntries(graph.outputs.map((name) => [name, length === 0 ? none(name) : concatenateRows(parts.map((part) => part[name] as NdArray))]));
  }

  async function predict(x: NdArray | Arrays, options: PredictOptions = {}): Promise<NdArray | Arrays> {
    known("predict", options, "batchSize");
    const { batchSize = 128 } = options;
    whole("predict", "batchSize", batchSize, 1);
    // Without types nothing else would say it.
    if (!isArray(x) && (typeof (x as unknown) !== "object" || !Object.values(x ?? {}).every((one) => isArray(one))))
      throw new GraphError(`${graph.name}: predict takes an array with its shape, { shape: [N, …], data: Float32Array }, or such arrays by input. Received ${received(x)}.`);
    if (!isArray(x)) return predictAll(x, batchSize);
    const [[input = "", second], [output = "", third]] = [Object.keys(graph.inputs), graph.outputs];
    if (second !== undefined || third !== undefined)
      throw new GraphError(`${graph.name}: a graph of several inputs or outputs takes and gives arrays by name. Received one array. Give { ${Object.keys(graph.inputs).map((name) => `${JSON.stringify(name)}: …`).join(", ")} }.`);
    return (await predictAll({ [input]: x }, batchSize))[output] as NdArray;
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

const isArray = (x: NdArray | Arrays | null | undefined): x is NdArray => Array.isArray(x?.shape) && ArrayBuffer.isView(x.data);
