import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Port } from "@convscope/nn";
import { keepToItself } from "../package.node.ts";

/** A thread that answers questions, each once. It keeps the program alive while it owes an answer, and no longer. */
export interface Thread extends Port {
  /** Ends it as soon as it owes nothing, and then gives its exit code: 0 where it ended by itself. The program does not stay alive to see it. */
  end(): Promise<number>;
}

/** What a thread is started with. */
export interface ThreadData {
  /** How many answers it has given, and 1 as soon as it is over. */
  readonly progress: Int32Array;
}

/** Asks a thread to end by itself. */
export const end = { convscope: "end" } as const;

/** Beside this file in sources, and beside the package's only file when it is built. */
const server = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);

/** Starts a thread that serves the engine of ONNX Runtime. */
export function startThread(script: URL = server): Thread {
  keepToItself();
  const progress = new Int32Array(new SharedArrayBuffer(8));
  // Flags of this process, such as that its input is a module, are not for the worker.
  const worker = new Worker(script, { execArgv: [], workerData: { progress } satisfies ThreadData });
  let [asked, received, ended] = [0, 0, false];
  const listeners = new Set<(event: { readonly message: string }) => void>();
  // One that has ended as it should fails nobody, and of the reasons of a failure the first tells most.
  const fail = (message: string): void => {
    if (!ended) for (const listener of listeners) listener({ message });
    ended = true;
  };
  // Never by terminate(): what the last network held is given back after its last answer, and a thread that is stopped in the middle of that
  // takes the whole process with it.
  const finish = (): void => worker.postMessage(end);
  const wait = (): void => {
    settle(progress, 0, asked, longest);
    finish();
    settle(progress, 1, 1, shortly);
  };
  process.on("exit", wait);
  worker.on("error", ({ message }) => fail(message));
  const exit = new Promise<number>((resolve) => {
    worker.on("exit", (code) => {
      process.off("exit", wait);
      fail(`it ended with exit code ${code}`);
      resolve(code);
    });
  });
  return {
    postMessage(message, { transfer }) {
      worker.postMessage(message, transfer);
      asked++;
      worker.ref();
    },
    addEventListener(type, listener) {
      if (type === "error") listeners.add(listener);
      else if (type === "messageerror") worker.on(type, () => listener({}));
      else worker.on(type, (data: unknown) => {
        received++;
        listener({ data });
        if (received < asked) return;
        worker.unref();
        if (ended) finish();
      });
    },
    end() {
      ended = true;
      if (received === asked) finish();
      return exit;
    },
  };
}

/**
 * Waits until a thread has come as far. ONNX Runtime ends the whole process, with a message that tells nobody anything, when its thread is
 * stopped in the middle of a call, which Node does when the process exits.
 */
function settle(progress: Int32Array, at: number, until: number, milliseconds: number): void {
  for (let now = Atomics.load(progress, at); now < until; now = Atomics.load(progress, at)) if (Atomics.wait(progress, at, now, milliseconds) === "timed-out") return;
}

/** For a computation, milliseconds. */
const longest = 30_000;
/** To give back what it holds. */
const shortly = 5_000;
