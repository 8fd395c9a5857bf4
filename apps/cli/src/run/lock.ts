import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { CommandError } from "../failure.ts";
import { isDraft } from "./drafts.ts";

/** Who trains into a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When its process began, in milliseconds: the number of a process that has gone may be given to another. */
  readonly began: number;
  /** The same as Linux tells it, of every process and whatever the clock says. */
  readonly start?: string | undefined;
}

const holderSchema: z.ZodType<Holder> = z.object({ pid: z.int().positive(), host: z.string(), began: z.number(), start: z.string().optional() });

const lockName = ".lock";
const lockPath = (folder: string): string => join(folder, lockName);

/** Whether a folder holds anything, or somebody holds it. A lock whose process has gone is nothing. */
export function isUsed(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return !statSync(folder).isDirectory() || isHeld(folder) || holdsMore(folder);
}

/** Whether there is anything in a folder but a lock, and what was never finished. */
export const holdsMore = (folder: string): boolean => readdirSync(folder).some((name) => !name.startsWith(lockName) && !isDraft(name));

export const isHeld = (folder: string): boolean => {
  const text = lockText(folder);
  return text !== undefined && !isStale(text, lockPath(folder));
};

/**
 * Takes a folder for one training; two cannot. What comes back gives it up again.
 *
 * @throws CommandError when another has it.
 */
export function lock(folder: string): () => void {
  const path = lockPath(folder);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), began: performance.timeOrigin, start: linuxState(process.pid)?.start } satisfies Holder);
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      writeFileSync(path, mine, { flag: "wx" });
      return () => {
        try {
          if (lockText(folder) === mine) rmSync(path, { force: true });
        } catch {
          // The folder cannot be written any more. Once this process has gone, the lock counts for nothing.
        }
      };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const text = lockText(folder);
    if (text === undefined) continue;
    if (!isStale(text, path)) break;
    takeAway(path, text);
  }
  throw new CommandError(heldText(folder));
}

/** Who holds a folder, and the way out. */
export function heldText(folder: string): string {
  const holder = holderIn(lockText(folder) ?? "");
  return `${folder}: another training is at work there${holder ? `, process ${holder.pid} on ${holder.host}` : ""}. Wait for its end, or choose another --out. If it is no longer alive, delete ${lockPath(folder)}.`;
}

/** Removes a lock that was found stale; renamed first, so that of two who found it only one does, and a newer lock is put back. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") === stale) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

function lockText(folder: string): string | undefined {
  try {
    return readFileSync(lockPath(folder), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  }
}

/** None in a lock that is being written. */
function holderIn(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** How long a lock may be half written, in milliseconds. */
const writing = 10_000;

/** Of another machine nothing can be known from here. A lock that stays half written is of a process that was killed in the act. */
function isStale(text: string, path: string): boolean {
  const holder = holderIn(text);
  if (!holder) return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > writing;
  if (holder.host !== hostname()) return false;
  return holder.pid === process.pid ? holder.began !== performance.timeOrigin : !isAlive(holder);
}

/** Its number alone would not tell: a process that was killed outright leaves it to others, at the latest when the machine starts anew. */
function isAlive({ pid, start }: Holder): boolean {
  if (!isThere(pid)) return false;
  const state = linuxState(pid);
  return state === undefined || (!state.ended && (start === undefined || state.start === start));
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, of somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * What Linux tells of a process: whether it has ended, though its number stays until its parent has asked how, which in a container without
 * an init nobody does; and when it began, in ticks since the machine's start, and which start that was. Nothing elsewhere.
 */
function linuxState(pid: number): { readonly ended: boolean; readonly start: string } | undefined {
  try {
    // proc(5): the number, the name in brackets, which may hold anything, then the state and further fields; the 22nd is the beginning.
    const [state = "", ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return { ended: state === "Z" || state === "X", start: `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields[18]}` };
  } catch {
    return undefined;
  }
}
