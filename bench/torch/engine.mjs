import { toPyTorch, toTorch } from "../../packages/exchange/dist/index.js";
import { clock } from "./clock.mjs";
import { Pipe } from "./pipe.mjs";
import { runtime } from "./runtime.mjs";

/** @typedef {import("../../packages/nn/dist/index.js").Arrays} Arrays */
/** @typedef {import("../../packages/nn/dist/index.js").Engine} Engine */

/**
 * PyTorch as an engine: a Python process that runs the module which `convscope export pytorch` would write, on the processor, with
 * PyTorch's own losses and optimisers. Whatever trains on an engine trains on it: the same batches, rates and first weights.
 *
 * @param {number} threads
 * @returns {Engine}
 * @throws Error from calls that ask for what engine.py has no function of PyTorch for, naming it.
 */
export function torchEngine(threads) {
  const started = performance.now();
  const pipe = new Pipe(process.env["BENCH_PYTHON"] ?? "/usr/bin/python3", ["-B", new URL("./engine.py", import.meta.url).pathname, String(threads)]);
  clock.version = pipe.call({ do: "version" }).head.version;
  clock.starting += (performance.now() - started) / 1000;
  let networks = 0;

  /** A call whose time is counted, also that of what is done to the arrays on this side. @template {readonly unknown[]} A @template T @param {(...args: A) => T} call @returns {(...args: A) => Promise<T>} */
  const timed = (call) => async (...args) => {
    const start = performance.now();
    try {
      return call(...args);
    } finally {
      clock.calls += (performance.now() - start) / 1000;
    }
  };
  /** @param {Readonly<Record<string, unknown>>} request @param {Arrays} [arrays] */
  const ask = (request, arrays) => {
    const answer = pipe.call(request, arrays);
    const { seconds = 0, processor = 0 } = answer.head;
    clock.computing += seconds;
    clock.processor += processor;
    return answer;
  };

  /** @type {Engine} */
  const engine = {
    name: `PyTorch ${clock.version}`,
    backend: "torch",
    threads,
    prepare: timed((graph, weights, { seed = 0 } = {}) => {
      const id = networks++;
      ask({ do: "prepare", id, seed, source: toPyTorch(graph) }, toTorch(graph, weights));
      return runtime(graph, engine, id, ask, timed);
    }),
    capabilities: timed((graph) => {
      toPyTorch(graph);
      return graph.nodes.map(({ name, layer: { kind } }) => ({ node: name, layer: kind, runs: true, trains: true, note: "" }));
    }),
  };
  return engine;
}
