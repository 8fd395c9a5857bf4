import { resolveObjectURL } from "node:buffer";
import { Worker as NodeWorker } from "node:worker_threads";

/**
 * Gives this process the browser's `Worker`, which Node lacks and jax-js needs for its threads, and says how many there are.
 *
 * @param {number} threads
 */
export const shimWorkers = (threads) => {
  const before = `const { parentPort } = require("node:worker_threads");
    globalThis.self = globalThis;
    globalThis.postMessage = (message) => parentPort.postMessage(message);
    parentPort.on("message", (data) => self.onmessage({ data }));\n`;

  class Worker {
    /** @type {((event: { data: unknown }) => void) | undefined} */
    onmessage;
    /** @type {((event: Error) => void) | undefined} */
    onerror;
    #worker;
    /** @param {string} url of a blob */
    constructor(url) {
      // The blob's text comes later; messages wait for it.
      this.#worker = resolveObjectURL(url)?.text().then((source) => {
        const worker = new NodeWorker(before + source, { eval: true });
        worker.on("message", (data) => this.onmessage?.({ data }));
        worker.on("error", (error) => this.onerror?.(error));
        worker.unref();
        return worker;
      });
    }
    /** @param {unknown} message */
    postMessage(message) {
      void this.#worker?.then((worker) => worker.postMessage(message));
    }
  }
  Object.defineProperty(globalThis, "Worker", { value: Worker });
  Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: threads } });
};
