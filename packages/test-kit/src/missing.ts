import { existsSync } from "node:fs";

/** What tests need, and how one gets it. */
interface Needed {
  readonly what: string;
  readonly wayOut: string;
}

const chromium: Needed = { what: "Chromium", wayOut: "apt-get install chromium, or name another browser in CONVSCOPE_CHROMIUM" };

/**
 * Why tests cannot run here, said aloud, if a file is missing: one of Chromium's unless told otherwise. Where the environment says
 * that it must be there, a test must not be skipped.
 */
export function missing(tests: string, file: string, { what, wayOut }: Needed = chromium): string | undefined {
  if (existsSync(file)) return undefined;
  const why = `there is no ${file}; ${wayOut}`;
  if (process.env["CONVSCOPE_NEED_CHROMIUM"]) throw new Error(`${tests}: ${what} must be installed, as CONVSCOPE_NEED_CHROMIUM is set. Received none: ${why}.`);
  console.warn(`Skipped, ${tests}: ${why}.`);
  return why;
}
