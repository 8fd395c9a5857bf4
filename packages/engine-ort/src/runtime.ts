import { checkWeights, didYouMean, GraphError, inferShapes, isSequence, type Graph, type Shapes } from "@convscope/core";
import { toOnnx } from "@convscope/exchange";
import { CapabilityError, checkInputs, checkSize, type Arrays, type Batch, type Engine, type Gradients, type NdArray, type Objective, type OptimizerState, type RunOptions, type Runtime, type StepResult } from "@convscope/nn";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { lossOf } from "./loss.ts";
import type { Ort } from "./package.node.ts";

/** So many sets of nodes may be asked for in turn before the one unasked longest is prepared anew: each session holds the weights. */
const mostSessions = 3;

/** A graph with weights in ONNX Runtime: for every set of nodes that is asked for, a session of what leads to them. */
export class OrtRuntime implements Runtime {
  readonly #shapes: Shapes;
  readonly #sessions = new Map<string, Promise<InferenceSession>>();
  #weights: Arrays = {};
  #disposed = false;

  constructor(
    readonly graph: Graph,
    readonly engine: Engine,
    readonly ort: Ort,
    weights: Arrays,
  ) {
    this.#shapes = inferShapes(graph);
    this.#replace(weights);
  }

  async run(inputs: Arrays, { nodes = this.graph.outputs, training = false }: RunOptions = {}): Promise<Arrays> {
    this.#open();
    if (training) throw this.#untrained("run as in training");
    this.#checkNodes(nodes);
    checkInputs(this.graph, inputs);
    const wanted = [...new Set(nodes)].filter((name) => this.graph.inputs[name] === undefined);
    const computed = wanted.length === 0 ? {} : await this.#compute(wanted, inputs);
    return Object.fromEntries(nodes.map((name) => [name, computed[name] ?? copyOf(inputs[name] as NdArray)]));
  }

  async measure({ inputs, targets }: Batch, objective: Objective): Promise<StepResult> {
    const outputs = await this.run(inputs, { nodes: Object.keys(objective) });
    return { ...(await lossOf(this.graph.name, outputs, targets, objective)), outputs };
  }

  async gradients(): Promise<Gradients> {
    throw this.#untrained("differentiate");
  }

  async step(): Promise<StepResult> {
    throw this.#untrained("train");
  }

  async weights(): Promise<Arrays> {
    this.#open();
    return Object.fromEntries(Object.entries(this.#weights).map(([name, array]) => [name, copyOf(array)]));
  }

  async setWeights(weights: Arrays): Promise<void> {
    this.#open();
    this.#replace(weights);
  }

  async optimizerState(): Promise<OptimizerState> {
    throw this.#untrained("remember what an optimiser does");
  }

  async setOptimizerState(): Promise<void> {
    throw this.#untrained("remember what an optimiser does");
  }

  dispose(): void {
    this.#disposed = true;
    this.#weights = {};
    this.#release([...this.#sessions.keys()]);
  }

  #open(): void {
    if (this.#disposed) throw new Error(`${this.graph.name}: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.`);
  }

  #untrained(what: string): CapabilityError {
    return new CapabilityError(`${this.graph.name}: the backend ort can predict only. It was asked to ${what}. Use another backend for that, such as useBackend("simd"), with the weights() of this network.`);
  }

  #checkNodes(names: readonly string[]): void {
    const known = [...this.#shapes.keys()];
    for (const name of names)
      if (!this.#shapes.has(name)) throw new GraphError(`${this.graph.name}: there is no node "${name}".${didYouMean(name, known)} Known: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}.`);
  }

  async #compute(nodes: readonly string[], inputs: Arrays): Promise<Arrays> {
    const [batch = 0] = Object.values(inputs)[0]?.shape ?? [];
    // ONNX Runtime cannot tell the shape of what nothing is left of.
    if (batch === 0) return Object.fromEntries(nodes.map((name) => [name, { shape: [0, ...(this.#shapes.get(name) ?? [])], data: new Float32Array() }]));
    const session = await this.#session(nodes);
    const outputs = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, this.#tensor(name, inputs[name] as NdArray)])));
    return Object.fromEntries(nodes.map((name) => [name, { shape: [...(outputs[name]?.dims ?? [])], data: outputs[name]?.data as Float32Array }]));
  }

  #tensor(name: string, { shape, data }: NdArray): Tensor {
    return isSequence(this.graph.inputs[name] ?? []) ? new this.ort.Tensor("int64", BigInt64Array.from(data, BigInt), shape) : new this.ort.Tensor("float32", data instanceof Float32Array ? data : new Float32Array(data), shape);
  }

  /** The session that computes these nodes; the one asked for last is the last of the map. */
  #session(nodes: readonly string[]): Promise<InferenceSession> {
    const key = JSON.stringify(nodes);
    const known = this.#sessions.get(key) ?? this.#started(nodes);
    this.#sessions.delete(key);
    this.#sessions.set(key, known);
    this.#release([...this.#sessions.keys()].slice(0, -mostSessions));
    return known;
  }

  /** What leads to other nodes is not written. */
  #started(nodes: readonly string[]): Promise<InferenceSession> {
    return this.ort.InferenceSession.create(toOnnx({ ...this.graph, outputs: nodes }, this.#weights, { layout: "nhwc" }), { intraOpNumThreads: this.engine.threads, logSeverityLevel: 3 });
  }

  #release(keys: readonly string[]): void {
    for (const key of keys) {
      void this.#sessions.get(key)?.then((session) => session.release(), () => undefined);
      this.#sessions.delete(key);
    }
  }

  /** Those given, and at first all: every check comes before the first change. */
  #replace(weights: Arrays): void {
    const all = { ...this.#weights, ...weights };
    checkWeights(this.graph, Object.fromEntries(Object.entries(all).map(([name, { shape }]) => [name, shape])));
    for (const [name, array] of Object.entries(weights)) checkSize(name, array);
    this.#weights = { ...this.#weights, ...Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, copyOf(array)])) };
    this.#release([...this.#sessions.keys()]);
  }
}

const copyOf = ({ shape, data }: NdArray): NdArray => ({ shape: [...shape], data: data.slice() });
