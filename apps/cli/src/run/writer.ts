import { appendFile, truncate } from "node:fs/promises";
import { basename } from "node:path";
import { writeAtomic } from "@convscope/files";
import { describe } from "../failure.ts";
import type { Terminal } from "../terminal.ts";

/** Writes while a training goes on: a disk that is full ends no training, and writing is tried again. */
export interface Writer {
  /** Does what writes a file, by its name; says once why it could not. */
  attempt(name: string, write: () => Promise<unknown>): Promise<boolean>;
  /** Why a file could not be written when it was last tried, by name. */
  readonly failing: ReadonlyMap<string, string>;
}

export function writerOf(terminal: Pick<Terminal, "err">): Writer {
  const failing = new Map<string, string>();
  return {
    failing,
    async attempt(name, write) {
      try {
        await write();
      } catch (error) {
        // The system's errors name the call that failed; others are no matter of a disk.
        if (!(error instanceof Error) || !("syscall" in error)) throw error;
        const reason = describe(error);
        // The files of one folder fail together.
        if (failing.size === 0) terminal.err(`note: ${name} could not be written: ${reason} The training goes on, and writing is tried again after each epoch.\n`);
        failing.set(name, reason);
        return false;
      }
      if (failing.delete(name) && failing.size === 0) terminal.err("note: everything could be written again.\n");
      return true;
    },
  };
}

/** A file that grows piece by piece. What could not be written comes with the next piece. */
export function growingFile(path: string, { attempt }: Writer): (piece: string | Uint8Array) => Promise<void> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let written = { pieces: 0, bytes: 0 };
  return async (piece) => {
    pieces.push(Uint8Array.from(typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
    await attempt(basename(path), async () => {
      const from = written;
      // Where this fails the file is written anew.
      written = { pieces: 0, bytes: 0 };
      const rest = new Uint8Array(await new Blob(pieces.slice(from.pieces)).arrayBuffer());
      if (from.pieces === 0) await writeAtomic(path, rest);
      else {
        await truncate(path, from.bytes);
        await appendFile(path, rest);
      }
      written = { pieces: pieces.length, bytes: from.bytes + rest.length };
    });
  };
}
