import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { inferShapes, isSequence, product, type Graph } from "@convscope/core";
import { adam, initialWeights, meanSquaredError, network, sparseCategoricalCrossentropy, type Batch, type Engine, type KernelTime, type NdArray, type Network, type StepOptions } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { duration } from "../progress.ts";
import { resolveGraph } from "../resolve.ts";
import { bytes, grouped, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { shape, whole } from "../values.ts";

/** `convscope bench`: how fast a model trains and predicts here, and where the time goes. */
export const benchCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("bench")
    .summary("how fast a model trains and predicts on this machine, and which kernels take the time")
    .description("Trains a model for some seconds on made-up pictures, then predicts with it: images per second, the first step by itself, and memory. Nothing else should run meanwhile.")
    .addArgument(new Argument("[model]", "a model of the zoo, a graph's JSON file, or a run's folder").default("mnist-cnn"))
    .option("--input <shape>", "input shape, e.g. 96x96x3", shape)
    .option("--classes <n>", "number of classes", whole(1))
    .option("--batch <n>", "images in a batch", whole(1), 64)
    .option("--seconds <n>", "how long to train, and to predict", whole(1), 5)
    .option("--profile", "the time of every kernel, and how often one was left to a slower backend; not with ort, which does not tell")
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", `
Examples:
  convscope bench
  convscope bench mobilenet_v2 --input 96x96x3 --backend simd --profile
  convscope bench resnet18 --backend simd --threads 1 --json`)
    .action(async (reference, options) => {
      const graph = resolveGraph(reference, { ...(options.input && { inputShape: options.input }), ...(options.classes && { classes: options.classes }) }, terminal.cwd);
      const engine = await openEngine(options);
      if (options.profile && !engine.profile) throw new CommandError(`--profile: the backend ${engine.backend} does not tell how long its kernels take. Use one that does, such as --backend simd.`);
      const net = await network(graph, { engine, weights: initialWeights(graph) });
      try {
        const result = await measure(net, engine, { batch: options.batch, seconds: options.seconds, profile: options.profile ?? false, signal: terminal.signal, say: (what) => terminal.interactive && terminal.err(`${what} …\n`) });
        answer(terminal, { json: { model: graph.name, backend: engine.backend, threads: engine.threads, batch: options.batch, ...result }, text: text(graph, engine, options.batch, result, terminal) }, options.json);
      } finally {
        net.dispose();
      }
    });

interface Result {
  readonly firstStepSeconds: number;
  readonly trainImagesPerSecond: number;
  readonly predictImagesPerSecond: number;
  /** In bytes. */
  readonly memory?: { readonly inUse: number; readonly peak?: number; readonly total?: number };
  /** Of one training step. */
  readonly kernels?: readonly KernelTime[];
}

interface Measuring {
  readonly batch: number;
  readonly seconds: number;
  readonly profile: boolean;
  readonly signal: AbortSignal;
  /** Tells what goes on. */
  readonly say: (what: string) => unknown;
}

async function measure(net: Network, engine: Engine, { batch: size, seconds, profile, signal, say }: Measuring): Promise<Result> {
  const { batch, how } = task(net.graph, size);
  const step = (): Promise<unknown> => net.step(batch, how);
  say("the first step");
  const start = performance.now();
  await step();
  const firstStepSeconds = (performance.now() - start) / 1000;
  say(`training for ${duration(seconds)}`);
  const trainImagesPerSecond = (await rate(step, seconds, signal)) * size;
  const kernels = profile ? await engine.profile?.(async () => void (await step())) : undefined;
  say(`predicting for ${duration(seconds)}`);
  const predictImagesPerSecond = (await rate(() => net.predict(batch.inputs), seconds, signal)) * size;
  const memory = engine.memory?.();
  return { firstStepSeconds, trainImagesPerSecond, predictImagesPerSecond, ...(memory && { memory }), ...(kernels && { kernels }) };
}

/** How often `f` runs in a second, once it is warm. */
async function rate(f: () => Promise<unknown>, seconds: number, signal: AbortSignal): Promise<number> {
  await f();
  const start = performance.now();
  let times = 0;
  do {
    await f();
    times++;
    // So that Ctrl-C is heard.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  } while (performance.now() - start < 1000 * seconds);
  return (1000 * times) / (performance.now() - start);
}

/** Made-up inputs, and targets for every output: classes where it is a vector, else the mean square. */
function task(graph: Graph, size: number): { readonly batch: Batch; readonly how: StepOptions } {
  const shapes = inferShapes(graph);
  const made: Record<string, NdArray> = {};
  for (const [name, spec] of Object.entries(graph.inputs)) {
    const sample = isSequence(spec) ? [spec.length] : spec;
    const length = size * product(sample);
    made[name] = { shape: [size, ...sample], data: isSequence(spec) ? Int32Array.from({ length }, (_, i) => i % spec.vocabulary) : Float32Array.from({ length }, (_, i) => (i * 0.6180339887498949) % 1) };
  }
  const targets: Record<string, NdArray> = {};
  const objective: Record<string, StepOptions["objective"][string]> = {};
  for (const output of graph.outputs) {
    const to = shapes.get(output) ?? [];
    if (to.length === 1) {
      targets[output] = { shape: [size], data: Int32Array.from({ length: size }, (_, i) => i % (to[0] ?? 1)) };
      objective[output] = { loss: sparseCategoricalCrossentropy(), weight: 1 };
    } else {
      targets[output] = { shape: [size, ...to], data: new Float32Array(size * product(to)) };
      objective[output] = { loss: meanSquaredError(), weight: 1 };
    }
  }
  return { batch: { inputs: made, targets }, how: { objective, optimizer: adam() } };
}

function text({ name }: Graph, { backend, threads }: Engine, batch: number, result: Result, { colors: { bold, dim } }: Terminal): string {
  const { firstStepSeconds, trainImagesPerSecond, predictImagesPerSecond, memory, kernels } = result;
  const rows: readonly (readonly [string, string])[] = [
    ["training", `${speed(trainImagesPerSecond)} images/s`],
    ["first step", duration(firstStepSeconds)],
    ["prediction", `${speed(predictImagesPerSecond)} images/s`],
    ...(memory ? [["memory", [`${bytes(memory.inUse)} in use`, ...(memory.peak === undefined ? [] : [`${bytes(memory.peak)} at most`]), ...(memory.total === undefined ? [] : [`${bytes(memory.total)} held`])].join(", ")] as const] : []),
  ];
  const lines = [`${bold(name)}  ${dim(`${backend}, ${threads} ${threads === 1 ? "thread" : "threads"}, batches of ${batch}, Adam`)}`, "", table(rows, [{ title: "", of: ([what]) => what }, { title: "", of: ([, value]) => value }]).trimStart()];
  if (!kernels) return lines.join("\n");
  const whole = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const columns = [
    { title: "kernel", of: ({ kernel }: KernelTime) => kernel },
    { title: "calls", of: ({ calls }: KernelTime) => grouped(calls), align: "right" as const },
    { title: "ms", of: ({ milliseconds }: KernelTime) => milliseconds.toFixed(2), align: "right" as const },
    { title: "share", of: ({ milliseconds }: KernelTime) => `${((100 * milliseconds) / whole).toFixed(1)} %`, align: "right" as const },
    { title: "left to cpu", of: ({ fallbacks }: KernelTime) => (fallbacks === 0 ? "" : grouped(fallbacks)), align: "right" as const },
  ];
  const fell = kernels.reduce((sum, { fallbacks }) => sum + fallbacks, 0);
  return [...lines, "", `one training step: ${whole.toFixed(1)} ms in kernels${fell === 0 ? ", none left to a slower backend" : `, ${grouped(fell)} calls left to a slower backend`}`, "", table(kernels, columns, dim)].join("\n");
}

const speed = (imagesPerSecond: number): string => (imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : grouped(Math.round(imagesPerSecond)));
