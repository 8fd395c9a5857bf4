import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/**
 * A half-fetched file and where it came from. It lies in a folder of its own beside the target, `<target>.part` while nobody works on it
 * and `<target>.<host>-<pid>-<random>.part` while somebody does. To go on with one is to rename its folder, which only one process can do;
 * so there are no locks, and any number of processes may fetch the same file: the last to finish puts the same bytes in place.
 */
export interface Part {
  readonly folder: string;
  readonly data: string;
}

/** What must be the same for the first half of a file to fit the second. */
export interface Origin {
  readonly url: string;
  /** A strong ETag, or the date of the last change, for If-Range. */
  readonly validator?: string;
  /** Bytes of the whole file. */
  readonly total?: number;
}

const host = hostname().replace(/[^A-Za-z0-9]/g, "").slice(0, 24) || "host";

/** A folder that has not been touched for this long, in milliseconds, has no owner, whatever its name says. */
const ABANDONED = 60 * 60 * 1000;

/** Takes over what an earlier attempt has left, or begins anew. */
export async function claimPart(target: string): Promise<Part> {
  await mkdir(dirname(target), { recursive: true });
  const folder = `${target}.${host}-${process.pid}-${randomBytes(4).toString("hex")}.part`;
  if (!(await moved(`${target}.part`, folder))) {
    await mkdir(folder);
    for (const orphan of await orphansOf(target)) if (await adopt(orphan, folder)) break;
  }
  return { folder, data: join(folder, "data") };
}

/** Leaves a part for the next attempt to go on with; an empty one, or one too many, goes away. */
export async function parkPart(part: Part, target: string): Promise<void> {
  const worth = (await sizeOf(part.data)) > 0;
  if (!worth || !(await moved(part.folder, `${target}.part`))) await dropPart(part);
}

export async function dropPart(part: Part): Promise<void> {
  await rm(part.folder, { recursive: true, force: true });
}

/** Bytes of a file; none if it is not there. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(({ size }) => size, () => 0);
}

export async function readOrigin(part: Part): Promise<Origin | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(part.folder, "origin.json"), "utf8"));
    if (typeof value !== "object" || value === null || !("url" in value) || typeof value.url !== "string") return undefined;
    return {
      url: value.url,
      ...("validator" in value && typeof value.validator === "string" ? { validator: value.validator } : {}),
      ...("total" in value && typeof value.total === "number" ? { total: value.total } : {}),
    };
  } catch {
    // Never written, or cut off with its process: then nothing is known, and the fetch begins anew.
    return undefined;
  }
}

export async function writeOrigin(part: Part, origin: Origin): Promise<void> {
  await writeFile(join(part.folder, "origin.json"), JSON.stringify(origin));
}

async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(() => true, () => false);
}

/** The folders of processes that have ended, oldest name first. */
async function orphansOf(target: string): Promise<string[]> {
  const start = `${basename(target)}.`;
  const names = await readdir(dirname(target));
  const found: string[] = [];
  for (const name of names.sort()) {
    const owner = name.startsWith(start) ? /^([A-Za-z0-9]+)-(\d+)-[0-9a-f]{8}\.part(\.taken)?$/.exec(name.slice(start.length)) : null;
    if (owner === null) continue;
    const path = join(dirname(target), name);
    const dead = owner[1] === host && !alive(Number(owner[2]));
    if (dead || Date.now() - (await lastChange(path)) > ABANDONED) found.push(path);
  }
  return found;
}

/**
 * Takes a folder over by renaming it, then copies its data: should its owner live after all (another container with the same host name),
 * it goes on writing to the file that it had opened, not to ours.
 */
async function adopt(orphan: string, folder: string): Promise<boolean> {
  const taken = `${folder}.taken`;
  if (!(await moved(orphan, taken))) return false;
  try {
    await copyFile(join(taken, "origin.json"), join(folder, "origin.json"));
    await copyFile(join(taken, "data"), join(folder, "data"));
    return true;
  } catch {
    // It was killed before its first byte; there is nothing to take over.
    return false;
  } finally {
    await rm(taken, { recursive: true, force: true });
  }
}

async function lastChange(folder: string): Promise<number> {
  const times = await Promise.all([folder, join(folder, "data")].map((path) => stat(path).then(({ mtimeMs }) => mtimeMs, () => 0)));
  return Math.max(...times);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
