import { ancestors, GraphError, inferShapes, product, type Graph, type Shapes } from "@convscope/core";
import { writeOnnx } from "@convscope/exchange/onnx";
import { BackendError, checkSize, checkTarget, concatenateRows, momentumOf, partsOf, randomOf, trainableWeights, withMomentum, type Arrays, type GradientRequest, type Gradients, type NdArray, type Objective, type Optimizer, type Part, type Scalars, type StepOptions, type StepResult } from "@convscope/nn";
import type { InferenceSession } from "onnxruntime-node";
import { Cache } from "./cache.ts";
import { Layout } from "./layout.ts";
import { OptimizerMemory } from "./optimizerMemory.ts";
import { ruleOf } from "./optimizers/table.ts";
import type { Ort } from "./package.node.ts";
import { gradientProgram } from "./program/gradients.ts";
import { measureProgram } from "./program/measure.ts";
import { named } from "./program/named.ts";
import type { Program } from "./program/program.ts";
import { runProgram } from "./program/run.ts";
import { partProgram, stepProgram } from "./program/step.ts";
import { updateProgram, type UpdatePlan } from "./program/update.ts";
import { blockOf } from "./selfTest.ts";
import { floatsOf, tensorOf } from "./tensor.ts";

/** A program that is ready to run. */
interface Ready {
  readonly program: Program;
  readonly session: InferenceSession;
}

/** What the caller gives to a program, by the names of its inputs. */
type Feeds = { readonly [name: string]: NdArray | number };

/** What a program gave, by the names of its outputs. */
interface Given {
  readonly program: Program;
  array(name: string): NdArray;
  optional(name: string): NdArray | undefined;
}

/** So many programs may be run in turn before one is prepared anew, as each holds its own activations. A training has two: of whole batches and of what is left. */
const mostPrograms = 4;

/** What an optimiser remembers of a weight that no longer learns fades to numbers so small that processors compute with them a hundred times more slowly; they count as zero. */
const extra = { session: { set_denormal_as_zero: "1" } } as const;

/** Holds the weights of a network, and runs the programs that take them as inputs. */
export class Trainer {
  readonly memory: OptimizerMemory;
  readonly #programs = new Cache<Ready>(mostPrograms, ({ session }) => session.release());
  readonly #shapes: Shapes;
  readonly #layout: Layout;
  /** The keys of the weights of each node that can train. */
  readonly #trainable: ReadonlyMap<string, readonly string[]>;
  /** As steps keep them. */
  readonly #weights = new Map<string, NdArray>();

  constructor(
    readonly graph: Graph,
    readonly ort: Ort,
    readonly threads: number,
    readonly seed: number,
  ) {
    this.#shapes = inferShapes(graph);
    this.#layout = new Layout(graph);
    this.#trainable = trainableWeights(graph);
    this.memory = new OptimizerMemory(this.#layout);
  }

  /** A copy of all weights, in the graph's layout. */
  weights(): Arrays {
    return Object.fromEntries([...this.#weights].map(([key, array]) => [key, this.#layout.given(key, array)]));
  }

  /** Takes the numbers of arrays in the graph's layout in place of those it has. */
  replace(weights: Arrays): void {
    for (const [key, array] of Object.entries(weights)) this.#weights.set(key, this.#layout.kept(key, { shape: array.shape, data: floatsOf(array) }));
  }

  dispose(): void {
    this.#weights.clear();
    this.#programs.clear();
  }

  /** Values of nodes as in training; nothing is remembered. */
  async run(inputs: Arrays, nodes: readonly string[]): Promise<Arrays> {
    const batch = batchOf(inputs);
    const { array } = await this.#execute(["run", batch, nodes], (block) => runProgram(this.graph, batch, nodes, block), inputs);
    return Object.fromEntries(nodes.map((name) => [name, array(named.output(name))]));
  }

  /** The losses of outputs that are known. */
  async measure(outputs: Arrays, { targets, factors }: Part, objective: Objective): Promise<Losses> {
    const given = Object.fromEntries(Object.keys(objective).map((name) => [name, outputs[name] as NdArray]));
    const weighed = Object.keys(factors);
    const { array } = await this.#execute(["measure", batchOf(given), objective, weighed], () => measureProgram(this.graph.name, objective, given, weighed), { ...given, ...this.#targets(targets, factors, objective, batchOf(given)) });
    return lossesOf(array, objective);
  }

  async gradients({ inputs, of, withRespectTo, rule = "true", training = false }: GradientRequest): Promise<Gradients> {
    const by = { inputs: [], nodes: [], weights: [], ...withRespectTo };
    const batch = batchOf(inputs);
    const factors = "objective" in of ? (partsOf(this.graph, { ...of, inputs }, of.objective)[0]?.factors ?? {}) : {};
    const ends = "objective" in of ? { objective: of.objective, weighed: Object.keys(factors) } : { nodes: Object.keys(of.upstream) };
    const others = "objective" in of ? this.#targets(of.targets, factors, of.objective, batch) : this.#upstream(of.upstream, batch);
    const { array, optional } = await this.#execute(["gradients", batch, ends, by, rule, training], (block) => gradientProgram(this.graph, { batch, of: ends, withRespectTo: by, rule, training, block }), { ...inputs, ...others });
    /** What does not reach the end has no gradient; its derivative is zero. */
    const part = (kind: "input" | "node" | "weight", names: readonly string[], shapeOf: (name: string) => readonly number[]): Arrays =>
      Object.fromEntries(names.map((name) => [name, optional(named.gradient(kind, name)) ?? filled(shapeOf(name), 0)]));
    return {
      value: numberOf(array("value")),
      inputs: part("input", by.inputs, (name) => inputs[name]?.shape ?? []),
      nodes: part("node", by.nodes, (name) => [batch, ...(this.#shapes.get(name) ?? [])]),
      weights: Object.fromEntries(Object.entries(part("weight", by.weights, (key) => this.#shapeOf(key))).map(([key, array]) => [key, this.#layout.given(key, array)])),
    };
  }

  async step(parts: readonly Part[], trainable: readonly string[], options: StepOptions): Promise<StepResult> {
    const { objective, optimizer, learningRate = optimizer.learningRate, rates = {} } = options;
    const needed = new Set(ancestors(this.graph, Object.keys(objective)).flatMap(({ name }) => this.#trainable.get(name) ?? []));
    // What no loss needs takes no step, and falls behind the rest: it must not make a group of its own.
    const groups = this.#groups(trainable.filter((key) => needed.has(key)), optimizer, rates);
    const numbers: Record<string, number> = {};
    groups.forEach(({ factor, step, scalars }, i) => {
      for (const [name, n] of Object.entries(ruleOf(optimizer).numbers(optimizer, { rate: learningRate * factor, step, scalars }))) numbers[named.number(i, name)] = n;
    });
    const groupOf = new Map(groups.flatMap(({ keys }, i) => keys.map((key) => [key, i] as const)));
    const update: Update = {
      // Rate and momentum come in as numbers: a schedule must not make a new program for each step.
      key: [{ ...sameProgram(optimizer), learningRate: 0 }, groups.map(({ keys }) => keys)],
      plan: { optimizer, groupOf: (key) => groupOf.get(key) ?? 0 },
      numbers,
    };
    const { result, changed, learning, array } = parts.length > 1 ? await this.#stepInParts(parts, trainable, objective, update) : await this.#stepAtOnce(parts[0] as Part, trainable, objective, update);
    if (!Number.isFinite(result.loss)) return result;
    this.memory.took(learning, optimizer, (key, slot) => array(named.next(`${key}/${slot}`)));
    for (const [key, weight] of changed) this.#weights.set(key, weight);
    return result;
  }

  async #stepAtOnce({ inputs, targets, factors }: Part, trainable: readonly string[], objective: Objective, { key, plan, numbers }: Update): Promise<Stepped> {
    const batch = batchOf(inputs);
    const weighed = Object.keys(factors);
    const { array, program } = await this.#execute(
      ["step", batch, objective, weighed, ...key],
      (block) => stepProgram(this.graph, { batch, objective, weighed, trainable, block, ...plan }),
      { ...inputs, ...this.#targets(targets, factors, objective, batch), ...numbers },
      { optimizer: plan.optimizer },
    );
    return { result: { ...lossesOf(array, objective), outputs: outputsOf(array, objective) }, learning: program.learning, changed: program.changed.map((key) => [key, array(named.next(key))]), array };
  }

  /** Losses and gradients are summed over the parts; each part goes on from the statistics that the one before remembers. */
  async #stepInParts(parts: readonly Part[], trainable: readonly string[], objective: Objective, { key, plan, numbers }: Update): Promise<Stepped> {
    const remembered: Record<string, NdArray> = {};
    const gradients = new Map<string, NdArray>();
    const results: StepResult[] = [];
    for (const [i, { inputs, targets, factors }] of parts.entries()) {
      const batch = batchOf(inputs);
      const weighed = Object.keys(factors);
      const { array, program } = await this.#execute(
        ["part", batch, objective, weighed, trainable],
        (block) => partProgram(this.graph, { batch, objective, weighed, trainable, block }),
        { ...inputs, ...this.#targets(targets, factors, objective, batch), ...remembered },
        { part: i },
      );
      results.push({ ...lossesOf(array, objective), outputs: outputsOf(array, objective) });
      for (const key of program.changed) remembered[key] = array(named.next(key));
      for (const key of program.learning) {
        const gradient = array(named.gradient("weight", key));
        gradients.set(key, sumOf(gradients.get(key), gradient));
      }
    }
    const shapes = new Map([...gradients].map(([key, { shape }]) => [key, shape]));
    const given = Object.fromEntries([...gradients].map(([key, gradient]) => [named.gradient("weight", key), gradient]));
    const { array, program } = await this.#execute(["update", [...shapes.keys()], ...key], () => updateProgram(this.graph.name, shapes, plan), { ...given, ...numbers }, { optimizer: plan.optimizer });
    return { result: joined(results, objective), learning: program.learning, changed: [...program.changed.map((key) => [key, array(named.next(key))] as const), ...Object.entries(remembered)], array };
  }

  /** Weights whose next steps have the same numbers: usually all. */
  #groups(trainable: readonly string[], optimizer: Optimizer, rates: NonNullable<StepOptions["rates"]>): readonly Group[] {
    const groups = new Map<string, Group & { readonly keys: string[] }>();
    for (const key of trainable) {
      const numbers = { factor: rates[key] ?? 1, ...this.memory.next(key, optimizer) };
      const id = JSON.stringify(numbers);
      const group = groups.get(id) ?? { ...numbers, keys: [] };
      group.keys.push(key);
      groups.set(id, group);
    }
    return [...groups.values()];
  }

  /** The shape of a weight as steps keep it. */
  #shapeOf(key: string): readonly number[] {
    return this.#weights.get(key)?.shape ?? [];
  }

  #targets(targets: Arrays, factors: Arrays, objective: Objective, batch: number): Feeds {
    return Object.fromEntries(
      Object.entries(objective).flatMap(([name, { loss }]) => {
        const target = targets[name];
        if (!target) throw new GraphError(`every output with a loss must have a target. Received ${Object.keys(targets).join(", ") || "none"}, without "${name}".`);
        checkTarget(loss, [batch, ...(this.#shapes.get(name) ?? [])], target, name);
        checkSize(`target "${name}"`, target);
        const ofSamples = factors[name];
        return [[named.target(name), target], ...(ofSamples ? [[named.factors(name), ofSamples]] : [])];
      }) as [string, NdArray][],
    );
  }

  #upstream(upstream: Arrays, batch: number): Feeds {
    return Object.fromEntries(
      Object.entries(upstream).map(([name, array]) => {
        const shape = [batch, ...(this.#shapes.get(name) ?? [])];
        if (String(array.shape) !== String(shape)) throw new GraphError(`upstream "${name}" must have the shape of the node's value, [${shape.join(", ")}]. Received [${array.shape.join(", ")}].`);
        checkSize(`upstream "${name}"`, array);
        return [named.upstream(name), array];
      }),
    );
  }

  /** Runs the program of this key, written and prepared when it is first asked for. */
  async #execute(key: readonly unknown[], write: (block: number) => Program, feeds: Feeds, { optimizer, part = 0 }: { readonly optimizer?: Optimizer; readonly part?: number } = {}): Promise<Given> {
    const { program, session } = await this.#programs.get(JSON.stringify(key), async () => {
      const program = write(await blockOf(this.ort));
      return { program, session: await this.ort.InferenceSession.create(writeOnnx(program.model), { intraOpNumThreads: this.threads, logSeverityLevel: 3, extra }) };
    });
    const all: Feeds = { ...Object.fromEntries(this.#weights), ...this.#remembered(program, optimizer), ...this.#drawn(program, part), ...feeds };
    const outputs = await session.run(Object.fromEntries(program.model.inputs.map(({ name, type, dims }) => [name, tensorOf(this.ort, { shape: dims.map(Number), data: dataOf(all[name] as NdArray | number) }, type === "int64")]))).catch((error: unknown) => { throw explained(error, this.graph.name, key[1]); });
    const optional = (name: string): NdArray | undefined => {
      const tensor = outputs[program.results.get(name) ?? name];
      return tensor && { shape: [...tensor.dims], data: tensor.data as Float32Array };
    };
    return { program, optional, array: (name) => optional(name) as NdArray };
  }

  #remembered({ slots }: Program, optimizer: Optimizer | undefined): Feeds {
    return optimizer ? Object.fromEntries(slots.map(({ key, name }) => [`${key}/${name}`, this.memory.slot(key, name, optimizer, this.#shapeOf(key))])) : {};
  }

  /** The numbers drawn for a part of a step: the same as on every engine. */
  #drawn({ draws }: Program, part: number): Feeds {
    return Object.fromEntries([...draws].map(([node, dims]) => [named.draw(node), { shape: dims, data: randomOf(this.seed, node, this.memory.steps, ...(part > 0 ? [part] : [])).uniforms(product(dims)) }]));
  }
}

/** That memory is used up is no mistake of ours, and who asked for the batch can ask for less. */
function explained(error: unknown, graph: string, batch: unknown): unknown {
  if (!(error instanceof Error) || !/Failed to allocate memory|bad_alloc/.test(error.message)) return error;
  return new BackendError(`${graph}: there must be memory for all that a batch computes. ONNX Runtime found too little${typeof batch === "number" ? `. Received a batch of ${batch}` : ""}. Use a smaller batch.`);
}

/** How the weights of a step learn: what that depends on, how it is written, and the numbers that it is given. */
interface Update {
  readonly key: readonly unknown[];
  readonly plan: UpdatePlan;
  readonly numbers: Feeds;
}

/** What a step has come to, before anything is changed. */
interface Stepped {
  readonly result: StepResult;
  readonly learning: readonly string[];
  readonly changed: readonly (readonly [key: string, weight: NdArray])[];
  /** What the optimiser remembers, under the names of a program's outputs. */
  array(name: string): NdArray;
}

/** One optimiser for all with which a step is the same program: momentum comes in as a number, as a schedule may change it. */
const sameProgram = (optimizer: Optimizer): Optimizer => (momentumOf(optimizer) ? withMomentum(optimizer, 0.5) : optimizer);

interface Group {
  readonly factor: number;
  readonly step: number;
  readonly scalars: Scalars;
  readonly keys: readonly string[];
}

const filled = (shape: readonly number[], n: number): NdArray => ({ shape: [...shape], data: new Float32Array(product(shape)).fill(n) });
const dataOf = (given: NdArray | number): NdArray["data"] => (typeof given === "number" ? Float32Array.of(given) : given.data);
const numberOf = (array: NdArray): number => array.data[0] ?? NaN;
const batchOf = (arrays: Arrays): number => Object.values(arrays)[0]?.shape[0] ?? 0;

/** Of the whole, and of each output. */
type Losses = Pick<StepResult, "loss" | "losses">;
const lossesOf = (array: (name: string) => NdArray, objective: Objective): Losses => ({
  loss: numberOf(array("loss")),
  losses: Object.fromEntries(Object.keys(objective).map((name) => [name, numberOf(array(named.loss(name)))])),
});

const outputsOf = (array: (name: string) => NdArray, objective: Objective): Arrays => Object.fromEntries(Object.keys(objective).map((name) => [name, array(named.output(name))]));

/** A gradient added to those of the parts before. */
function sumOf(sums: NdArray | undefined, { shape, data }: NdArray): NdArray {
  if (!sums) return { shape, data };
  for (let i = 0; i < data.length; i++) sums.data[i] = (sums.data[i] ?? 0) + (data[i] ?? 0);
  return sums;
}

/** The results of all parts as one. */
const joined = (parts: readonly StepResult[], objective: Objective): StepResult => ({
  loss: parts.reduce((sum, { loss }) => sum + loss, 0),
  losses: Object.fromEntries(Object.keys(objective).map((name) => [name, parts.reduce((sum, { losses }) => sum + (losses[name] ?? NaN), 0)])),
  outputs: Object.fromEntries(Object.keys(objective).map((name) => [name, concatenateRows(parts.map(({ outputs }) => outputs[name] as NdArray))])),
});
