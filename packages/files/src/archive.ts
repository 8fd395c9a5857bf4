import { FileError } from "./error.ts";

/** What to expect of an archive, and what to say of one that is otherwise. */
export interface ArchiveOptions {
  /** The most entries, folders among them. */
  readonly maxEntries: number;
  /** The most bytes of one file, unpacked. */
  readonly maxBytes: number;
  /** The most bytes of all files together, unpacked. */
  readonly maxTotal: number;
  /** The archive's name, for messages. */
  readonly name?: string;
  /** What to do about an archive that is refused: the last sentence of the message. "Get the file anew." unless given. */
  readonly wayOut?: string;
  /** Makes the error for an archive that is refused, from a sentence that says why; a `FileError` with `name` and `wayOut` unless given. */
  readonly wrong?: Wrong;
}

/** Makes an error from a sentence. `rule` tells a wrong checksum, for which some formats have an explanation of their own. */
export type Wrong = (what: string, rule?: "checksum") => Error;

/** How an archive is refused. */
export const refusal = ({ name = "archive", wayOut = "Get the file anew.", wrong }: ArchiveOptions): Wrong => wrong ?? ((what) => new FileError(`${name}: ${what} ${wayOut}`));

/**
 * The entries of an archive that have been met, and whether there are too many. Everything that a name or a size could do harm with is
 * refused: a way out of the folder, a name that comes twice, more than the bounds.
 */
export class Entries {
  readonly #names = new Set<string>();
  #count = 0;
  #total = 0;

  constructor(readonly options: ArchiveOptions, readonly wrong: Wrong) {}

  /** Counts a file or folder in, by its name as it stands in the archive. Gives its name, parts parted by "/". */
  add(written: string, size: number): string {
    const { maxEntries, maxBytes, maxTotal } = this.options;
    if (++this.#count > maxEntries) throw this.wrong(`it may have at most ${exactly(maxEntries)} entries. It has more.`);
    const name = this.#safe(written);
    if (this.#names.has(name)) throw this.wrong(`entries must have different names. Received ${quoted(name)} twice.`);
    this.#names.add(name);
    if (size > maxBytes) throw this.wrong(`entry ${quoted(name)} may have at most ${exactly(maxBytes)} bytes. It has ${exactly(size)}.`);
    this.#total += size;
    if (this.#total > maxTotal) throw this.wrong(`its files may have at most ${exactly(maxTotal)} bytes together. With ${quoted(name)} they have ${exactly(this.#total)}.`);
    return name;
  }

  #safe(written: string): string {
    // Archives of the working folder begin every name so, and folders end in a slash.
    const name = written.replace(/^(\.\/)+/, "").replace(/\/$/, "");
    if (name === "" && /^(\.\/)*\.?\/?$/.test(written) && written !== "" && written !== "/") return ".";
    const bad = name === "" || name.split("/").some((part) => part === "" || part === "." || part === "..") || /^[A-Za-z]:/.test(name) || /[\\\0]/.test(name);
    if (bad) throw this.wrong(`the names of its entries must be paths within it. Received ${quoted(written)}.`);
    return name;
  }
}

/** A name from an archive, as a message shows it. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name);
}

/** To the byte: two sizes that differ by little must not look the same. */
export function exactly(count: number): string {
  return count.toLocaleString("en-GB");
}
