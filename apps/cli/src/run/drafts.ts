import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Whether a name is that of a file that was being written when its process ended. */
export const isDraft = (name: string): boolean => /^\..+\.\d+-[0-9a-f]{8}\.tmp$/.test(name);

/** Removes files that were never finished. */
export function clearDrafts(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (isDraft(name)) rmSync(join(folder, name), { force: true });
}
