import { lstatSync, realpathSync, statSync, type Dirent } from "node:fs";
import { opendir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { DataError } from "../error.ts";
import type { Problem } from "./catalogue.ts";
import { naturalOrder } from "./naturalOrder.ts";

/** What lies in a folder, at any depth. */
export interface Listing {
  /** Absolute. */
  readonly folder: string;
  /** Bytes of each file, by its path from the folder, parted by "/"; in natural order. Hidden files are left out. */
  readonly files: ReadonlyMap<string, number>;
  /** Links that were not followed, folders that cannot be read. */
  readonly problems: readonly Problem[];
}

const deepest = 32;

/**
 * Lists a folder. Links are followed to files inside it and nowhere else: what leads out of it, or to a folder, is told and left.
 * More than `maxFiles` files and folders are refused before they are kept.
 */
export async function list(folder: string, maxFiles: number): Promise<Listing> {
  const root = await realpath(folder);
  const files: [string, number][] = [];
  const problems: Problem[] = [];
  let seen = 0;

  const visit = async (path: string, depth: number): Promise<void> => {
    if (depth > deepest) {
      problems.push({ file: path, problem: `lies deeper than ${deepest} folders, and was not looked into` });
      return;
    }
    const entries: Dirent[] = [];
    try {
      for await (const entry of await opendir(join(root, path), { bufferSize: 1024 })) {
        if (isHidden(entry.name)) continue;
        if (++seen > maxFiles) {
          throw new DataError(`${folder}: holds more than ${maxFiles.toLocaleString("en-GB")} files and folders (maxFiles). Name the folder that holds the pictures, or allow more.`);
        }
        entries.push(entry);
      }
    } catch (error) {
      if (error instanceof DataError) throw error;
      problems.push({ file: path, problem: `the folder cannot be read (${said(error)})` });
      return;
    }
    const inside = (name: string): string => (path === "" ? name : `${path}/${name}`);
    for (const entry of entries) {
      if (entry.isDirectory()) {
        await visit(inside(entry.name), depth + 1);
        continue;
      }
      const found = entry.isSymbolicLink() ? follow(root, inside(entry.name)) : bytesOf(join(root, inside(entry.name)));
      if (typeof found === "number") files.push([inside(entry.name), found]);
      else if (found !== undefined) problems.push({ file: inside(entry.name), problem: found });
    }
  };

  await visit("", 0);
  files.sort(([a], [b]) => naturalOrder(a, b));
  problems.sort((a, b) => naturalOrder(a.file, b.file));
  return { folder, files: new Map(files), problems };
}

const isHidden = (name: string): boolean => name.startsWith(".") || name === "__MACOSX";

/** The bytes of a regular file; nothing for a pipe or a device; what is wrong otherwise. A promise for each file would take four times as long. */
function bytesOf(path: string): number | string | undefined {
  try {
    const status = lstatSync(path);
    return status.isFile() ? status.size : undefined;
  } catch (error) {
    return `cannot be read (${said(error)})`;
  }
}

function follow(root: string, file: string): number | string | undefined {
  try {
    const target = realpathSync(join(root, file));
    if (target !== root && !target.startsWith(root.endsWith(sep) ? root : root + sep)) return "a link that leads out of the folder is not followed; put the file itself there";
    const status = statSync(target);
    if (status.isDirectory()) return "a link to a folder is not followed; put the folder itself there";
    return status.isFile() ? status.size : undefined;
  } catch (error) {
    return `a link that leads nowhere (${said(error)})`;
  }
}

const said = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));
