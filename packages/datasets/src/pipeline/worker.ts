import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { Job } from "./job.ts";
import { prepareWork, type ThreadSettings } from "./tools.ts";
import type { Answer } from "./crew.ts";

const port = parentPort as MessagePort;
const failed = (error: unknown, id = -1): Answer => ({ id, failed: error instanceof Error ? error.message : String(error) });

try {
  const work = await prepareWork(workerData as ThreadSettings);
  port.on("message", (job: Job) => {
    work(job).then(
      (part) => port.postMessage({ id: job.id, part } satisfies Answer, [part.images.buffer as ArrayBuffer, ...(part.masks ? [part.masks.buffer as ArrayBuffer] : [])]),
      (error: unknown) => port.postMessage(failed(error, job.id)),
    );
  });
  port.postMessage({ id: -1, ready: true } satisfies Answer);
} catch (error) {
  port.postMessage(failed(error));
}
