import { parentPort, workerData } from "node:worker_threads";
import { serve, type Port } from "@convscope/nn";
import { ortLoader } from "../loader.ts";
import { providers } from "../provider.ts";
import type { ThreadData } from "./thread.ts";

const { answered } = workerData as ThreadData;
// Node's ports take what browsers' take; only their declarations differ.
const port = parentPort as never as Port;

serve(
  {
    addEventListener: (type, listener) => port.addEventListener(type, listener),
    start: () => port.start?.(),
    postMessage(message, options) {
      port.postMessage(message, options);
      Atomics.add(answered, 0, 1);
      Atomics.notify(answered, 0);
    },
  },
  { engines: providers.map((provider) => ortLoader({ provider, worker: false })) },
);
