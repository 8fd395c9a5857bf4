import { relative } from "node:path";

/** A path as a person would say it here: from the working directory where it lies below. */
export function here(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === "" || short.startsWith("..") ? path : short;
}

/** The same as a word of a command line that can be copied: in quotes where a shell would take it apart. */
export function typedHere(path: string, cwd: string): string {
  const word = here(path, cwd);
  if (/^[\p{L}\p{M}\p{N}_@%+=:,./\\-]+$/u.test(word)) return word;
  return /["$`\\!]/.test(word) && !/^[a-z]:\\/i.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : `"${word}"`;
}
