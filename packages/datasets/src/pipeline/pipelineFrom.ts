import { checkOptions } from "../check.ts";
import type { Problem } from "../catalogue/catalogue.ts";
import { DataError } from "../error.ts";
import { inTurn, type Underway } from "./ahead.ts";
import { assemble } from "./assemble.ts";
import type { Part } from "./job.ts";
import { cut, epochOrder, placesOf } from "./order.ts";
import type { BatchOrder, PictureBatch, Pipeline } from "./pipeline.ts";
import type { Source } from "./source.ts";

/** Those who do a pipeline's work. */
export interface Crew {
  /** How many samples of a batch are one piece of work. */
  readonly piece: number;
  /** A piece of a batch. `stop` gives the reason once nobody waits for it any more. */
  run(indices: Uint32Array, epoch: number | undefined, stop: () => Error | undefined): Promise<Part>;
  /** Gives up all work for this reason. */
  end(reason: Error): Promise<void>;
}

/** What the order of batches and their shape depend on. */
export interface PlanSettings {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly seed: number;
  readonly prefetch: number;
  readonly onBad: "skip" | "refuse";
  readonly signal?: AbortSignal;
}

const dropped = new DataError("pipeline: nobody waits for this batch any more.");

/** A pipeline over whatever source, by whatever crew. */
export function pipelineFrom(source: Source, crew: Crew, { shape, seed, prefetch, onBad, signal }: PlanSettings): Pipeline {
  const { length } = source.labels;
  const problems = new Map<number, Problem>();
  let ended: Error | undefined;

  async function end(reason: Error): Promise<void> {
    ended ??= reason;
    signal?.removeEventListener("abort", aborted);
    await crew.end(ended);
  }
  const aborted = (): void => void end(reasonOf(signal));
  signal?.addEventListener("abort", aborted);

  function start(indices: Uint32Array, epoch: number | undefined): Underway<PictureBatch> {
    let left = false;
    const stop = (): Error | undefined => ended ?? (left ? dropped : undefined);
    const make = async (): Promise<PictureBatch> => {
      if (ended !== undefined) throw ended;
      const parts = await Promise.all(cut(indices, crew.piece).map((piece) => crew.run(piece, epoch, stop)));
      for (const { index, problem } of parts.flatMap(({ bad }) => bad)) {
        const file = source.name(index);
        if (onBad === "refuse") throw new DataError(`${file}: ${problem} Remove it, or open the pipeline with onBad: "skip".`);
        problems.set(index, { file, problem });
      }
      return assemble(parts, source, shape);
    };
    return { result: make(), drop: () => void (left = true) };
  }

  return {
    length,
    shape,
    labels: source.labels,
    prefetch,
    get problems() {
      return [...problems.values()];
    },
    async batch(indices, epoch) {
      checkPlaces("batch", indices, length);
      checkEpoch("batch", epoch);
      if (indices.length === 0) throw new RangeError("batch: there must be at least one place. Received none.");
      return start(indices.slice(), epoch).result;
    },
    batches(order = {}) {
      const { epoch } = order;
      return inTurn(plan(order, length, seed).map((indices) => () => start(indices, epoch)), prefetch, () => ended);
    },
    close: () => end(new DataError("pipeline: it has been closed. Open another one.")),
  };
}

/** What a signal was aborted with, as an error. */
export const reasonOf = (signal: AbortSignal | undefined): Error => (signal?.reason instanceof Error ? signal.reason : new DataError(`pipeline: it was aborted (${String(signal?.reason)}).`));

/** The places of each batch that is still to come. */
function plan(order: BatchOrder, length: number, seed: number): readonly Uint32Array[] {
  checkOptions("batches", order, ["batchSize", "epoch", "from", "indices", "dropRemainder"]);
  const { batchSize = 64, epoch, from = 0, indices, dropRemainder = false } = order;
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`batches: batchSize must be a whole number of at least 1. Received ${batchSize}.`);
  if (!Number.isInteger(from) || from < 0) throw new RangeError(`batches: from must be a whole number of batches, at least 0. Received ${from}.`);
  checkEpoch("batches", epoch);
  if (indices !== undefined) checkPlaces("batches", indices, length);
  const places = placesOf(length, indices);
  return cut(epoch === undefined ? places : epochOrder("batches", places, seed, epoch), batchSize, dropRemainder).slice(from);
}

function checkPlaces(where: string, indices: ArrayLike<number>, length: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (!Number.isInteger(index) || index < 0 || index >= length) throw new RangeError(`${where}: every index must lie in 0 … ${length - 1}. Received ${index} at position ${i}.`);
  }
}

function checkEpoch(where: string, epoch: number | undefined): void {
  if (epoch !== undefined && (!Number.isSafeInteger(epoch) || epoch < 0)) throw new RangeError(`${where}: epoch must be a whole number, 1 for the first. Received ${epoch}.`);
}
