import type { Graph } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import type { Loss } from "./losses/index.ts";
import type { Optimizer } from "./optimizers/index.ts";

/**
 * What runs and trains graphs. This page is all that the trainer, the looking-inside tools and the command line know of
 * computing; TensorFlow.js is one implementation, ONNX Runtime in `@convscope/engine-ort` another.
 */
export interface Engine {
  /** The library that computes: `tfjs`, `onnxruntime`. */
  readonly name: string;
  /** What computes under it: `wasm`, `cpu`. */
  readonly backend: string;
  /** How many threads compute. */
  readonly threads: number;
  /** Why `useBackend` took it. */
  readonly reason?: string;
  /**
   * Makes a graph ready to run with these weights (`node.weight-name`, all of them). `seed` draws the dropout masks.
   *
   * @throws GraphError naming every missing, unexpected or mis-shaped weight; CapabilityError naming each layer that this engine cannot run.
   */
  prepare(graph: Graph, weights: Arrays, options?: { readonly seed?: number }): Promise<Runtime>;
  /** Tries every layer of a graph by itself; see `capabilities`. */
  capabilities(graph: Graph): Promise<readonly Capability[]>;
  /** Runs `f` and tells how long each kernel took by itself, longest first; only of an engine that is here, not of one in a worker. */
  profile?(f: () => Promise<void>): Promise<readonly KernelTime[]>;
  /** What the values on this engine take, of all networks together; as `profile`. */
  memory?(): MemoryUse;
}

/** How often a kernel was called, and how long that took in all, waiting for other kernels not counted. */
export interface KernelTime {
  /** As TensorFlow.js names it: `Conv2D`. */
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
  /** How many of the calls were left to a slower backend. */
  readonly fallbacks: number;
}

/** In bytes. */
export interface MemoryUse {
  readonly inUse: number;
  /** The most that was ever in use, where the backend knows. */
  readonly peak?: number;
  /** What the backend holds for that, where it knows. */
  readonly total?: number;
}

/** What an engine can do with one node of a graph. */
export interface Capability {
  readonly node: string;
  /** The kind of its layer. */
  readonly layer: string;
  readonly runs: boolean;
  /** Whether a gradient comes back to anything that goes in: weights or values. */
  readonly trains: boolean;
  /** What it throws, forward or backward: a training step through it would end so. */
  readonly error?: string;
  /** Why not, what gets no gradient, or what is computed in a slower way; empty if all is well. */
  readonly note: string;
}

/** A graph with weights on an engine. Arrays in and out carry a leading batch axis; whoever prepared it disposes it. */
export interface Runtime {
  readonly graph: Graph;
  readonly engine: Engine;
  /** The values of the outputs, or of any nodes named, for a batch of inputs by name. */
  run(inputs: Arrays, options?: RunOptions): Promise<Arrays>;
  /** The loss and the outputs without learning from them. */
  measure(batch: Batch, objective: Objective): Promise<StepResult>;
  /** Derivatives of a loss, or of named nodes, with respect to inputs, nodes or weights. */
  gradients(request: GradientRequest): Promise<Gradients>;
  /**
   * One training step: forward, loss, backward, update of weights and remembered statistics. A step whose loss is not a finite number
   * changes nothing: weights, statistics, and what the optimiser remembers stay as they were, so that it can be looked for where the
   * number was lost.
   */
  step(batch: Batch, options: StepOptions): Promise<StepResult>;
  /** A copy of all weights, remembered statistics included. */
  weights(): Promise<Arrays>;
  /** Replaces the weights named; the others stay. */
  setWeights(weights: Arrays): Promise<void>;
  /** What the optimiser remembers, so that training can go on elsewhere or later as if it had not stopped. */
  optimizerState(): Promise<OptimizerState>;
  setOptimizerState(state: OptimizerState): Promise<void>;
  dispose(): void;
}

export interface RunOptions {
  /** Nodes whose values are wanted; the graph's outputs if left out. */
  readonly nodes?: readonly string[];
  /** Run as in training: dropout drops, batch normalisation uses the batch. Nothing is remembered. */
  readonly training?: boolean;
}

/** One batch: inputs by graph input, targets by graph output. */
export interface Batch {
  readonly inputs: Arrays;
  readonly targets: Arrays;
  readonly weights?: SampleWeights;
}

/**
 * How much each sample counts in the loss of an output: `[N]`, none below 0, all 1 where an output has none. A loss that is a mean becomes
 * Σ w·l / Σ w, in which l is the mean over the places of a sample, so that a weight of 2 is the sample twice and one of 0 the batch
 * without it; where classes have weights too, those of sample and class are multiplied. A sum becomes Σ w·l. Where Σ w is 0 the loss is 0.
 */
export type SampleWeights = { readonly [output: string]: NdArray };

/** The loss of each output that has one; the whole is the weighted sum. */
export type Objective = { readonly [output: string]: { readonly loss: Loss; readonly weight: number } };

export interface StepOptions {
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  /** The learning rate of this step; the optimiser's own if left out. */
  readonly learningRate?: number;
  /** The weights that may change; all trainable ones if left out. A layer that has trainable weights, none of which may change, runs as at inference. */
  readonly trainable?: readonly string[];
  /** Factors on the learning rate by weight name; 1 if left out. */
  readonly rates?: { readonly [weight: string]: number };
  /**
   * In how many parts the batch is computed, one after another and as equal as can be, for a large batch in the memory of a small one; 1
   * if left out. The loss is that of the whole batch, and one step is taken with its gradient. But batch normalisation knows only the
   * part that it is in, and moves its statistics with each, and dropout draws anew for each, as in a loop that adds up gradients.
   */
  readonly parts?: number;
}

export interface StepResult {
  /** The objective over this batch. */
  readonly loss: number;
  /** The loss of each output that has one, not weighted. */
  readonly losses: { readonly [output: string]: number };
  /** The values of the outputs that have a loss. */
  readonly outputs: Arrays;
}

/** How the gradient passes a rectifier: as it is, by arXiv:1412.6806 (guided), or by arXiv:1311.2901 (deconvnet). */
export type GradientRule = "true" | "guided" | "deconvnet";

export interface GradientRequest {
  readonly inputs: Arrays;
  /** The derivative of Σ value · upstream over the nodes named, each upstream in its node's shape `[batch, …]`, or of a loss. */
  readonly of: { readonly upstream: Arrays } | { readonly objective: Objective; readonly targets: Arrays; readonly weights?: SampleWeights };
  /** Zeros come back for what does not reach the end. Tokens have no derivative. */
  readonly withRespectTo: { readonly inputs?: readonly string[]; readonly nodes?: readonly string[]; readonly weights?: readonly string[] };
  readonly rule?: GradientRule;
  readonly training?: boolean;
}

export interface Gradients {
  /** The scalar that was differentiated. */
  readonly value: number;
  readonly inputs: Arrays;
  readonly nodes: Arrays;
  readonly weights: Arrays;
}

/** Everything a training has to remember besides the weights, so that it can go on bit by bit as if it had not stopped. */
export interface OptimizerState {
  /** Steps taken by the network. */
  readonly steps: number;
  /** The optimiser's arrays by `node.weight/slot`, e.g. `conv1.weight/exp_avg`. */
  readonly slots: Arrays;
  /** Its numbers by `node.weight/name`; `step` counts the steps of that weight, fewer than the network's where it was frozen. */
  readonly scalars: { readonly [name: string]: number };
}

/** A layer that an engine cannot run or train, and what can. */
export class CapabilityError extends Error {
  override readonly name = "CapabilityError";
}
