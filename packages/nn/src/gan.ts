import { formatShape, inferShapes, product, type Graph, type Shape } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import { breather } from "./breathe.ts";
import { batchIndices, checkData, inAdvance, samplesIn, type Data } from "./data.ts";
import type { Objective, OptimizerState, Runtime, StepOptions } from "./engine.ts";
import { TrainingError } from "./fit.ts";
import { trainableKeys } from "./frozen.ts";
import { binaryCrossentropy } from "./losses/index.ts";
import { averaged, checkAverage, copied, type AverageOptions } from "./movingAverage.ts";
import type { Network } from "./network.ts";
import type { Optimizer } from "./optimizers/index.ts";
import { known, whole } from "./options.ts";
import { randomOf, type Random } from "./random.ts";
import { concatenateRows } from "./rows.ts";
import { constantRate, scheduleFactor, type Schedule } from "./schedules/index.ts";
import type { WeightAverage } from "./trainingState.ts";

export interface GanOptions {
  /** Makes a sample of noise: one input, one output. */
  readonly generator: Network;
  /** Tells real samples from made ones: one input, shaped as what the generator makes, and one number, the logit of "real". */
  readonly discriminator: Network;
  /** Real samples, by the discriminator's input; targets are not looked at. */
  readonly data: Data;
  readonly epochs: number;
  readonly optimizers: { readonly generator: Optimizer; readonly discriminator: Optimizer };
  /** Real samples in a batch, and as many made ones; 64 unless given. What is left over at the end of an epoch is not used. */
  readonly batchSize?: number;
  /** k₁: the discriminator's steps before it is the generator's turn; 1 unless given. */
  readonly discriminatorSteps?: number;
  /** k₂: the generator's steps in its turn; 1 unless given. */
  readonly generatorSteps?: number;
  /** Moves both learning rates over the discriminator's steps; constant unless given. There are no losses that it could react to, as `plateau` does. */
  readonly schedule?: Schedule;
  /** What the discriminator is to say of real samples; 1 unless given. A little less keeps it from being too sure: arXiv:1606.03498, section 3.4. */
  readonly realTarget?: number;
  /**
   * The generator's aim: `non-saturating` (unless given) raises log D(G(z)); `minimax` lowers log(1 − D(G(z))), whose gradient vanishes
   * while the discriminator is sure: arXiv:1406.2661, section 3.
   */
  readonly aim?: "non-saturating" | "minimax";
  /** At the end of an epoch the generator gets its weights averaged over the steps in place of the last ones, which swing to and fro: arXiv:1710.10196, section 3. */
  readonly average?: AverageOptions;
  /** Draws noise and order; the generator's unless given. */
  readonly seed?: number;
  /** Ends the training after the step under way. */
  readonly signal?: AbortSignal;
  /** Go on from here. */
  readonly resume?: GanState;
}

/** What one epoch came to, in means over its steps. */
export interface GanLog {
  /** Counted from 1. */
  readonly epoch: number;
  /** −mean of log D(x) and log(1 − D(G(z))): ln 2 where the discriminator cannot tell. */
  readonly discriminatorLoss: number;
  /** −log D(G(z)), or log(1 − D(G(z))) where the aim is minimax. */
  readonly generatorLoss: number;
  /** D(x): how real real samples look to the discriminator, 0 … 1. */
  readonly realScore: number;
  /** D(G(z)): how real made samples look to it. */
  readonly madeScore: number;
}

/** All that it takes to go on from the end of an epoch, bit by bit. */
export interface GanState {
  readonly history: readonly GanLog[];
  readonly generator: Arrays;
  readonly discriminator: Arrays;
  readonly optimizers: { readonly generator: OptimizerState; readonly discriminator: OptimizerState };
  readonly average?: WeightAverage;
}

/** Some steps have been taken, or an epoch is finished; only then the generator has the weights it came to. */
export type GanEvent =
  | { readonly kind: "step"; readonly epoch: number; readonly seen: number; readonly total: number }
  | { readonly kind: "epoch"; readonly log: GanLog; state(): Promise<GanState> };

/**
 * Trains a generator against a discriminator: arXiv:1406.2661, algorithm 1. In turn the discriminator takes k₁ steps on batches of real and
 * made samples, and the generator k₂ steps through it. The generator learns in a graph of both, in which the discriminator's rate is 0: so
 * batch normalisation uses the batch in both, and any engine that trains a classifier trains this. Real and made samples are normalised
 * apart, as in arXiv:1511.06434. Noise is Gaussian.
 *
 * ```ts
 * for await (const event of trainGan({ generator, discriminator, data, epochs: 10, optimizers })) if (event.kind === "epoch") show(await generator.predict(noise));
 * ```
 * @throws RangeError for networks that do not fit each other, TrainingError when a loss is not a number any more.
 */
export async function* trainGan(options: GanOptions): AsyncGenerator<GanEvent, readonly GanLog[], undefined> {
  known("trainGan", options, "generator", "discriminator", "data", "epochs", "optimizers", "batchSize", "discriminatorSteps", "generatorSteps", "schedule", "realTarget", "aim", "average", "seed", "signal", "resume");
  const { generator, discriminator, data, epochs, optimizers, batchSize = 64, discriminatorSteps = 1, generatorSteps = 1, schedule = constantRate(), realTarget = 1, aim = "non-saturating", average, seed = generator.seed, signal, resume } = options;
  for (const [name, value] of Object.entries({ epochs, batchSize, discriminatorSteps, generatorSteps })) whole("trainGan", name, value, 1);
  checkData("trainGan", "data", data);
  if (data.length < batchSize) throw new RangeError(`trainGan: there must be a batch of real samples at least. Received ${data.length} samples, batchSize=${batchSize}.`);
  const ends = endsOf(generator.graph, discriminator.graph);
  const { noise, made, real, logit, noiseShape, logits } = ends;
  const weights = resume ?? { generator: await generator.weights(), discriminator: await discriminator.weights() };
  const joint = await generator.engine.prepare(composed(generator.graph, discriminator.graph, ends), { ...prefixed(weights.generator, first), ...prefixed(weights.discriminator, second) }, { seed });
  const history: GanLog[] = [...(resume?.history ?? [])];
  let mean: WeightAverage | undefined = resume?.average && copied(resume.average);
  const bce = binaryCrossentropy();
  const tells: StepOptions = { objective: { [logit]: { loss: bce, weight: 1 } }, optimizer: optimizers.discriminator, parts: 2 };
  // The generator lowers log(1 − D) = −(cross-entropy with "made") where it plays minimax.
  const minimax = aim === "minimax";
  const fools: Objective = { [second + logit]: { loss: bce, weight: minimax ? -1 : 1 } };
  const still = Object.fromEntries(trainableKeys(discriminator.graph).map((name) => [second + name, 0]));
  const breathe = breather();

  const noiseOf = (random: Random, samples: number): Arrays => ({ [noise]: { shape: [samples, ...noiseShape], data: random.normals(samples * product(noiseShape)) } });
  const saying = (samples: number, value: number): NdArray => ({ shape: [samples, ...logits], data: new Float32Array(samples * product(logits)).fill(value) });
  const finite = (who: string, loss: number, epoch: number): void => {
    if (!Number.isFinite(loss)) throw new TrainingError(`trainGan: the loss of the ${who} must stay a finite number. Received ${loss} in epoch ${epoch}. A smaller learning rate usually helps.`);
  };

  try {
    if (average) checkAverage(average);
    if (resume) {
      await discriminator.setWeights(resume.discriminator);
      await discriminator.setOptimizerState(resume.optimizers.discriminator);
      await joint.setOptimizerState(resume.optimizers.generator);
      await generator.setWeights(resume.average?.weights ?? resume.generator);
    }
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      const random = randomOf(seed, "gan", epoch);
      const batches = batchIndices(random.permutation(data.length), batchSize).filter(({ length }) => length === batchSize);
      const rateOf = ({ learningRate }: Optimizer, i: number): number => learningRate * scheduleFactor(schedule, { step: (epoch - 1) * batches.length + i, steps: epochs * batches.length, stepsPerEpoch: batches.length, history: [] });
      const [told, fooled] = [new Mean(), new Mean()];
      let [seen, steps] = [0, 0];
      for await (const { inputs } of inAdvance(data, batches, epoch)) {
        if (signal?.aborted) return history;
        const samples = samplesIn({ inputs, targets: {} });
        const fake = (await joint.run(noiseOf(random, samples), { nodes: [first + made], training: true }))[first + made] as NdArray;
        const both = { inputs: { [real]: concatenateRows([inputs[real] as NdArray, fake]) }, targets: { [logit]: concatenateRows([saying(samples, realTarget), saying(samples, 0)]) } };
        const { loss, outputs } = await discriminator.step(both, { ...tells, learningRate: rateOf(optimizers.discriminator, seen / batchSize) });
        finite("discriminator", loss, epoch);
        const scores = outputs[logit]?.data ?? [];
        told.add({ loss, real: meanSigmoid(scores, 0, scores.length / 2), made: meanSigmoid(scores, scores.length / 2, scores.length) });
        const learningRate = rateOf(optimizers.generator, seen / batchSize);
        seen += samples;
        if ((seen / batchSize) % discriminatorSteps === 0) {
          await joint.setWeights(prefixed(await discriminator.weights(), second));
          for (let step = 0; step < generatorSteps; step++) {
            const result = await joint.step({ inputs: noiseOf(random, samples), targets: { [second + logit]: saying(samples, minimax ? 0 : 1) } }, { objective: fools, optimizer: optimizers.generator, learningRate, rates: still });
            finite("generator", result.loss, epoch);
            fooled.add({ loss: result.loss });
            if (average && ++steps % (average.every ?? 1) === 0) mean = averaged(mean, await partOf(joint, first), average);
          }
        }
        yield { kind: "step", epoch, seen, total: batches.length * batchSize };
        await breathe();
      }
      const own = await partOf(joint, first);
      await generator.setWeights(mean?.weights ?? own);
      const log: GanLog = { epoch, discriminatorLoss: told.of("loss"), generatorLoss: fooled.of("loss"), realScore: told.of("real"), madeScore: told.of("made") };
      history.push(log);
      yield {
        kind: "epoch", log,
        state: async () => ({
          history: [...history], generator: own, discriminator: await discriminator.weights(),
          optimizers: { generator: await joint.optimizerState(), discriminator: await discriminator.optimizerState() },
          ...(mean && { average: copied(mean) }),
        }),
      };
    }
    return history;
  } finally {
    joint.dispose();
  }
}

/** Where the two meet: names of the generator's input and end, of the discriminator's, and shapes without the batch. */
interface Ends {
  readonly noise: string;
  readonly made: string;
  readonly real: string;
  readonly logit: string;
  readonly noiseShape: Shape;
  readonly logits: Shape;
}

const [first, second] = ["generator.", "discriminator."];

/** @throws RangeError where what one makes is not what the other takes. */
function endsOf(generator: Graph, discriminator: Graph): Ends {
  const [makes, tells] = [generator, discriminator].map((graph) => {
    const [inputs, shapes] = [Object.keys(graph.inputs), inferShapes(graph)];
    const [input, output] = [inputs[0] ?? "", graph.outputs[0] ?? ""];
    if (inputs.length !== 1 || graph.outputs.length !== 1) throw new RangeError(`trainGan: each network must have one input and one output. Received ${graph.name} with inputs ${inputs.join(", ")} and outputs ${graph.outputs.join(", ")}.`);
    return { input, output, from: shapes.get(input) ?? [], to: shapes.get(output) ?? [] };
  }) as [End, End];
  if (formatShape(makes.to) !== formatShape(tells.from)) throw new RangeError(`trainGan: the discriminator must take what the generator makes. Received a generator of ${formatShape(makes.to)} and a discriminator of ${formatShape(tells.from)}.`);
  if (product(tells.to) !== 1) throw new RangeError(`trainGan: the discriminator must end in one number. Received ${formatShape(tells.to)}. End it in dense(1), without a sigmoid.`);
  return { noise: makes.input, made: makes.output, real: tells.input, logit: tells.output, noiseShape: makes.from, logits: tells.to };
}

interface End {
  readonly input: string;
  readonly output: string;
  readonly from: Shape;
  readonly to: Shape;
}

/** One graph of both, the discriminator behind the generator. */
function composed(generator: Graph, discriminator: Graph, { noise, made, real, logit }: Ends): Graph {
  const nodesOf = ({ nodes }: Graph, prefix: string, input: string, from: string): Graph["nodes"] =>
    nodes.map(({ name, layer, inputs, weightsOf }) => ({
      name: prefix + name, layer, inputs: inputs.map((one) => (one === input ? from : prefix + one)), ...(weightsOf !== undefined && { weightsOf: prefix + weightsOf }),
    }));
  return {
    name: `${generator.name} and ${discriminator.name}`,
    inputs: generator.inputs,
    outputs: [second + logit],
    nodes: [...nodesOf(generator, first, noise, noise), ...nodesOf(discriminator, second, real, first + made)],
  };
}

const prefixed = (weights: Arrays, prefix: string): Arrays => Object.fromEntries(Object.entries(weights).map(([name, array]) => [prefix + name, array]));

/** The weights of one part, under its own names. */
const partOf = async (joint: Runtime, prefix: string): Promise<Arrays> =>
  Object.fromEntries(Object.entries(await joint.weights()).filter(([name]) => name.startsWith(prefix)).map(([name, array]) => [name.slice(prefix.length), array]));

/** The mean of 1 / (1 + e⁻ˣ) from one place to before another. */
function meanSigmoid(logits: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += 1 / (1 + Math.exp(-(logits[i] ?? 0)));
  return sum / (to - from);
}

/** Means of numbers by name. */
class Mean {
  #count = 0;
  readonly #sums: Record<string, number> = {};

  add(values: { readonly [name: string]: number }): void {
    this.#count++;
    for (const [name, value] of Object.entries(values)) this.#sums[name] = (this.#sums[name] ?? 0) + value;
  }

  of(name: string): number {
    return (this.#sums[name] ?? NaN) / this.#count;
  }
}
