import { checkWeights, GraphError, inferShapes, isSequence, type Graph, type Shape, type Shapes } from "@convscope/core";
import { toOnnx } from "@convscope/exchange";
import { checkInputs, checkNames, checkSize, partsOf, trainableKeys, type Arrays, type Batch, type Capability, type Engine, type GradientRequest, type Gradients, type NdArray, type Objective, type OptimizerState, type Part, type RunOptions, type Runtime, type StepOptions, type StepResult } from "@convscope/nn";
import type { InferenceSession } from "onnxruntime-node";
import { Cache } from "./cache.ts";
import { refuseToTrain } from "./capabilities.ts";
import type { Ort } from "./package.node.ts";
import { tensorOf } from "./tensor.ts";
import { Trainer } from "./trainer.ts";

/** So many sets of nodes may be asked for in turn before the one unasked longest is prepared anew: each session holds the weights. */
const mostSessions = 3;

/** A graph with weights in ONNX Runtime: for every set of nodes that is asked for a session of what leads to them, and the trainer's programs. */
export class OrtRuntime implements Runtime {
  readonly #shapes: Shapes;
  readonly #trainable: readonly string[];
  readonly #trainer: Trainer;
  readonly #sessions = new Cache<InferenceSession>(mostSessions, (session) => session.release());
  #weightShapes: ReadonlyMap<string, Shape> = new Map();
  #disposed = false;

  constructor(
    readonly graph: Graph,
    readonly engine: Engine,
    readonly ort: Ort,
    seed: number,
    weights: Arrays,
    /** What the engine can do with each layer. */
    readonly capabilities: readonly Capability[],
  ) {
    this.#shapes = inferShapes(graph);
    this.#trainable = trainableKeys(graph);
    this.#trainer = new Trainer(graph, ort, engine.threads, seed);
    this.#replace(weights);
  }

  async run(inputs: Arrays, { nodes = this.graph.outputs, training = false }: RunOptions = {}): Promise<Arrays> {
    this.#open();
    checkNames(this.graph, "node", nodes, [...this.#shapes.keys()]);
    checkInputs(this.graph, inputs);
    const wanted = [...new Set(nodes)].filter((name) => !Object.hasOwn(this.graph.inputs, name));
    const computed = wanted.length === 0 ? {} : training ? await this.#trainer.run(inputs, wanted) : await this.#compute(wanted, inputs);
    return Object.fromEntries(nodes.map((name) => [name, computed[name] ?? copyOf(inputs[name] as NdArray)]));
  }

  async measure(batch: Batch, objective: Objective): Promise<StepResult> {
    this.#open();
    this.#checkEnds(Object.keys(objective));
    const [part] = partsOf(this.graph, batch, objective, 1, this.#shapes) as readonly [Part];
    const outputs = await this.run(batch.inputs, { nodes: Object.keys(objective) });
    return { ...(await this.#trainer.measure(outputs, part, objective)), outputs };
  }

  async gradients(request: GradientRequest): Promise<Gradients> {
    this.#open();
    checkInputs(this.graph, request.inputs);
    const { inputs = [], nodes = [], weights = [] } = request.withRespectTo;
    this.#checkEnds(Object.keys("objective" in request.of ? request.of.objective : request.of.upstream));
    checkNames(this.graph, "graph input", inputs, Object.keys(this.graph.inputs));
    const tokens = inputs.find((name) => isSequence(this.graph.inputs[name] ?? []));
    if (tokens !== undefined) throw new GraphError(`${this.graph.name}: tokens have no derivative. Received the input "${tokens}". Ask for that of the node that looks them up.`);
    checkNames(this.graph, "node", nodes, this.graph.nodes.map(({ name }) => name));
    checkNames(this.graph, "weight", weights, [...this.#weightShapes.keys()]);
    if (inputs.length + nodes.length + weights.length === 0) throw new GraphError(`${this.graph.name}: derivatives must be with respect to an input, a node or a weight. Received none.`);
    return this.#trainer.gradients(request);
  }

  async step(batch: Batch, options: StepOptions): Promise<StepResult> {
    this.#open();
    checkInputs(this.graph, batch.inputs);
    const { rates = {} } = options;
    const trainable = [...new Set(options.trainable ?? this.#trainable)];
    this.#checkEnds(Object.keys(options.objective));
    checkNames(this.graph, "trainable weight", [...trainable, ...Object.keys(rates)], this.#trainable);
    if (trainable.length === 0) throw new GraphError(`${this.graph.name}: a training step must have a weight to change. Received none.`);
    refuseToTrain(this.graph, this.engine.backend, this.capabilities, Object.keys(options.objective), trainable);
    const result = await this.#trainer.step(partsOf(this.graph, batch, options.objective, options.parts, this.#shapes), trainable, options);
    // They hold the weights of before.
    this.#sessions.clear();
    return result;
  }

  async weights(): Promise<Arrays> {
    this.#open();
    return this.#trainer.weights();
  }

  async setWeights(weights: Arrays): Promise<void> {
    this.#open();
    this.#replace(weights);
  }

  async optimizerState(): Promise<OptimizerState> {
    this.#open();
    return this.#trainer.memory.state();
  }

  async setOptimizerState(state: OptimizerState): Promise<void> {
    this.#open();
    this.#trainer.memory.setState(state, this.#weightShapes);
  }

  dispose(): void {
    this.#disposed = true;
    this.#trainer.dispose();
    this.#sessions.clear();
  }

  #open(): void {
    if (this.#disposed) throw new Error(`${this.graph.name}: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.`);
  }

  /** What is differentiated. */
  #checkEnds(names: readonly string[]): void {
    checkNames(this.graph, "node", names, [...this.#shapes.keys()]);
    if (names.length === 0) throw new GraphError("there must be at least one output with a loss, or one node with an upstream. Received none.");
  }

  async #compute(nodes: readonly string[], inputs: Arrays): Promise<Arrays> {
    const [batch = 0] = Object.values(inputs)[0]?.shape ?? [];
    // ONNX Runtime cannot tell the shape of what nothing is left of.
    if (batch === 0) return Object.fromEntries(nodes.map((name) => [name, { shape: [0, ...(this.#shapes.get(name) ?? [])], data: new Float32Array() }]));
    // What leads to other nodes is not written.
    const session = await this.#sessions.get(JSON.stringify(nodes), () =>
      this.ort.InferenceSession.create(toOnnx({ ...this.graph, outputs: nodes }, this.#trainer.weights(), { layout: "nhwc" }), { intraOpNumThreads: this.engine.threads, logSeverityLevel: 3 }));
    const outputs = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, tensorOf(this.ort, inputs[name] as NdArray, isSequence(this.graph.inputs[name] ?? []))])));
    return Object.fromEntries(nodes.map((name) => [name, { shape: [...(outputs[name]?.dims ?? [])], data: outputs[name]?.data as Float32Array }]));
  }

  /** Those given, and at first all: every check comes before the first change. */
  #replace(weights: Arrays): void {
    const shapes = new Map([...this.#weightShapes, ...Object.entries(weights).map(([name, { shape }]) => [name, shape] as const)]);
    checkWeights(this.graph, Object.fromEntries(shapes));
    for (const [name, array] of Object.entries(weights)) checkSize(name, array);
    this.#trainer.replace(weights);
    this.#weightShapes = shapes;
    this.#sessions.clear();
  }
}

const copyOf = ({ shape, data }: NdArray): NdArray => ({ shape: [...shape], data: data.slice() });
