import { existsSync, mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { CommandError } from "../failure.ts";
import { clearDrafts } from "./drafts.ts";
import { heldText, holdsMore, isHeld, lock } from "./lock.ts";
import { runFiles } from "./run.ts";

/** A folder that belongs to one training until it is released. */
export interface Claim {
  readonly folder: string;
  /** Gives the folder up; one that was made for the claim and holds nothing goes. */
  readonly release: () => void;
}

/** Where a training goes: into this folder, or, where it has no name of its own, into the next free of name, name-2, name-3, … */
export interface Place {
  readonly folder: string;
  readonly numbered: boolean;
}

/** Claims a run's folder, to go on there. */
export function claimRun(folder: string): Claim {
  const release = lock(folder);
  clearDrafts(folder);
  clearDrafts(runFiles(folder).kept);
  return { folder, release };
}

/** Claims a folder that nothing is in. */
export function claimFresh({ folder, numbered }: Place): Claim {
  if (!numbered) {
    const claim = tryFresh(folder);
    if (!claim) throw new CommandError(usedText(folder));
    return claim;
  }
  for (let i = 1; i < 1000; i++) {
    const claim = tryFresh(i === 1 ? folder : `${folder}-${i}`);
    if (claim) return claim;
  }
  throw new CommandError(`${folder} and 999 like it are used. Choose --out.`);
}

/** Why a folder cannot be had for a new training. */
export const usedText = (folder: string): string => (isHeld(folder) ? heldText(folder) : `${folder} is not empty. Choose another --out, or --resume to go on with the training there.`);

function tryFresh(folder: string): Claim | undefined {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || isHeld(folder) || holdsMore(folder))) return undefined;
  const made = make(folder);
  const unmake = (): void => made.forEach(removeIfEmpty);
  let unlock: () => void;
  try {
    unlock = lock(folder);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    unmake();
    throw error;
  }
  const release = (): void => {
    unlock();
    unmake();
  };
  // Another training may have come and gone since we looked.
  if (!holdsMore(folder)) {
    clearDrafts(folder);
    return { folder, release };
  }
  release();
  return undefined;
}

/** Makes a folder and those above it, one by one: asked for all at once below /proc, Node 20 never comes back. The innermost first in the answer. */
function make(folder: string): string[] {
  if (existsSync(folder)) return [];
  const above = make(dirname(folder));
  try {
    mkdirSync(folder);
    return [folder, ...above];
  } catch (error) {
    // Somebody was faster.
    if (error instanceof Error && "code" in error && error.code === "EEXIST" && statSync(folder).isDirectory()) return above;
    above.forEach(removeIfEmpty);
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it, so it stays.
  }
}
