import { existsSync } from "node:fs";

/**
 * Why tests cannot run here, said aloud, if a file of Chromium's is missing. Where the environment says that it must be there, a
 * test must not be skipped.
 */
export function missing(tests: string, file: string): string | undefined {
  if (existsSync(file)) return undefined;
  const why = `there is no ${file}; apt-get install chromium, or name another browser in CONVSCOPE_CHROMIUM`;
  if (process.env["CONVSCOPE_NEED_CHROMIUM"]) throw new Error(`${tests}: Chromium must be installed, as CONVSCOPE_NEED_CHROMIUM is set. Received none: ${why}.`);
  console.warn(`Skipped, ${tests}: ${why}.`);
  return why;
}
