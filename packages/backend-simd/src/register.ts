import * as tf from "@tensorflow/tfjs-core";
import { SimdBackend } from "./backend.ts";
import { countingKernel } from "./fallback.ts";
import { kernels } from "./kernels/index.ts";
import { startMachine, type MachineOptions } from "./machine.ts";
import { threadsMissing } from "./threads.ts";

export interface RegisterOptions extends MachineOptions {
  /** Under which TensorFlow.js knows the backend; `simd` unless said. */
  readonly name?: string;
  /**
   * Compute large 3×3 convolutions by Winograd's F(2×2, 3×3), arXiv:1509.09308, in less than half of the multiplications; true unless
   * said. Its results differ from the plain sums by some 10⁻⁶ of their size, and an infinite or missing number makes all four
   * numbers of each tile that sees it NaN.
   */
  readonly winograd?: boolean;
}

export interface Registered {
  readonly name: string;
  /** How many threads compute. */
  readonly threads: number;
}

/**
 * Makes the backend known to TensorFlow.js, so that `tf.setBackend("simd")` works. Registered again, it takes
 * another number of threads, if one is given; everything else stays as it was.
 *
 * @throws RangeError when `threads` is not a whole number above 0; Error when the name is known with other options.
 */
export async function register({ name = "simd", ...options }: RegisterOptions = {}): Promise<Registered> {
  const { threads } = options;
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) throw new RangeError(`backend simd: threads must be a whole number above 0. Received ${threads}.`);
  const known = machines.get(name);
  if (known) {
    refuseChanges(name, known.options, options);
    const machine = await known.starting;
    if (threads !== undefined) await machine.useThreads(threads);
    return { name, threads: machine.threads };
  }
  const starting = start(name, options);
  machines.set(name, { starting, options });
  starting.catch(() => machines.delete(name));
  return { name, threads: (await starting).threads };
}

/** By the name of their backend. */
const machines = new Map<string, { readonly starting: ReturnType<typeof startMachine>; readonly options: Fixed }>();

/** What a backend cannot change once it is there. */
type Fixed = Pick<RegisterOptions, "shared" | "memoryLimit" | "winograd">;

function refuseChanges(name: string, before: Fixed, now: Fixed): void {
  const defaults = { shared: threadsMissing() === undefined, memoryLimit: 2 ** 32, winograd: true } as const;
  for (const option of ["shared", "memoryLimit", "winograd"] as const) {
    const [was, wanted] = [before[option] ?? defaults[option], now[option]];
    if (wanted !== undefined && wanted !== was) throw new Error(`backend simd: "${name}" is registered with ${option}=${was} and keeps it. Received ${option}=${wanted}. Register it under another name.`);
  }
}

async function start(name: string, { winograd, ...options }: Omit<RegisterOptions, "name">): ReturnType<typeof startMachine> {
  const [machine, { MathBackendCPU }] = await Promise.all([startMachine(options), import("@tensorflow/tfjs-backend-cpu")]);
  const cpu = withoutGreeting(() => new MathBackendCPU());
  const names = new Set([...tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName), ...Object.keys(kernels)]);
  tf.registerBackend(name, () => new SimdBackend(machine, cpu, winograd));
  for (const kernelName of names) tf.registerKernel(countingKernel(kernelName, name, kernels[kernelName]));
  return machine;
}

/** The cpu backend greets on its first write, with advice that does not hold for us: it writes unheard. */
function withoutGreeting(open: () => InstanceType<typeof import("@tensorflow/tfjs-backend-cpu").MathBackendCPU>): ReturnType<typeof open> {
  const cpu = open();
  const heard = tf.env().getBool("IS_TEST");
  tf.env().set("IS_TEST", true);
  cpu.disposeData(cpu.write(new Float32Array(1), [1], "float32"));
  tf.env().set("IS_TEST", heard);
  return cpu;
}
