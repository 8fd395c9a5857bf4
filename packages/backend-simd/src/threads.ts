/** Bytes that each thread has for what a chunk of work needs on the way. */
export const scratchBytes: number = 2 ** 21;

/** What a worker is started with. */
interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly scratch: number;
  /** 1, 2, …; the main thread is 0. */
  readonly worker: number;
}

/** The code of a worker: it says that it is there, never comes back from `work`, and ends with its thread. */
const life = `const start = ({ module, memory, scratch, worker }, ready) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.setScratch(scratch);
  ready();
  exports.work(worker);
};`;

const inNode = `${life} const { workerData, parentPort } = require("node:worker_threads"); start(workerData, () => parentPort.postMessage(0));`;
const inBrowser = `${life} onmessage = ({ data }) => start(data, () => postMessage(0));`;

/** Node's own module, without an import that a bundler for browsers would trip over. */
const workerThreads = (): typeof import("node:worker_threads") | undefined => (typeof process === "object" ? process.getBuiltinModule?.("node:worker_threads") : undefined);

/** Why threads cannot be had here, or nothing. */
export function threadsMissing(): string | undefined {
  if (typeof SharedArrayBuffer === "undefined") return "one thread: the page is not cross-origin isolated (it takes the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)";
  if (!workerThreads() && typeof Worker === "undefined") return "one thread: there are no workers here";
  return undefined;
}

/** The cores of this machine that may be used, at most 16. */
export function cores(): number {
  const os = typeof process === "object" ? process.getBuiltinModule?.("node:os") : undefined;
  const found = os ? os.availableParallelism() : (globalThis.navigator?.hardwareConcurrency ?? 1);
  return Math.max(1, Math.min(found, 16));
}

/** Starts a worker, which does not keep the program alive; whether it came up. Rejects where none may even be made. */
export function startWorker(start: Start): Promise<boolean> {
  const threads = workerThreads();
  return new Promise((resolve) => {
    if (threads) {
      // Flags of this process, such as that its input is a module, are not for the worker.
      const worker = new threads.Worker(inNode, { eval: true, workerData: start, execArgv: [] });
      worker.once("message", () => {
        // Not before: Node ends when nothing but this is waited for.
        worker.unref();
        resolve(true);
      });
      worker.once("error", () => resolve(false));
      worker.once("exit", () => resolve(false));
      return;
    }
    const url = URL.createObjectURL(new Blob([inBrowser], { type: "text/javascript" }));
    const worker = new Worker(url);
    worker.onmessage = () => resolve(true);
    // A page may forbid workers from blobs.
    worker.onerror = () => resolve(false);
    worker.postMessage(start);
    workers.add(worker);
  });
}

/** A browser may end a worker that nothing holds. */
const workers = new Set<Worker>();
