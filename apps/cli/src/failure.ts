import { BackendError, CapabilityError, TrainingError } from "@convscope/nn";
import { FormatError } from "@convscope/exchange";
import { DownloadError } from "@convscope/files";
import { GraphError, LayerError } from "@convscope/core";

/** A wrong way to call a command: exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command that could not do what was asked, with the way out: exit status 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

const foreseen: readonly (abstract new (...args: never[]) => Error)[] = [CommandError, LayerError, GraphError, BackendError, CapabilityError, TrainingError, FormatError, DownloadError, RangeError];

/** Whether a message was written for the person who called; anything else is a bug of ours and shows where it happened. */
export const isForeseen = (error: unknown): error is Error => error instanceof Error && (foreseen.some((kind) => error instanceof kind) || "code" in error);

/** What a person reads of a system error such as EACCES. */
export function describe(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  const path = "path" in error ? String(error.path) : "";
  const words: { readonly [code: string]: string } = {
    EACCES: `no permission for ${path}. Choose a folder that can be written.`,
    EPERM: `no permission for ${path}. Choose a folder that can be written.`,
    EROFS: `${path} is on a disk that cannot be written. Choose another folder.`,
    ENOSPC: "the disk is full. Free some space; what was saved before is still there.",
    ENOENT: `there is no ${path}.`,
    EISDIR: `${path} is a folder, where a file was due.`,
    ENOTDIR: `${path} lies under a file, where a folder was due.`,
  };
  return words[code] ?? error.message;
}
