import { parentPort, workerData } from "node:worker_threads";
import { serve, type Port } from "@convscope/nn";
import { ortLoader } from "../loader.ts";
import { providers } from "../provider.ts";
import { end, type ThreadData } from "./thread.ts";

const { progress } = workerData as ThreadData;
// Node's ports take what browsers' take; only their declarations differ.
const port = parentPort as never as Port;

serve(
  {
    addEventListener: (type, listener) => port.addEventListener(type, listener),
    start: () => port.start?.(),
    postMessage(message, options) {
      port.postMessage(message, options);
      Atomics.add(progress, 0, 1);
      Atomics.notify(progress, 0);
    },
  },
  { engines: providers.map((provider) => ortLoader({ provider, worker: false })) },
);

// Without its port nothing keeps the thread alive, and it ends when all that is under way is done.
parentPort?.on("message", (message: unknown) => {
  if (typeof message === "object" && message !== null && "convscope" in message && message.convscope === end.convscope) parentPort?.close();
});
process.on("exit", () => {
  Atomics.store(progress, 1, 1);
  Atomics.notify(progress, 1);
});
