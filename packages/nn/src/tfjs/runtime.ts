import { ancestors, checkWeights, GraphError, inferShapes, inputShapes, isSequence, weightOwner, weights as weightsOfLayer, type Graph, type InputSpec, type Node } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays, NdArray } from "../array.ts";
import type { Batch, Engine, GradientRequest, Gradients, Objective, OptimizerState, RunOptions, Runtime, StepOptions, StepResult } from "../engine.ts";
import { openBackend, type TfjsBackend } from "./backends.ts";
import { forward, frozenNodes, type Forward, type ForwardOptions, type TensorMap } from "./forward.ts";
import { checkTarget } from "../losses/index.ts";
import { lossValue } from "./losses/table.ts";
import { Learner } from "./learner.ts";
import { takeArrays, toArray, toTensor } from "./tensors.ts";

/** A graph with weights on a TensorFlow.js backend. Tensors live here and nowhere above. */
export class TfjsRuntime implements Runtime {
  readonly #weights = new Map<string, tf.Tensor>();
  readonly #weightNames = new Map<string, readonly string[]>();
  readonly #trainableNames = new Map<string, readonly string[]>();
  readonly #learner = new Learner();
  #disposed = false;

  constructor(
    readonly graph: Graph,
    readonly engine: Engine,
    readonly backend: TfjsBackend,
    readonly seed: number,
    weights: Arrays,
  ) {
    const shapes = inferShapes(graph);
    for (const node of graph.nodes) {
      const specs = Object.entries(weightsOfLayer(node.layer, inputShapes(node, shapes)));
      this.#weightNames.set(node.name, specs.map(([name]) => name));
      this.#trainableNames.set(node.name, specs.filter(([, { trainable }]) => trainable).map(([name]) => `${weightOwner(node)}.${name}`));
    }
    checkWeights(graph, Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape])));
    for (const [name, array] of Object.entries(weights)) this.#weights.set(name, toTensor(floats(array)));
  }

  async run(inputs: Arrays, { nodes = this.graph.outputs, training = false }: RunOptions = {}): Promise<Arrays> {
    await this.#open();
    const tensors = tf.tidy(() => {
      const { values, remembered } = this.#forward(nodes, this.#inputs(inputs), this.#weights, { training });
      dispose(remembered);
      return nodes.map((name) => tf.clone(values.get(name) as tf.Tensor));
    });
    return takeArrays(nodes.map((name, i) => [name, tensors[i] as tf.Tensor] as const));
  }

  async measure({ inputs, targets }: Batch, objective: Objective): Promise<StepResult> {
    await this.#open();
    const names = Object.keys(objective);
    const [loss, ...outputs] = tf.tidy(() => {
      const { values } = this.#forward(names, this.#inputs(inputs), this.#weights, {});
      return [lossOf(objective, values, targets), ...names.map((name) => tf.clone(values.get(name) as tf.Tensor))];
    });
    return resultOf(loss as tf.Tensor, names, outputs);
  }

  async gradients({ inputs, of, withRespectTo, rule = "true", training = false }: GradientRequest): Promise<Gradients> {
    await this.#open();
    const { inputs: ofInputs = [], nodes: ofNodes = [], weights: ofWeights = [] } = withRespectTo;
    const ends = "objective" in of ? Object.keys(of.objective) : Object.keys(of.upstream);
    const tensors = tf.tidy(() => {
      const given = this.#inputs(inputs);
      const offsets = this.#zerosAt(ofNodes, given);
      const by = [...ofInputs.map((name) => named(given, name, "graph input")), ...offsets.values(), ...ofWeights.map((name) => named(this.#weights, name, "weight"))];
      const scalar = (): tf.Scalar => {
        const { values, remembered } = this.#forward(ends, given, this.#weights, { training, rule, offsets });
        dispose(remembered);
        return "objective" in of ? lossOf(of.objective, values, of.targets) : weightedSum(values, of.upstream);
      };
      const { value, grads } = tf.engine().gradients(scalar, by, undefined, true);
      // What does not reach the end has no gradient; its derivative is zero.
      return [value, ...by.map((x, i) => grads[i] ?? tf.zerosLike(x))];
    });
    const [value, ...grads] = tensors as [tf.Tensor, ...tf.Tensor[]];
    const part = async (names: readonly string[], from: number): Promise<Arrays> => takeArrays(names.map((name, i) => [name, grads[from + i] as tf.Tensor] as const));
    const scalar = (await toArray(value)).data[0] ?? NaN;
    value.dispose();
    return {
      value: scalar,
      inputs: await part(ofInputs, 0),
      nodes: await part(ofNodes, ofInputs.length),
      weights: await part(ofWeights, ofInputs.length + ofNodes.length),
    };
  }

  async step({ inputs, targets }: Batch, options: StepOptions): Promise<StepResult> {
    await this.#open();
    const { objective } = options;
    const names = Object.keys(objective);
    const trainable = this.#trainable(options.trainable);
    const frozen = options.trainable ? frozenNodes(this.graph, this.#trainableNames, new Set(options.trainable)) : none;
    let remembered: TensorMap = new Map();
    const [loss, ...outputs] = tf.tidy(() => {
      const given = this.#inputs(inputs);
      let outputs: tf.Tensor[] = [];
      const scalar = (): tf.Scalar => {
        const run = this.#forward(names, given, this.#weights, { training: true, frozen });
        remembered = run.remembered;
        outputs = names.map((name) => tf.keep(tf.clone(run.values.get(name) as tf.Tensor)));
        return lossOf(objective, run.values, targets);
      };
      const by = trainable.map((name) => this.#weights.get(name) as tf.Tensor);
      const { value, grads } = tf.engine().gradients(scalar, by, undefined, true);
      this.#learner.learn(this.#weights, new Map(trainable.flatMap((name, i) => (grads[i] ? [[name, grads[i]] as const] : []))), options);
      return [value, ...outputs];
    });
    for (const [name, value] of remembered) replace(this.#weights, name, value);
    return resultOf(loss as tf.Tensor, names, outputs);
  }

  async weights(): Promise<Arrays> {
    await this.#open();
    const arrays: Record<string, NdArray> = {};
    for (const [name, tensor] of this.#weights) arrays[name] = await toArray(tensor);
    return arrays;
  }

  async setWeights(weights: Arrays): Promise<void> {
    await this.#open();
    const shapes = Object.fromEntries([...this.#weights].map(([name, { shape }]) => [name, shape]));
    checkWeights(this.graph, { ...shapes, ...Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, [...shape]])) });
    for (const [name, array] of Object.entries(weights)) replace(this.#weights, name, toTensor(floats(array)));
  }

  async optimizerState(): Promise<OptimizerState> {
    await this.#open();
    return this.#learner.state();
  }

  async setOptimizerState(state: OptimizerState): Promise<void> {
    await this.#open();
    this.#learner.setState(state);
  }

  dispose(): void {
    this.#disposed = true;
    dispose(this.#weights);
    this.#weights.clear();
    this.#learner.dispose();
  }

  /** TensorFlow.js has one current backend; another network may have changed it. */
  async #open(): Promise<void> {
    if (this.#disposed) throw new Error(`${this.graph.name}: the network has been disposed and cannot be used any more.`);
    await openBackend(this.backend);
  }

  #forward(ends: readonly string[], inputs: TensorMap, weights: TensorMap, options: Partial<ForwardOptions>): Forward {
    for (const end of ends) named(new Map([...inputs.keys(), ...this.graph.nodes.map((n) => n.name)].map((n) => [n, n])), end, "node");
    const nodes: readonly Node[] = ancestors(this.graph, ends);
    return forward(nodes, this.#weightNames, weights, inputs, { training: false, rule: "true", frozen: none, seed: this.seed, step: this.#learner.steps, ...options });
  }

  /** Tensors of the inputs given, checked against the graph. */
  #inputs(arrays: Arrays): TensorMap {
    const tensors = new Map<string, tf.Tensor>();
    for (const [name, spec] of Object.entries(this.graph.inputs)) {
      const array = arrays[name];
      if (!array) throw new GraphError(`${this.graph.name}: every graph input must be given. Received ${Object.keys(arrays).join(", ") || "none"}, without "${name}".`);
      tensors.set(name, inputTensor(`${this.graph.name}: input "${name}"`, spec, array));
    }
    return tensors;
  }

  /** Zeros in the shape of each node's value for these inputs. */
  #zerosAt(nodes: readonly string[], inputs: TensorMap): TensorMap {
    if (nodes.length === 0) return new Map();
    const { values } = this.#forward(nodes, inputs, this.#weights, {});
    return new Map(nodes.map((name) => [name, tf.zerosLike(values.get(name) as tf.Tensor)]));
  }

  #trainable(wanted: readonly string[] | undefined): readonly string[] {
    const all = [...new Set([...this.#trainableNames.values()].flat())];
    if (!wanted) return all;
    for (const name of wanted) if (!all.includes(name)) named(new Map(all.map((n) => [n, n])), name, "trainable weight");
    return wanted;
  }
}

const none: ReadonlySet<string> = new Set();

const floats = ({ shape, data }: NdArray): NdArray => ({ shape, data: data instanceof Float32Array ? data : Float32Array.from(data) });

function inputTensor(where: string, spec: InputSpec, array: NdArray): tf.Tensor {
  const sample = isSequence(spec) ? [spec.length] : spec;
  const [, ...received] = array.shape;
  if (received.length !== sample.length || received.some((n, axis) => n !== sample[axis]))
    throw new GraphError(`${where} must be [batch, ${sample.join(", ")}]. Received [${array.shape.join(", ")}].`);
  if (!isSequence(spec)) return toTensor(floats(array));
  const strange = array.data.find((token) => !Number.isInteger(token) || token < 0 || token >= spec.vocabulary);
  if (strange !== undefined) throw new GraphError(`${where} must hold whole numbers from 0 to ${spec.vocabulary - 1}. Received ${strange}.`);
  return toTensor({ shape: array.shape, data: Int32Array.from(array.data) });
}

function named<T>(map: ReadonlyMap<string, T>, name: string, what: string): T {
  const value = map.get(name);
  if (value === undefined) throw new GraphError(`there is no ${what} "${name}". Known: ${[...map.keys()].slice(0, 12).join(", ")}${map.size > 12 ? ", …" : ""}.`);
  return value;
}

/** The weighted sum of the losses of all outputs. */
function lossOf(objective: Objective, values: TensorMap, targets: Arrays): tf.Scalar {
  const terms = Object.entries(objective).map(([name, { loss, weight }]) => {
    const target = targets[name];
    if (!target) throw new GraphError(`every output with a loss must have a target. Received ${Object.keys(targets).join(", ") || "none"}, without "${name}".`);
    const output = values.get(name) as tf.Tensor;
    checkTarget(loss, output.shape, target, name);
    const value = lossValue(loss, toTensor(target), output);
    return weight === 1 ? value : tf.mul(value, weight);
  });
  return terms.reduce((a, b) => tf.add(a, b)) as tf.Scalar;
}

const weightedSum = (values: TensorMap, upstream: Arrays): tf.Scalar =>
  Object.entries(upstream)
    .map(([name, array]) => tf.sum(tf.mul(values.get(name) as tf.Tensor, toTensor(floats(array)))))
    .reduce((a, b) => tf.add(a, b)) as tf.Scalar;

async function resultOf(loss: tf.Tensor, names: readonly string[], outputs: readonly tf.Tensor[]): Promise<StepResult> {
  const value = (await toArray(loss)).data[0] ?? NaN;
  loss.dispose();
  return { loss: value, outputs: await takeArrays(names.map((name, i) => [name, outputs[i] as tf.Tensor] as const)) };
}

function replace(map: Map<string, tf.Tensor>, name: string, value: tf.Tensor): void {
  map.get(name)?.dispose();
  map.set(name, tf.keep(value));
}

function dispose(tensors: TensorMap): void {
  for (const tensor of tensors.values()) tensor.dispose();
}
