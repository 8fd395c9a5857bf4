import type { Graph } from "@convscope/core";
import type { OpenOptions } from "../backend.ts";
import type { Engine, Runtime } from "../engine.ts";
import { known } from "../options.ts";
import { isAnswer, post, revive, type Calls, type Port, type Question } from "./message.ts";

export interface ConnectOptions extends OpenOptions {
  /** The backend that the worker opens; `auto` if left out. */
  readonly backend?: string;
}

/**
 * The engine in a worker that serves: `network`, `fit` and all else take it as one that computes here, and the page stays free.
 * Arrays go over as copies; custom layers, which hold functions, cannot. Whoever made the worker ends it.
 *
 * ```ts
 * const engine = await connect(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }), { backend: "simd" });
 * await fit(await network(graph, { engine }), data, { …, signal });
 * ```
 * @throws BackendError when the worker cannot use the backend; Error when the worker itself fails.
 */
export async function connect(port: Port, options: ConnectOptions = {}): Promise<Engine> {
  known("connect", options, "backend", "threads");
  const { backend = "auto", ...rest } = options;
  const line = new Line(port);
  const opened = await line.ask("open", 0, [backend, rest]);
  const { name, backend: chosen, threads, reason } = opened.value as Engine;
  const engine: Engine = {
    name, backend: chosen, threads, ...(reason !== undefined && { reason }),
    async prepare(graph, weights, options) {
      const { id } = await line.ask("prepare", opened.id, options ? [graph, weights, options] : [graph, weights]);
      return runtimeOf(line, id, graph, engine);
    },
    capabilities: async (graph) => (await line.ask("capabilities", opened.id, [graph])).value as ReturnType<Engine["capabilities"]>,
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
      // Nobody waits for it.
      line.ask("dispose", id, []).catch(() => undefined);
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
    port.start?.();
  }

  async ask<M extends keyof Calls>(method: M, on: number, args: Calls[M]): Promise<{ readonly id: number; readonly value: unknown }> {
    if (this.#failed) throw this.#failed;
    const id = next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    try {
      post(this.#port, { convscope: "question", id, on, method, args } as Question, false);
    } catch (error) {
      this.#waiting.delete(id);
      throw error instanceof Error && error.name === "DataCloneError" ? new TypeError("connect: what goes to a worker must be data. Received a function, such as a custom layer's; train such a graph where it was made, or make it in the worker.", { cause: error }) : error;
    }
    return { id, value: await answer };
  }

  /** A worker that has failed answers no more. */
  #fail(why: string): void {
    this.#failed = new Error(`connect: the worker must stay alive. It failed: ${why}. Make a new one.`);
    for (const { reject } of this.#waiting.values()) reject(this.#failed);
    this.#waiting.clear();
  }
}

/** Of all lines, so that several to one worker do not mistake each other's answers. */
let next = 1;
