import type { Arrays } from "@convscope/exchange";
import type { TrainingState } from "@convscope/nn";
import { z } from "zod";
import { prefixed, readArrayFile, stripped, writeArrayFile } from "./arrayFile.ts";

/** The weights that have done best so far. */
export interface Best {
  readonly epoch: number;
  readonly weights: Arrays;
}

/** A moment of a training, with the weights that were the best until then: from one file both or none are had. */
export interface Checkpoint extends TrainingState {
  readonly best?: Best | undefined;
}

/** A number as JSON keeps it: one that is none, such as a loss gone astray, is null. */
const number = z.number().nullable().transform((value) => value ?? NaN);
const count = z.int().min(0);

/** What a checkpoint says beside its arrays. */
const told = z.object({
  history: z.array(z.looseObject({ epoch: z.int().min(1), loss: number }).catchall(number)).refine((logs) => logs.every(({ epoch }, i) => epoch === i + 1), "its epochs must be 1, 2, 3, …"),
  steps: count,
  scalars: z.record(z.string(), z.number()),
  within: z.object({
    steps: count,
    sums: z.object({ samples: count, sums: z.record(z.string(), number) }),
    losses: z.record(z.string(), z.object({ sum: number, total: z.number().min(0), last: number })),
  }).optional(),
  averaged: count.optional(),
  best: count.optional(),
});

/** Writes everything needed to go on from a moment of a training. */
export async function writeCheckpoint(path: string, { history, weights, optimizer, within, average, best }: Checkpoint): Promise<void> {
  const { steps, scalars, slots } = optimizer;
  const arrays = { ...prefixed("weights/", weights), ...prefixed("optimizer/", slots), ...prefixed("average/", average?.weights ?? {}), ...prefixed("best/", best?.weights ?? {}) };
  const beside: z.input<typeof told> = {
    history: [...history], steps, scalars,
    ...(within && { within: { steps: within.steps, sums: { samples: within.sums.samples, sums: { ...within.sums.sums } }, losses: { ...within.losses } } }),
    ...(average && { averaged: average.steps }),
    ...(best && { best: best.epoch }),
  };
  await writeArrayFile(path, { arrays, told: beside });
}

/**
 * Reads a checkpoint; none before the first is written.
 *
 * @throws FormatError for a damaged file.
 */
export function readCheckpoint(path: string): Checkpoint | undefined {
  const file = readArrayFile(path, told);
  if (!file) return undefined;
  const { arrays } = file;
  const { history, steps, scalars, within, averaged, best } = file.told;
  return {
    history,
    weights: stripped("weights/", arrays),
    optimizer: { slots: stripped("optimizer/", arrays), steps, scalars },
    ...(within && { within }),
    ...(averaged !== undefined && { average: { steps: averaged, weights: stripped("average/", arrays) } }),
    ...(best !== undefined && { best: { epoch: best, weights: stripped("best/", arrays) } }),
  };
}
