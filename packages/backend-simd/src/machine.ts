import type { ExportName } from "./generated/exports.ts";
import { Memory } from "./memory.ts";
import { cores, scratchBytes, startWorker, threadsMissing } from "./threads.ts";

/** The kernels as WebAssembly exports them: every argument is a number, pointers in bytes. */
export type Exports = { readonly [K in ExportName]: (...numbers: number[]) => number };

export interface MachineOptions {
  /** How many threads compute, at most 64; all cores unless said. */
  readonly threads?: number;
  /** False: one thread on a memory of its own, as where `SharedArrayBuffer` is missing. */
  readonly shared?: boolean;
  /** Bytes that the memory may grow to; 4 GiB unless said. */
  readonly memoryLimit?: number;
}

/** The kernels' module at work: one memory, one main thread, workers. */
export class Machine {
  readonly memory: Memory;
  readonly exports: Exports;
  readonly #workers: Promise<boolean>[] = [];
  #threads = 1;

  constructor(
    readonly module: WebAssembly.Module,
    readonly shared: boolean,
    limit: number,
  ) {
    const memory = newMemory(shared, limit);
    const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
    // Below 1 MiB lie what the compiler put there and the words of the queue.
    this.memory = new Memory(memory.memory, 2 ** 20, memory.limit);
    this.exports = exports as Exports;
    this.exports.setScratch(this.memory.take(scratchBytes));
    this.exports.setThreads(1);
  }

  /** How many threads compute. */
  get threads(): number {
    return this.#threads;
  }

  /** Sets how many threads compute, and starts those that are missing: fewer compute where they do not come up. */
  async useThreads(wanted: number): Promise<void> {
    const threads = this.shared ? Math.min(wanted, mostThreads) : 1;
    while (this.#workers.length + 1 < threads)
      this.#workers.push(startWorker({ module: this.module, memory: this.memory.memory, scratch: this.memory.take(scratchBytes), worker: this.#workers.length + 1 }).catch(() => false));
    const up = await Promise.all(this.#workers.slice(0, threads - 1));
    this.#threads = 1 + up.filter(Boolean).length;
    this.exports.setThreads(threads);
  }
}

/** More than there are cores only get in each other's way, and each has memory of its own: thousands leave the machine none. */
const mostThreads = 64;

const gib4 = 65_536 * 65_536;

/** A shared memory claims addresses up to its limit at once, which small machines may refuse: then half of it will do. */
function newMemory(shared: boolean, limit: number): { readonly memory: WebAssembly.Memory; readonly limit: number } {
  for (let maximum = Math.min(limit, gib4); ; maximum /= 2) {
    try {
      return { memory: new WebAssembly.Memory({ initial: 64, maximum: Math.floor(maximum / 65_536), shared }), limit: maximum };
    } catch (error) {
      if (maximum < 2 ** 28) throw error;
    }
  }
}

/** Compiles the kernels, and starts workers. */
export async function startMachine({ threads = cores(), shared = threadsMissing() === undefined, memoryLimit = gib4 }: MachineOptions = {}): Promise<Machine> {
  const { bytes } = shared ? await import("./generated/threads.ts") : await import("./generated/single.ts");
  const machine = new Machine(await WebAssembly.compile(fromBase64(bytes)), shared, memoryLimit);
  await machine.useThreads(threads);
  return machine;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
