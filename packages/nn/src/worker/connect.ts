import type { Graph } from "@convscope/core";
import { BackendError, type OpenOptions } from "../backend.ts";
import type { Engine, Runtime } from "../engine.ts";
import { known, whole } from "../options.ts";
import { isAnswer, post, revive, type Calls, type Port, type Question } from "./message.ts";

export interface ConnectOptions extends OpenOptions {
  /** The backend that the worker opens; `auto` if left out. */
  readonly backend?: string;
  /** How many milliseconds the worker may take to answer at all, which is to load its script; 10,000 if left out, 0 for ever. */
  readonly timeout?: number;
}

/** An engine in a worker. */
export interface WorkerEngine extends Engine {
  /** Refuses all that is asked from now on, and what still waits for an answer; a worker that has been ended does not tell. */
  close(): void;
}

/**
 * The engine in a worker that serves: `network`, `fit` and all else take it as one that computes here, and the page stays free.
 * Arrays go over as copies; custom layers, which hold functions, cannot. Whoever made the worker ends it: abort,
 * await `fit`, then `engine.close()` and `worker.terminate()`. A worker that is ended before answers nothing, and browsers tell nobody:
 * only `close()` ends the waiting.
 *
 * ```ts
 * const engine = await connect(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }), { backend: "simd" });
 * await fit(await network(graph, { engine }), data, { …, signal });
 * ```
 * @throws BackendError when the worker cannot use the backend, fails, or does not answer.
 */
export async function connect(port: Port, options: ConnectOptions = {}): Promise<WorkerEngine> {
  known("connect", options, "backend", "threads", "timeout");
  const { backend = "auto", timeout = 10_000, ...rest } = options;
  whole("connect", "timeout", timeout, 0);
  const line = new Line(port);
  await line.hello(timeout);
  const opened = await line.ask("open", 0, [backend, rest]);
  const { name, backend: chosen, threads, reason } = opened.value as Engine;
  const engine: WorkerEngine = {
    name, backend: chosen, threads, ...(reason !== undefined && { reason }),
    async prepare(graph, weights, options) {
      const { id } = await line.ask("prepare", opened.id, options ? [graph, weights, options] : [graph, weights]);
      return runtimeOf(line, id, graph, engine);
    },
    capabilities: async (graph) => (await line.ask("capabilities", opened.id, [graph])).value as ReturnType<Engine["capabilities"]>,
    close: () => { line.end("connect: the engine must not be closed while it is used. Received close(), after which nothing is answered. Connect again, to a worker that runs."); },
  };
  return engine;
}

/** The runtime that the question `id` has made. */
function runtimeOf(line: Line, id: number, graph: Graph, engine: Engine): Runtime {
  let disposed = false;
  const asking = <M extends "run" | "measure" | "gradients" | "step" | "weights" | "setWeights" | "optimizerState" | "setOptimizerState">(method: M) =>
    async (...args: Calls[M]): Promise<Awaited<ReturnType<Runtime[M]>>> => {
      if (disposed) throw new Error(`${graph.name}: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.`);
      return (await line.ask(method, id, args)).value as Awaited<ReturnType<Runtime[M]>>;
    };
  return {
    graph, engine,
    run: asking("run"),
    measure: asking("measure"),
    gradients: asking("gradients"),
    step: asking("step"),
    weights: asking("weights"),
    setWeights: asking("setWeights"),
    optimizerState: asking("optimizerState"),
    setOptimizerState: asking("setOptimizerState"),
    dispose() {
      if (disposed) return;
      disposed = true;
      line.tell("dispose", id, []);
    },
  };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Questions to a worker, and whoever waits for the answers. */
class Line {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #failed: Error | undefined;

  constructor(port: Port) {
    this.#port = port;
    port.addEventListener("message", ({ data }) => {
      if (!isAnswer(data)) return;
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.error) waiting?.reject(revive(data.error));
      else waiting?.resolve(data.value);
    });
    port.addEventListener("error", ({ message }) => this.#fail(typeof message === "string" && message !== "" ? message : "its script does not load"));
    port.addEventListener("messageerror", () => this.#fail("a message was lost"));
    // Ports tell it in Node and in new browsers, a `Worker` nowhere.
    port.addEventListener("close", () => this.#fail("it was ended"));
    port.start?.();
  }

  /** Waits until somebody answers: a script that serves nobody would be waited for without end. */
  async hello(timeout: number): Promise<void> {
    const timer = timeout === 0 ? undefined : setTimeout(() => { this.end(`connect: the worker has not answered in ${timeout / 1000} s: its script must call serve(self). Where it takes longer to load, give a greater timeout in milliseconds; 0 waits for ever.`); }, timeout);
    try {
      await this.ask("hello", 0, []);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks what nobody waits for, also after the end: a worker that still runs frees its memory. */
  tell<M extends keyof Calls>(method: M, on: number, args: Calls[M], id: number = next++): void {
    post(this.#port, { convscope: "question", id, on, method, args } as Question, false);
  }

  async ask<M extends keyof Calls>(method: M, on: number, args: Calls[M]): Promise<{ readonly id: number; readonly value: unknown }> {
    if (this.#failed) throw this.#failed;
    const id = next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    try {
      this.tell(method, on, args, id);
    } catch (error) {
      this.#waiting.delete(id);
      throw error instanceof Error && error.name === "DataCloneError" ? new TypeError("connect: what goes to a worker must be data. Received a function, such as a custom layer's; train such a graph where it was made, or make it in the worker.", { cause: error }) : error;
    }
    return { id, value: await answer };
  }

  /** A worker that has failed answers no more. */
  #fail(why: string): void {
    this.end(`connect: the worker must stay alive. It failed: ${why}. Make a new one.`);
  }

  /** From now on nothing is answered; the first reason stays. */
  end(rule: string): void {
    this.#failed ??= new BackendError(rule);
    for (const { reject } of this.#waiting.values()) reject(this.#failed);
    this.#waiting.clear();
  }
}

/** Of all lines, so that several to one worker do not mistake each other's answers. */
let next = 1;
