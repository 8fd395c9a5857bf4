import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { FormatError, readSafetensors, writeSafetensors, type Arrays } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import type { TrainingState } from "@convscope/nn";
import { z } from "zod";
import { fileSize } from "../file.ts";

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
  within: z.object({ steps: count, sums: z.object({ samples: count, sums: z.record(z.string(), number) }) }).optional(),
  averaged: count.optional(),
  best: count.optional(),
  /** CRC-32 over the bytes of all arrays: a file whose length is right may still be damaged. */
  checksum: z.number(),
});

/** Writes everything needed to go on from a moment of a training: one file, so that its parts cannot disagree. */
export async function writeCheckpoint(path: string, { history, weights, optimizer, within, average, best }: Checkpoint): Promise<void> {
  const { steps, scalars, slots } = optimizer;
  const tensors = { ...prefixed("weights/", weights), ...prefixed("optimizer/", slots), ...prefixed("average/", average?.weights ?? {}), ...prefixed("best/", best?.weights ?? {}) };
  const metadata: z.input<typeof told> = {
    history: [...history], steps, scalars, checksum: checksumOf(tensors),
    ...(within && { within: { steps: within.steps, sums: { samples: within.sums.samples, sums: { ...within.sums.sums } } } }),
    ...(average && { averaged: average.steps }),
    ...(best && { best: best.epoch }),
  };
  await writeAtomic(path, writeSafetensors(tensors, { checkpoint: JSON.stringify(metadata) }));
}

/**
 * Reads a checkpoint; none before the first is written.
 *
 * @throws FormatError for a damaged file.
 */
export function readCheckpoint(path: string): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const { tensors, metadata } = readSafetensors(bytesOf(path), path);
  const { history, steps, scalars, within, averaged, best, checksum } = toldBy(metadata["checkpoint"], path);
  if (checksumOf(tensors) !== checksum) throw damaged(path, "Received arrays whose checksum is another");
  return {
    history,
    weights: stripped("weights/", tensors),
    optimizer: { slots: stripped("optimizer/", tensors), steps, scalars },
    ...(within && { within }),
    ...(averaged !== undefined && { average: { steps: averaged, weights: stripped("average/", tensors) } }),
    ...(best !== undefined && { best: { epoch: best, weights: stripped("best/", tensors) } }),
  };
}

const damaged = (path: string, why: string): FormatError => new FormatError(`${path}: a checkpoint must hold the history and the optimiser's steps and numbers, and arrays of their checksum. ${why}. The file is damaged; delete it to begin again.`);

function toldBy(text: string | undefined, path: string): z.output<typeof told> {
  let json: unknown;
  try {
    json = JSON.parse(text ?? "");
  } catch {
    throw damaged(path, text === undefined ? "Received none" : "Received no JSON");
  }
  const read = told.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw damaged(path, `Received ${issue?.path.join(".") ?? "it"}: ${issue?.message ?? "unknown"}`);
}

const checksumOf = (arrays: Arrays): number => Object.values(arrays).reduce((crc, { data }) => crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc), 0);

/** A whole file, also one that is larger than Node reads at once. */
function bytesOf(path: string): Uint8Array {
  const bytes = new Uint8Array(fileSize(path));
  const file = openSync(path, "r");
  try {
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(file, bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
      if (read === 0) break;
      at += read;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

const prefixed = (prefix: string, arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));

const stripped = (prefix: string, arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).flatMap(([name, array]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [])));
