import { dense, graph, tanh } from "@convscope/core";
import { expectClose, fromTorchAxes, golden } from "@convscope/test-kit";
import { adagrad, adam, meanAbsoluteError, meanSquaredError, network, parseOptimizer, rmsprop, type Engine, type NdArray, type Optimizer } from "../../src/index.ts";

type Options = { readonly [name: string]: number | boolean | readonly [number, number] };
export type Matrix = readonly (readonly number[])[];

interface Golden {
  readonly setup: {
    readonly given_gradients: { readonly initial: number[]; readonly gradients: Matrix };
    readonly quadratic: { readonly A: Matrix; readonly b: number[]; readonly x0: number[] };
    readonly mlp: { readonly X: Matrix; readonly Y: Matrix; readonly W1: Matrix; readonly b1: number[]; readonly W2: Matrix; readonly b2: number[] };
  };
  readonly optimisers: readonly (Expected & { readonly name: string; readonly torch_class?: string; readonly options?: Options })[];
}

/** The parameters after each step, and the losses before it. */
interface Expected {
  readonly given_gradients: Matrix;
  readonly quadratic?: Matrix;
  readonly mlp_losses?: number[];
  readonly mlp_final?: Matrix;
}

const file = golden<Golden>("optim.json");
/** Where every optimiser begins. */
export const setup: Golden["setup"] = file.setup;

/** PyTorch's option names in ours. */
const names: { readonly [option: string]: string } = {
  lr: "learningRate", eps: "epsilon", alpha: "rho", weight_decay: "weightDecay", initial_accumulator_value: "initialAccumulatorValue", lr_decay: "learningRateDecay",
};

/** The forms of Keras, computed by hand from its formulas. */
const keras: { readonly [name: string]: Optimizer } = {
  keras3_rmsprop: rmsprop({ learningRate: 0.001, rho: 0.9, epsilon: 1e-7, epsilonInsideSqrt: true }),
  keras_adam: adam({ epsilon: 1e-7, epsilonHat: true }),
  keras3_adagrad: adagrad({ initialAccumulatorValue: 0.1, epsilon: 1e-7, epsilonInsideSqrt: true }),
};

function optimizerOf(name: string, torchClass: string | undefined, options: Options = {}): Optimizer {
  if (torchClass === undefined) return keras[name] as Optimizer;
  // Measured with PyTorch 1.13, whose NAdam differs from the later ones.
  const ours: Record<string, unknown> = { kind: torchClass.toLowerCase(), ...(torchClass === "NAdam" && { torch1: true }) };
  for (const [option, value] of Object.entries(options)) {
    if (typeof value === "object") [ours["beta1"], ours["beta2"]] = value;
    else ours[names[option] ?? option] = value;
  }
  return parseOptimizer(ours);
}

/** An optimiser, and where PyTorch's, or Keras's formula, goes with it. */
export interface OptimizerCase extends Expected {
  readonly name: string;
  readonly optimizer: Optimizer;
}
export const optimizerCases: readonly OptimizerCase[] = file.optimisers.map((of) => ({ ...of, optimizer: optimizerOf(of.name, of.torch_class, of.options) }));

/** float32 against float64: what ten steps may lose. */
export const tolerance = { relative: 1e-6, absolute: 1e-6 } as const;

const floats = (shape: readonly number[], data: readonly number[]): NdArray => ({ shape, data: Float32Array.from(data) });
const matrix = (m: Matrix): NdArray => floats([m.length, m[0]?.length ?? 0], m.flat());

/** One row of weights x, which the loss |x · input + 1e6| has the input as gradient of. */
async function steer({ optimizer }: OptimizerCase, engine: Engine, initial: readonly number[], expected: Matrix, gradientAt: (x: readonly number[], step: number) => readonly number[]): Promise<void> {
  const line = graph("line", [initial.length], { x: dense(1, { useBias: false }) });
  const net = await network(line, { engine, weights: { "x.weight": floats([initial.length, 1], initial) } });
  try {
    let x = initial;
    for (const [i, wanted] of expected.entries()) {
      const gradient = gradientAt(x, i);
      await net.step({ inputs: { input: floats([1, initial.length], gradient) }, targets: { x: floats([1, 1], [-1e6]) } }, { objective: { x: { loss: meanAbsoluteError(), weight: 1 } }, optimizer });
      x = Array.from((await net.weights())["x.weight"]?.data ?? []);
      expectClose(x, wanted, tolerance, `step ${i + 1}`);
    }
  } finally {
    net.dispose();
  }
}

/** Throws unless an engine takes the steps: with gradients given, on a parabola, and of a small perceptron. */
export async function checkOptimizer(of: OptimizerCase, engine: Engine): Promise<void> {
  const { given_gradients: given, quadratic } = setup;
  await steer(of, engine, given.initial, of.given_gradients, (_, step) => given.gradients[step] ?? []);
  if (of.quadratic) await steer(of, engine, quadratic.x0, of.quadratic, (x) => quadratic.A.map((row, i) => row.reduce((sum, a, j) => sum + a * (x[j] ?? NaN), 0) - (quadratic.b[i] ?? NaN)));
  if (of.mlp_losses) await checkPerceptron(of, engine, of.mlp_losses);
}

async function checkPerceptron({ optimizer, mlp_final: final }: OptimizerCase, engine: Engine, losses: readonly number[]): Promise<void> {
  const { X, Y, W1, b1, W2, b2 } = setup.mlp;
  const turned = (m: Matrix): NdArray => fromTorchAxes(matrix(m), [1, 0]);
  const perceptron = graph("perceptron", [X[0]?.length ?? 0], { one: dense(b1.length), tanh: tanh(), two: dense(b2.length) });
  const net = await network(perceptron, { engine, weights: { "one.weight": turned(W1), "one.bias": floats([b1.length], b1), "two.weight": turned(W2), "two.bias": floats([b2.length], b2) } });
  try {
    const before: number[] = [];
    for (const _ of losses) before.push((await net.step({ inputs: { input: matrix(X) }, targets: { two: matrix(Y) } }, { objective: { two: { loss: meanSquaredError(), weight: 1 } }, optimizer })).loss);
    expectClose(before, losses, tolerance, "loss");
    const after = await net.weights();
    ["one.weight", "one.bias", "two.weight", "two.bias"].forEach((name, i) => {
      const wanted = final?.[i];
      const found = after[name] as NdArray;
      if (wanted) expectClose((found.shape.length === 2 ? fromTorchAxes(found, [1, 0]) : found).data, wanted, tolerance, name);
    });
  } finally {
    net.dispose();
  }
}
