import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { copied } from "../copied.ts";
import { DataError } from "../error.ts";
import type { Job, Load, Part } from "./job.ts";
import { loadOf, type Kept } from "./kept.ts";
import type { Crew } from "./pipelineFrom.ts";
import type { Source } from "./source.ts";
import type { ThreadSettings } from "./tools.ts";

/** What a worker thread says: that it is ready (−1), or of a job its part or why there is none. */
export type Answer = { readonly id: number } & ({ readonly ready: true } | { readonly part: Part } | { readonly failed: string });

interface Task {
  readonly indices: Uint32Array;
  readonly epoch: number | undefined;
  readonly stop: () => Error | undefined;
  readonly resolve: (part: Part) => void;
  readonly reject: (reason: Error) => void;
}

/** Beside this file in sources, and beside the package's files when it is built. */
const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);

/** Samples that a thread gets at once: few enough that all threads work on one batch, and that little is done in vain when it is given up. */
const piece = 8;

/** Pieces that a thread has at once, so that it need not wait for the next one. */
const pieces = 2;

/**
 * Worker threads that share the pieces of batches, first come, first served; a thread that is done takes the next. They keep the program alive
 * while they owe an answer, and no longer.
 *
 * @throws DataError when a thread cannot start: what decodes or changes pictures does not load there.
 */
export async function startCrew(count: number, source: Source, settings: ThreadSettings, kept: Kept): Promise<Crew> {
  const waiting: Task[] = [];
  const underway = new Map<number, Task & { readonly worker: Worker }>();
  /** A thread is here once for each piece that it can take. */
  const free: Worker[] = [];
  let given = 0;
  let ended: Error | undefined;

  async function end(reason: Error): Promise<void> {
    ended ??= reason;
    for (const { reject } of [...underway.values(), ...waiting.splice(0)]) reject(ended);
    underway.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  function next(): void {
    while (free.length > 0 && waiting.length > 0) {
      const task = waiting.shift() as Task;
      const reason = task.stop();
      if (reason !== undefined) {
        task.reject(reason);
        continue;
      }
      const worker = free.shift() as Worker;
      const id = given++;
      underway.set(id, { ...task, worker });
      worker.ref();
      worker.postMessage({ id, epoch: task.epoch, loads: Array.from(task.indices, (index) => portable(loadOf(source, index, kept))) } satisfies Job);
    }
  }

  function answered(worker: Worker, answer: Answer): void {
    const task = underway.get(answer.id);
    underway.delete(answer.id);
    free.push(worker);
    if (![...underway.values()].some((other) => other.worker === worker)) worker.unref();
    if ("part" in answer) {
      for (const { index, sample } of answer.part.kept) kept.keep(index, sample);
      task?.resolve(answer.part);
    } else if ("failed" in answer) task?.reject(new DataError(answer.failed));
    next();
  }

  const workers: Worker[] = [];
  const started = Array.from({ length: count }, () => new Promise<void>((ready, fail) => {
    // Flags of this process, such as that its input is a module, are not for the worker.
    const worker = new Worker(script, { execArgv: [], workerData: settings });
    workers.push(worker);
    worker.once("message", (first: Answer) => {
      if ("failed" in first) return fail(new DataError(first.failed));
      worker.on("message", (answer: Answer) => answered(worker, answer));
      worker.unref();
      ready();
    });
    const died = (why: string): void => {
      if (ended !== undefined) return;
      const reason = new DataError(`pipeline: a worker thread ended: ${why}. Open the pipeline again, with fewer workers if memory ran out.`);
      fail(reason);
      void end(reason);
    };
    worker.on("error", ({ message }) => died(message));
    worker.on("exit", (code) => died(`it left with exit code ${code}`));
  }));
  try {
    await Promise.all(started);
  } catch (error) {
    await end(error as Error);
    throw error;
  }
  // The first pieces go to all threads in turn.
  for (let i = 0; i < pieces; i++) free.push(...workers);
  return {
    piece,
    run: (indices, epoch, stop) => new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      waiting.push({ indices, epoch, stop, resolve, reject });
      next();
    }),
    end,
  };
}

/** A load that can be sent: a view would take with it all that it is a view of, such as every picture of a file. */
function portable({ from, ...load }: Load): Load {
  if ("item" in from) return { ...load, from: { item: { ...from.item, ...(from.item.bytes && { bytes: copied(from.item.bytes) }) } } };
  const { image, mask, boxes } = from.sample;
  if (image.data.buffer instanceof SharedArrayBuffer) return { ...load, from };
  return { ...load, from: { sample: { image: { shape: image.shape, data: copied(image.data) }, ...(mask && { mask: copied(mask) }), ...(boxes && { boxes: copied(boxes) }) } } };
}
