import { inferShapes, isSequence, product, weights as weightsOf, inputShapes, type Graph, type Shapes } from "@convscope/core";
import type { Arrays, NdArray } from "../array.ts";
import { batchIndices, type Data } from "../data.ts";
import type { Batch, Objective, StepResult } from "../engine.ts";
import { network, type Network } from "../network.ts";
import { objectiveOf } from "../objective.ts";
import { randomOf } from "../random.ts";
import { constantRate, scheduleFactor } from "../schedules/index.ts";
import type { Optimizer } from "../optimizers/index.ts";
import type { Subject } from "./subject.ts";
import { surveyOf, type Survey } from "./survey.ts";

/** Samples that are looked at, and how many numbers they may hold. */
const looked = { quick: { samples: 256, values: 2 ** 22 }, thorough: { samples: 4096, values: 2 ** 26 } };
/** First steps of the training that are made. A quick look takes no more samples in each, and no more numbers that its layers compute, but never fewer than `least`. */
const steps = { quick: 4, thorough: 20, samples: 32, values: 2 ** 26, least: 8 };

/** What the first steps of a training come to. */
export interface FirstSteps {
  /** Of each step, before its weights change; ends with the first loss that is no number. */
  readonly results: readonly StepResult[];
  /** The loss of the first batch after them all: of the same samples, as others differ by more than a step changes. */
  readonly end: number;
}

/** What the checks share: data that are read once, and one network that begins anew for each of them. */
export class Exam {
  readonly subject: Subject;
  readonly quick: boolean;
  readonly signal: AbortSignal | undefined;
  readonly objective: Objective;
  readonly shapes: Shapes;
  readonly seed: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  /** The inputs that take tokens. */
  readonly tokens: ReadonlySet<string>;
  readonly #order: Uint32Array;
  #survey: Promise<Survey> | undefined;
  #validation: Promise<Survey> | undefined;
  #network: { readonly net: Network; readonly start: Arrays } | undefined;
  #first: Promise<Batch> | undefined;
  #steps: Promise<FirstSteps> | undefined;

  constructor(subject: Subject, quick: boolean, signal: AbortSignal | undefined) {
    const { graph, loss, seed = 0, batchSize = 64, train } = subject;
    this.subject = subject;
    this.quick = quick;
    this.signal = signal;
    this.objective = objectiveOf(graph, loss);
    this.shapes = inferShapes(graph);
    this.seed = seed;
    this.batchSize = batchSize;
    this.stepsPerEpoch = Math.ceil(train.length / batchSize);
    this.tokens = new Set(Object.entries(graph.inputs).flatMap(([name, spec]) => (isSequence(spec) ? [name] : [])));
    this.#order = randomOf(seed, "shuffle", 1).permutation(train.length);
  }

  /** Training samples, drawn at random. */
  survey(): Promise<Survey> {
    return (this.#survey ??= surveyOf(this.subject.train, this.places(this.subject.train), this.tokens));
  }

  /** Held-out samples, drawn at random; none where nothing is held out. */
  async validationSurvey(): Promise<Survey | undefined> {
    const { validation } = this.subject;
    if (!validation || validation.length === 0) return undefined;
    return (this.#validation ??= surveyOf(validation, this.places(validation), this.tokens));
  }

  /** Places of samples to look at, drawn by the seed. */
  places({ length }: Data): Uint32Array {
    const { samples, values } = this.quick ? looked.quick : looked.thorough;
    const each = Object.keys(this.subject.graph.inputs).reduce((sum, name) => sum + product(this.shapes.get(name) ?? []), 0);
    return randomOf(this.seed, "doctor").permutation(length).subarray(0, Math.max(2, Math.min(samples, Math.floor(values / each))));
  }

  /** Batch `i` of the training's first epoch, changed at random as there, or its first samples if quick; the epoch begins anew after its last. */
  batch(i: number): Promise<Batch> {
    const at = i % this.stepsPerEpoch;
    const asked = async (): Promise<Batch> => this.subject.train.batch((batchIndices(this.#order, this.batchSize)[at] ?? new Uint32Array()).subarray(0, this.#most()), 1);
    // Only the first is kept: batches can be large, and most checks look at one.
    return at === 0 ? (this.#first ??= asked()) : asked();
  }

  /** The network as the training begins with it; the last to have asked has it. */
  async network(): Promise<Network> {
    if (this.#network) {
      const { net, start } = this.#network;
      await net.setWeights(start);
      await net.setOptimizerState({ steps: 0, slots: {}, scalars: {} });
      return net;
    }
    const net = await this.open(this.subject.graph);
    this.#network = { net, start: await net.weights() };
    return net;
  }

  /** A network of a graph with the same weights; whoever asks disposes it. */
  open(graph: Graph): Promise<Network> {
    const { engine, init, weights } = this.subject;
    return network(graph, { engine, seed: this.seed, ...(init && { init }), ...(weights && { weights }) });
  }

  /** How often the learning rate of the optimiser is that of a step. */
  rateFactor(step: number): number {
    const { schedule = constantRate(), epochs = 1 } = this.subject;
    return scheduleFactor(schedule, { step, steps: epochs * this.stepsPerEpoch, stepsPerEpoch: this.stepsPerEpoch, history: [] });
  }

  /** The first steps of the training, made once for all who ask. */
  firstSteps(): Promise<FirstSteps> {
    return (this.#steps ??= this.stepsAt(1));
  }

  /** The same at a multiple of the learning rate. */
  async stepsAt(times: number): Promise<FirstSteps> {
    const net = await this.network();
    const results = await this.train(net, this.quick ? steps.quick : steps.thorough, times);
    const lost = results.find(({ loss }) => !Number.isFinite(loss));
    return { results, end: (lost ?? (await this.step(net, await this.batch(0), this.subject.optimizer, 0))).loss };
  }

  /** So many steps of the training, at a multiple of its learning rate; ends after a loss that is no number. */
  async train(net: Network, count: number, times: number = 1): Promise<readonly StepResult[]> {
    const { optimizer } = this.subject;
    const results: StepResult[] = [];
    for (let i = 0; i < count && results.every(({ loss }) => Number.isFinite(loss)); i++) {
      this.signal?.throwIfAborted();
      results.push(await this.step(net, await this.batch(i), optimizer, optimizer.learningRate * this.rateFactor(i) * times));
    }
    return results;
  }

  step(net: Network, batch: Batch, optimizer: Optimizer, learningRate: number): Promise<StepResult> {
    const { trainable } = this.subject;
    return net.step(batch, { objective: this.objective, optimizer, learningRate, ...(trainable && { trainable }) });
  }

  dispose(): void {
    this.#network?.net.dispose();
  }

  /** The samples of a step that are looked at. */
  #most(): number {
    if (!this.quick) return this.batchSize;
    const each = this.subject.graph.nodes.reduce((sum, { name }) => sum + product(this.shapes.get(name) ?? []), 0);
    return Math.min(this.batchSize, steps.samples, Math.max(steps.least, Math.floor(steps.values / each)));
  }
}

/** The arrays of a graph's weights of some role, by the node that has them. */
export function weightKeys(graph: Graph, shapes: Shapes, wanted: (spec: ReturnType<typeof weightsOf>[string]) => boolean): ReadonlyMap<string, readonly string[]> {
  return new Map(
    graph.nodes.flatMap((node) => {
      if (node.weightsOf !== undefined) return [];
      const keys = Object.entries(weightsOf(node.layer, inputShapes(node, shapes))).filter(([, spec]) => wanted(spec)).map(([name]) => `${node.name}.${name}`);
      return keys.length === 0 ? [] : [[node.name, keys] as const];
    }),
  );
}

/** √ of the mean square. */
export function rootMeanSquare({ data }: NdArray): number {
  let sum = 0;
  for (const x of data) sum += x * x;
  return Math.sqrt(sum / data.length);
}
