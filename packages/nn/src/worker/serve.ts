import type { Engine, Runtime } from "../engine.ts";
import { useBackend, type UseBackendOptions } from "../useBackend.ts";
import { failureOf, isQuestion, post, type Answer, type Calls, type Port, type Question } from "./message.ts";

/**
 * Lets a page train in this worker, so that the page never freezes:
 *
 * ```ts
 * // worker.ts
 * serve(self, { engines: [tfjsLoader(simd)] });
 * // page.ts
 * const engine = await connect(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
 * ```
 */
export function serve(port: Port, options: Pick<UseBackendOptions, "engines"> = {}): void {
  const engines = new Map<number, Engine>();
  const runtimes = new Map<number, Runtime>();
  const host: Host = {
    engine: (on) => known(engines, on),
    runtime: (on) => known(runtimes, on),
    async open(id, backend, { threads }) {
      const engine = await useBackend(backend, { ...options, ...(threads !== undefined && { threads }) });
      engines.set(id, engine);
      return engine;
    },
    async prepare(id, on, args) {
      runtimes.set(id, await known(engines, on).prepare(...args));
    },
    dispose(on) {
      runtimes.get(on)?.dispose();
      runtimes.delete(on);
    },
  };
  port.addEventListener("message", ({ data }) => {
    if (isQuestion(data)) void answer(port, host, data);
  });
  port.start?.();
}

/** What questions are asked of. */
interface Host {
  engine(on: number): Engine;
  runtime(on: number): Runtime;
  open(id: number, ...args: Calls["open"]): Promise<Engine>;
  prepare(id: number, on: number, args: Calls["prepare"]): Promise<void>;
  dispose(on: number): void;
}

async function answer(port: Port, host: Host, question: Question): Promise<void> {
  const { id } = question;
  let answer: Answer;
  try {
    answer = { convscope: "answer", id, value: await ask(host, question) };
  } catch (error) {
    answer = { convscope: "answer", id, error: failureOf(error) };
  }
  post(port, answer, true);
}

/** Asks at once: what computes before its first `await` computes in the order of the questions. */
function ask(host: Host, { id, on, ...question }: Question): unknown {
  switch (question.method) {
    case "hello": return undefined;
    case "open": return host.open(id, ...question.args).then(({ name, backend, threads, reason }) => ({ name, backend, threads, reason }));
    case "prepare": return host.prepare(id, on, question.args);
    case "dispose": return host.dispose(on);
    case "capabilities": return host.engine(on).capabilities(...question.args);
    case "run": return host.runtime(on).run(...question.args);
    case "measure": return host.runtime(on).measure(...question.args);
    case "gradients": return host.runtime(on).gradients(...question.args);
    case "step": return host.runtime(on).step(...question.args);
    case "weights": return host.runtime(on).weights();
    case "setWeights": return host.runtime(on).setWeights(...question.args);
    case "optimizerState": return host.runtime(on).optimizerState();
    case "setOptimizerState": return host.runtime(on).setOptimizerState(...question.args);
  }
}

function known<T>(all: ReadonlyMap<number, T>, on: number): T {
  const found = all.get(on);
  if (found === undefined) throw new Error("worker: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }).");
  return found;
}
