import { BackendError, CapabilityError, TrainingError } from "@convscope/nn";
import { FormatError } from "@convscope/exchange";
import { DownloadError, FileError } from "@convscope/files";
import { AugmentError } from "@convscope/augment";
import { DataError } from "@convscope/datasets";
import { GraphError, LayerError } from "@convscope/core";

/** A wrong way to call a command: exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command that could not do what was asked, with the way out: exit status 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** A command that was asked to end by Ctrl-C (status 130) or SIGTERM (143). An empty message: what there is to say is said. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(message: string, readonly status: number = 130) {
    super(message);
  }
}

/** What to throw once a signal is aborted: with a message of one's own, and the status of the signal that came. */
export const interruption = ({ reason }: AbortSignal, message: string = "Interrupted."): Interrupted => new Interrupted(message, reason instanceof Interrupted ? reason.status : 130);

const foreseen: readonly (abstract new (...args: never[]) => Error)[] = [
  CommandError, LayerError, GraphError, BackendError, CapabilityError, TrainingError, FormatError, DownloadError, FileError, DataError, AugmentError,
];

/** Whether a message was written for the person who called; anything else is a bug of ours and shows where it happened. */
export function isForeseen(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (foreseen.some((kind) => error instanceof kind)) return true;
  // Our packages refuse wrong arguments with a RangeError in whole sentences; JavaScript's own have no full stop.
  if (error instanceof RangeError) return error.message.endsWith(".");
  // The system's errors name the call that failed; Node's own errors about its arguments do not.
  return "syscall" in error;
}

/** What a person reads of a system error such as EACCES. */
export function describe(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  const path = "path" in error && typeof error.path === "string" ? finalName(error.path) : "";
  const words: { readonly [code: string]: string } = {
    EACCES: `no permission for ${path}. Choose a folder that can be written.`,
    EPERM: `no permission for ${path}. Choose a folder that can be written.`,
    EROFS: `${path} is on a disk that cannot be written. Choose another folder.`,
    ENOSPC: "the disk is full. Free some space; what was saved before is still there.",
    EFBIG: "the file would be larger than a file may be here (ulimit -f tells). Allow larger ones; what was saved before is still there.",
    EDQUOT: "the disk quota is used up. Free some space; what was saved before is still there.",
    ENOENT: `there is no ${path}.`,
    EISDIR: `${path} is a folder, where a file was due.`,
    ENOTDIR: `${path} lies under a file, where a folder was due.`,
    EEXIST: `${path} is a file, where a folder was due.`,
  };
  // Making a folder on a disk that is read-only, Node says that there is none.
  if (code === "ENOENT" && "syscall" in error && error.syscall === "mkdir") return `${path} cannot be made. Choose a folder on a disk that can be written.`;
  if ((code === "EACCES" || code === "EPERM") && "syscall" in error && reading.has(String(error.syscall))) return `no permission to read ${path}.`;
  // Reading, writing and closing know no path, only a number that means nothing to anybody.
  if (path === "" && code in pathless) return pathless[code] ?? error.message;
  return words[code] ?? error.message;
}

/** The file that a full disk or a limit left no room for, before the words of `describe`; nothing where it is not known. */
export function whereFull(error: Error): string {
  const full = "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT" || error.code === "EFBIG");
  return full && "path" in error && typeof error.path === "string" ? `${finalName(error.path)}: ` : "";
}

/** What is only ever done to read. */
const reading: ReadonlySet<string> = new Set(["scandir", "opendir", "stat", "lstat", "readlink"]);

const pathless: { readonly [code: string]: string } = {
  EACCES: "no permission for a file. Choose one that can be used.",
  EPERM: "no permission for a file. Choose one that can be used.",
  EROFS: "a disk cannot be written. Choose another folder.",
  ENOENT: "a file or folder is not there.",
  EISDIR: "a folder was given, where a file was due.",
  ENOTDIR: "a file was given, where a folder was due.",
  EEXIST: "a file is there already, where a folder was due.",
};

/** Files are written under a name of their own and renamed when they are whole; people know the final one. */
const finalName = (path: string): string => path.replace(/\.([^/\\]+)\.\d+-[0-9a-f]{8}\.tmp$/, "$1");
