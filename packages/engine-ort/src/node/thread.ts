import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Port } from "@convscope/nn";
import { keepToItself } from "../package.node.ts";

/** A thread that answers questions, each once. It keeps the program alive while it owes an answer, and no longer. */
export interface Thread extends Port {
  /** Ends it as soon as it owes nothing. */
  end(): void;
}

/** What a thread is started with. */
export interface ThreadData {
  /** Counts the answers that it has given. */
  readonly answered: Int32Array;
}

/** Beside this file in sources, and beside the package's only file when it is built. */
const server = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);

/** Starts a thread that serves the engine of ONNX Runtime. */
export function startThread(script: URL = server): Thread {
  keepToItself();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  // Flags of this process, such as that its input is a module, are not for the worker.
  const worker = new Worker(script, { execArgv: [], workerData: { answered } satisfies ThreadData });
  let [asked, received, ended] = [0, 0, false];
  const listeners = new Set<(event: { readonly message: string }) => void>();
  // One that has ended as it should fails nobody, and of the reasons of a failure the first tells most.
  const fail = (message: string): void => {
    if (!ended) for (const listener of listeners) listener({ message });
    ended = true;
  };
  const wait = (): void => settle(answered, asked);
  process.on("exit", wait);
  worker.on("error", ({ message }) => fail(message));
  worker.on("exit", (code) => {
    process.off("exit", wait);
    fail(`it ended with exit code ${code}`);
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
        if (ended) void worker.terminate();
      });
    },
    end() {
      ended = true;
      if (received === asked) void worker.terminate();
    },
  };
}

/**
 * Waits for a thread that is computing. ONNX Runtime ends the whole process, with a message that tells nobody anything, when its thread is
 * stopped in the middle of a computation, which Node does when the process exits.
 */
function settle(answered: Int32Array, asked: number): void {
  for (let done = Atomics.load(answered, 0); done < asked; done = Atomics.load(answered, 0)) if (Atomics.wait(answered, 0, done, longest) === "timed-out") return;
}

/** Milliseconds. */
const longest = 30_000;
