import { connect, type Engine, type Runtime } from "@convscope/nn";
import { capabilitiesOf, refuseToRun } from "./capabilities.ts";
import type { Thread } from "./node/thread.ts";

/** A thread and the networks in it. */
interface Crew {
  readonly thread: Thread;
  readonly engine: Promise<Engine>;
  networks: number;
}

/** ONNX Runtime in a thread of its own, so that the one that asks stays free. The thread starts with the first network and ends with the last; after that, or if it has failed, the next network starts another. */
export function threadedEngine(backend: string, threads: number, start: () => Thread): Engine {
  let crew: Crew | undefined;
  const engine: Engine = {
    name: "onnxruntime", backend, threads,
    async prepare(graph, weights, options) {
      refuseToRun(graph, backend);
      const mine = (crew ??= hire());
      mine.networks++;
      const leave = (): void => {
        if (--mine.networks > 0) return;
        if (crew === mine) crew = undefined;
        void mine.thread.end();
      };
      try {
        return ending(await (await mine.engine).prepare(graph, weights, options), engine, leave);
      } catch (error) {
        leave();
        throw error;
      }
    },
    capabilities: async (graph) => capabilitiesOf(graph),
  };
  const hire = (): Crew => {
    const thread = start();
    const hired: Crew = { thread, engine: connect(thread, { backend, threads }), networks: 0 };
    thread.addEventListener("error", () => { if (crew === hired) crew = undefined; });
    return hired;
  };
  return engine;
}

/** A runtime of this engine that tells when it is done with. */
function ending(runtime: Runtime, engine: Engine, leave: () => void): Runtime {
  let disposed = false;
  return {
    ...runtime, engine,
    dispose() {
      if (disposed) return;
      disposed = true;
      runtime.dispose();
      leave();
    },
  };
}
