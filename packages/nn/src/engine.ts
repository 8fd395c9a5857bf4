import type { Graph } from "@convscope/core";
import type { Arrays } from "./array.ts";
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
  /** One training step: forward, loss, backward, update of weights and remembered statistics. */
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
}

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
  readonly of: { readonly upstream: Arrays } | { readonly objective: Objective; readonly targets: Arrays };
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
