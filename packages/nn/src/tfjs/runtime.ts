import { ancestors, checkWeights, GraphError, inferShapes, inputShapes, isSequence, weights as weightsOfLayer, type Graph, type Shapes } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays } from "../array.ts";
import type { Batch, Capability, Engine, GradientRequest, Gradients, Objective, OptimizerState, RunOptions, Runtime, StepOptions, StepResult } from "../engine.ts";
import { frozenNodes, trainableWeights } from "../frozen.ts";
import { checkNames, checkSize } from "../inputs.ts";
import { partsOf, type Part } from "../parts.ts";
import { activate } from "./start.ts";
import { refuseToTrain } from "./capabilities.ts";
import { differentiate } from "./differentiate.ts";
import { differentiateParts } from "./differentiateParts.ts";
import { forward, type ForwardOptions, type TensorMap } from "./forward.ts";
import { inputTensors } from "./inputs.ts";
import { Learner } from "./learner.ts";
import { lossesOf, weightedSum } from "./scalar.ts";
import { takeArrays, toArrays, toFloats } from "./tensors.ts";
import { tryStep } from "./tryStep.ts";

/**
 * A graph with weights on a TensorFlow.js backend. Tensors live here and nowhere above. Each call computes at once, before its first
 * `await`: calls that overlap do not see each other half done. Only a step of a backend that reads later waits in its middle.
 */
export class TfjsRuntime implements Runtime {
  readonly #weights = new Map<string, tf.Tensor>();
  readonly #weightNames = new Map<string, readonly string[]>();
  readonly #trainableNames: ReadonlyMap<string, readonly string[]>;
  readonly #shapes: Shapes;
  readonly #learner = new Learner();
  /** The losses and the optimiser that the backend is known to have all kernels for. */
  #tried: Partial<Pick<StepOptions, "objective" | "optimizer">> = {};
  #disposed = false;

  constructor(
    readonly graph: Graph,
    readonly engine: Engine,
    readonly backend: string,
    readonly seed: number,
    weights: Arrays,
    /** What the backend can do with each layer. */
    readonly capabilities: readonly Capability[],
    /** Whether the backend gives a number only later. A step waits for its loss then, and whoever calls has to do so in turn. */
    readonly readsLater: boolean,
  ) {
    this.#shapes = inferShapes(graph);
    this.#trainableNames = trainableWeights(graph);
    for (const node of graph.nodes) this.#weightNames.set(node.name, Object.keys(weightsOfLayer(node.layer, inputShapes(node, this.#shapes))));
    this.#replaceWeights(weights);
  }

  async run(inputs: Arrays, { nodes = this.graph.outputs, training = false }: RunOptions = {}): Promise<Arrays> {
    this.#open();
    const tensors = this.#compute((remembered) => {
      const values = this.#forward(nodes, { inputs: inputTensors(this.graph, inputs), training, remembered, wanted: new Set(nodes) });
      return nodes.map((name) => tf.clone(values.get(name) as tf.Tensor));
    });
    return takeArrays(nodes, tensors);
  }

  async measure(batch: Batch, objective: Objective): Promise<StepResult> {
    this.#open();
    const names = Object.keys(objective);
    const [{ inputs, targets, factors }] = this.#partsOf(batch, objective);
    const tensors = this.#compute((remembered) => {
      const values = this.#forward(names, { inputs: inputTensors(this.graph, inputs), remembered, wanted: new Set(names) });
      const { sum, each } = lossesOf(objective, values, targets, factors);
      return [sum, ...[...each, ...names.map((name) => values.get(name) as tf.Tensor)].map((tensor) => tf.clone(tensor))];
    });
    return resultOf(names, tensors);
  }

  async gradients({ inputs, of, withRespectTo, rule = "true", training = false }: GradientRequest): Promise<Gradients> {
    this.#open();
    const { inputs: ofInputs = [], nodes: ofNodes = [], weights: ofWeights = [] } = withRespectTo;
    const ends = Object.keys("objective" in of ? of.objective : of.upstream);
    checkNames(this.graph, "graph input", ofInputs, Object.keys(this.graph.inputs));
    const tokens = ofInputs.find((name) => isSequence(this.graph.inputs[name] ?? []));
    if (tokens !== undefined) throw new GraphError(`${this.graph.name}: tokens have no derivative. Received the input "${tokens}". Ask for that of the node that looks them up.`);
    checkNames(this.graph, "node", ofNodes, this.graph.nodes.map(({ name }) => name));
    checkNames(this.graph, "weight", ofWeights, [...this.#weights.keys()]);
    if (ofInputs.length + ofNodes.length + ofWeights.length === 0) throw new GraphError(`${this.graph.name}: derivatives must be with respect to an input, a node or a weight. Received none.`);
    const factors = "objective" in of ? this.#partsOf({ ...of, inputs }, of.objective)[0].factors : {};
    const [value, ...grads] = this.#compute((remembered) => {
      const given = inputTensors(this.graph, inputs);
      const [batch = 0] = [...given.values()][0]?.shape ?? [];
      const offsets = new Map(ofNodes.map((name) => [name, tf.zeros([batch, ...(this.#shapes.get(name) ?? [])])]));
      const by = [...ofInputs.map((name) => given.get(name) as tf.Tensor), ...offsets.values(), ...ofWeights.map((name) => this.#weights.get(name) as tf.Tensor)];
      const scalar = (): tf.Scalar => {
        const values = this.#forward(ends, { inputs: given, training, rule, offsets, remembered });
        return "objective" in of ? lossesOf(of.objective, values, of.targets, factors).sum : weightedSum(values, of.upstream);
      };
      const { value, grads } = differentiate(scalar, by);
      // What does not reach the end has no gradient; its derivative is zero.
      return [value, ...by.map((x, i) => grads[i] ?? tf.zerosLike(x))];
    });
    const keys = [...ofInputs.map((name) => `input ${name}`), ...ofNodes.map((name) => `node ${name}`), ...ofWeights.map((name) => `weight ${name}`)];
    const arrays = await takeArrays(["value", ...keys], [value as tf.Tensor, ...grads]);
    const part = (kind: string, names: readonly string[]): Arrays => Object.fromEntries(names.map((name) => [name, arrays[`${kind} ${name}`] as Arrays[string]]));
    return { value: arrays["value"]?.data[0] ?? NaN, inputs: part("input", ofInputs), nodes: part("node", ofNodes), weights: part("weight", ofWeights) };
  }

  async step(batch: Batch, options: StepOptions): Promise<StepResult> {
    this.#open();
    const { objective, rates = {} } = options;
    const names = Object.keys(objective);
    const all = [...new Set([...this.#trainableNames.values()].flat())];
    const trainable = options.trainable ?? all;
    checkNames(this.graph, "trainable weight", [...trainable, ...Object.keys(rates)], all);
    if (trainable.length === 0) throw new GraphError(`${this.graph.name}: a training step must have a weight to change. Received none.`);
    refuseToTrain(this.graph, this.engine.backend, this.capabilities, names, trainable);
    const parts = this.#partsOf(batch, objective, options.parts);
    if (this.#tried.optimizer !== options.optimizer || this.#tried.objective !== objective) {
      tryStep(this.graph.name, this.engine.backend, this.#shapes, batch.targets, options);
      this.#tried = options;
    }
    const frozen = options.trainable ? frozenNodes(this.graph, this.#trainableNames, new Set(trainable)) : none;
    const remembered = new Map<string, tf.Tensor>();
    const by = new Map(trainable.map((name) => [name, this.#weights.get(name) as tf.Tensor]));
    let kept: readonly tf.Tensor[] = [];
    try {
      const { losses, outputs, gradients } = differentiateParts(parts, by, ({ inputs, targets, factors }, part) => {
        const values = this.#forward(names, { inputs: inputTensors(this.graph, inputs), training: true, frozen, remembered, part });
        const { sum, each } = lossesOf(objective, values, targets, factors);
        return { losses: [sum, ...each], outputs: names.map((name) => values.get(name) as tf.Tensor) };
      });
      kept = [...losses, ...outputs, ...gradients.values()];
      const [loss = NaN] = this.readsLater ? await this.#later(losses[0]) : losses[0].dataSync<"float32">();
      // A weight that the loss does not depend on stays, as if it were frozen.
      if (Number.isFinite(loss)) this.#learn(gradients, remembered, options);
      tf.dispose([...gradients.values()]);
      kept = [];
      return resultOf(names, [...losses, ...outputs]);
    } finally {
      tf.dispose([...kept, ...remembered.values()]);
    }
  }

  async weights(): Promise<Arrays> {
    this.#open();
    return toArrays(this.#weights);
  }

  async setWeights(weights: Arrays): Promise<void> {
    this.#open();
    this.#replaceWeights(weights);
  }

  async optimizerState(): Promise<OptimizerState> {
    this.#open();
    return this.#learner.state();
  }

  async setOptimizerState(state: OptimizerState): Promise<void> {
    this.#open();
    this.#learner.setState(state, this.#weights);
  }

  dispose(): void {
    this.#disposed = true;
    tf.dispose([...this.#weights.values()]);
    this.#weights.clear();
    this.#learner.dispose();
  }

  #open(): void {
    if (this.#disposed) throw new Error(`${this.graph.name}: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.`);
    activate(this.backend);
  }

  /** Numbers that come when the backend has computed them; another may be the current one by then. */
  async #later(tensor: tf.Tensor): Promise<Float32Array> {
    const numbers = await tensor.data<"float32">();
    activate(this.backend);
    return numbers;
  }

  /** Changes the weights by their gradients, and those that are remembered. */
  #learn(gradients: ReadonlyMap<string, tf.Tensor>, remembered: Map<string, tf.Tensor>, options: StepOptions): void {
    tf.tidy(() => this.#learner.learn(this.#weights, gradients, options));
    for (const [name, tensor] of remembered) this.#replace(name, tensor);
    remembered.clear();
  }

  #partsOf(batch: Batch, objective: Objective, parts?: number): readonly [Part, ...Part[]] {
    return partsOf(this.graph, batch, objective, parts, this.#shapes) as readonly [Part, ...Part[]];
  }

  /** Tidies up behind `f`, also what it was told to remember and has not taken. */
  #compute(f: (remembered: Map<string, tf.Tensor>) => tf.Tensor[]): tf.Tensor[] {
    const remembered = new Map<string, tf.Tensor>();
    try {
      return tf.tidy(() => f(remembered));
    } finally {
      tf.dispose([...remembered.values()]);
    }
  }

  #forward(ends: readonly string[], options: Pick<ForwardOptions, "inputs" | "remembered"> & Partial<ForwardOptions>): TensorMap {
    checkNames(this.graph, "node", ends, [...this.#shapes.keys()]);
    return forward(ancestors(this.graph, ends), {
      ends,      weightNames: this.#weightNames, weights: this.#weights, training: false, rule: "true", frozen: none, seed: this.seed, step: this.#learner.steps, ...options,
    });
  }

  /** Those given, and at first all: every check comes before the first change. */
  #replaceWeights(weights: Arrays): void {
    const shapes = Object.fromEntries([...[...this.#weights].map(([name, { shape }]) => [name, shape] as const), ...Object.entries(weights).map(([name, { shape }]) => [name, shape] as const)]);
    checkWeights(this.graph, shapes);
    for (const [name, array] of Object.entries(weights)) checkSize(name, array);
    activate(this.backend);
    for (const [name, array] of Object.entries(weights)) this.#replace(name, toFloats(array));
  }

  #replace(name: string, value: tf.Tensor): void {
    this.#weights.get(name)?.dispose();
    this.#weights.set(name, tf.keep(value));
  }
}

const none: ReadonlySet<string> = new Set();

/** Of the whole loss, that of each output, and the outputs. */
async function resultOf(names: readonly string[], tensors: readonly tf.Tensor[]): Promise<StepResult> {
  const arrays = await takeArrays(["loss", ...names.map((name) => `loss ${name}`), ...names.map((name) => `output ${name}`)], tensors);
  const number = (key: string): number => arrays[key]?.data[0] ?? NaN;
  return {
    loss: number("loss"),
    losses: Object.fromEntries(names.map((name) => [name, number(`loss ${name}`)])),
    outputs: Object.fromEntries(names.map((name) => [name, arrays[`output ${name}`] as Arrays[string]])),
  };
}
