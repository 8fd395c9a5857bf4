import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { FormatError, readSafetensors, writeSafetensors, type Arrays } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import type { z } from "zod";
import { check } from "../check.ts";
import { fileSize } from "../file.ts";

/** A moment of a training as it lies on the disk: arrays, and what is told beside them. */
export interface ArrayFile<T> {
  readonly arrays: Arrays;
  readonly told: T;
}

/** One file, so that its parts cannot disagree. */
export const writeArrayFile = <T extends object>(path: string, { arrays, told }: ArrayFile<T>): Promise<void> => writeAtomic(path, packed(arrays, JSON.stringify(told)));

/** Arrays and a text as the bytes of such a file. */
export const packed = (arrays: Arrays, text: string): Uint8Array => writeSafetensors(arrays, { checkpoint: text, checksum: checksumOf(arrays, text) });

/**
 * Reads what `writeArrayFile` has written; none before the first time.
 *
 * @throws FormatError for a damaged file.
 */
export function readArrayFile<T>(path: string, schema: z.ZodType<T>): ArrayFile<T> | undefined {
  if (!existsSync(path)) return undefined;
  const { tensors, metadata } = readSafetensors(bytesOf(path), path);
  const { checkpoint: text, checksum } = metadata;
  if (text === undefined) throw damaged(path, "Received none");
  if (checksumOf(tensors, text) !== checksum) throw damaged(path, "Received what has another checksum");
  return { arrays: tensors, told: checked(schema, parsed(text, path), path) };
}

/** Arrays under names of their own among others: `weights/`. */
export const prefixed = (prefix: string, arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));

/** Those that `prefixed` has put there, under their names. */
export const stripped = (prefix: string, arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).flatMap(([name, array]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [])));

const damaged = (path: string, why: string): FormatError => new FormatError(`${path}: a checkpoint must hold the history and the optimiser's steps and numbers, and arrays, all as they were written. ${why}. The file is damaged; delete it to begin again.`);

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, "Received no JSON");
  }
}

function checked<T>(schema: z.ZodType<T>, json: unknown, path: string): T {
  const read = check(schema, json, "What it tells beside them");
  if ("data" in read) return read.data;
  throw damaged(path, read.problem.replace(/\.$/, ""));
}

/** CRC-32 over the bytes of all arrays, their names and shapes, and the text: a file whose length is right may still be damaged. */
export function checksumOf(arrays: Arrays, text: string): string {
  const ofArrays = Object.values(arrays).reduce((crc, { data }) => crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc), 0);
  return String(crc32(text + JSON.stringify(Object.entries(arrays).map(([name, { shape }]) => [name, shape])), ofArrays));
}

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
