import { rename, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FileError } from "./error.ts";
import { checkOptions } from "./options.ts";
import { claimPart, dropPart, parkPart, sizeOf, type Part } from "./part.ts";
import { empty, transfer, TransferError, type Progress } from "./transfer.ts";
import { mismatch, type Expected } from "./verify.ts";

export interface DownloadOptions {
  /** Checked before the file is put in place. */
  readonly expected?: Expected;
  /** Milliseconds without a byte after which a try is given up; 30,000 unless given. */
  readonly timeout?: number;
  /** Further tries at each address after a failure that may pass; 3 unless given. */
  readonly retries?: number;
  /** Milliseconds before the first further try; each pause is twice the last. 500 unless given. */
  readonly pause?: number;
  /** The most bytes to accept; 4 GB unless given. */
  readonly maxBytes?: number;
  /** Fetch even if the file is there. */
  readonly overwrite?: boolean;
  /** Aborting keeps what has come, for the next call to go on with. */
  readonly signal?: AbortSignal;
  /** Called with every piece that comes. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Download {
  /** The file, as an absolute path. */
  readonly path: string;
  readonly bytes: number;
  /** The address that served it; none if the file was there already. */
  readonly url?: string;
  /** Bytes that an earlier attempt had left. */
  readonly resumedFrom: number;
}

/** What went wrong at one address. */
export interface Failure {
  readonly url: string;
  readonly reason: string;
  readonly tries: number;
}

/** No address served the file. The message lists each with its failure, and says how to get the file by hand. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  constructor(readonly path: string, readonly failures: readonly Failure[]) {
    super(
      [
        `${basename(path)}: could not be downloaded from ${failures.length === 1 ? "its address" : `any of ${failures.length} addresses`}.`,
        ...failures.map(({ url, reason, tries }) => `  ${url}: ${reason}${tries > 1 ? ` (${tries} tries)` : ""}`),
        `To get it by hand, fetch it from ${failures.length === 1 ? "this address" : "one of these addresses"} and save it as ${path}`,
      ].join("\n"),
    );
  }
}

const known = ["expected", "timeout", "retries", "pause", "maxBytes", "overwrite", "signal", "onProgress"] as const;

/**
 * Makes sure that a file is there: fetches it over HTTP from the first address that has it, goes on where an earlier attempt stopped,
 * checks it, and renames it into place. A file that is there and is as expected is left alone. Any number of processes may ask at once.
 */
export async function download(urls: string | readonly string[], target: string, options: DownloadOptions = {}): Promise<Download> {
  checkOptions("download", options, known);
  const addresses = typeof urls === "string" ? [urls] : urls;
  checkAddresses(addresses);
  const { signal } = options;
  signal?.throwIfAborted();
  const path = resolve(target);
  const there = options.overwrite === true ? undefined : await existing(path, options);
  if (there !== undefined) return there;

  const part = await claimPart(path);
  const failures: Failure[] = [];
  try {
    for (const url of addresses) {
      const outcome = await fromOne(url, part, path, options);
      if ("path" in outcome) return outcome;
      failures.push(outcome);
    }
    throw new DownloadError(path, failures);
  } catch (error) {
    if (await isThere(part.folder)) throw error;
    // Somebody has cleared the folder, or taken us for dead and finished the file.
    const finished = await existing(path, options);
    if (finished !== undefined) return finished;
    throw new FileError(`${path}: the half-fetched file ${part.folder} was taken away while it was written. Try again.`, { cause: error });
  } finally {
    await parkPart(part, path);
  }
}

function checkAddresses(addresses: readonly string[]): void {
  if (addresses.length === 0) throw new RangeError("download: at least one address is needed. Received none.");
  for (const address of addresses) {
    if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) continue;
    throw new RangeError(`download: an address must begin with http:// or https://. Received "${address}".`);
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

async function existing(path: string, options: DownloadOptions): Promise<Download | undefined> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) return undefined;
  if (!status.isFile()) throw new FileError(`${path}: a file should go here, but something else is there. Move it away.`);
  const wrong = await mismatch(path, options.expected ?? {}, options.signal);
  if (wrong !== undefined) throw new FileError(`${path}: ${wrong}. Delete the file, and it will be downloaded anew.`);
  return { path, bytes: status.size, resumedFrom: 0 };
}

async function fromOne(url: string, part: Part, path: string, options: DownloadOptions): Promise<Download | Failure> {
  const { expected = {}, timeout = 30_000, retries = 3, pause = 500, maxBytes = 4e9, signal, onProgress } = options;
  const checked = expected.file?.md5 !== undefined || expected.file?.sha256 !== undefined;
  const job = { url, part, timeout, maxBytes, checked, ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
  for (let tries = 1; ; tries++) {
    try {
      const resumedFrom = await transfer(job);
      const wrong = await mismatch(part.data, expected, signal);
      if (wrong === undefined) {
        const bytes = await sizeOf(part.data);
        await rename(part.data, path);
        await dropPart(part);
        return { path, bytes, url, resumedFrom };
      }
      await empty(part);
      // Two halves that did not fit deserve a try as a whole; a whole file that is wrong will be wrong again.
      throw new TransferError(wrong, resumedFrom > 0);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransferError)) throw error;
      if (!error.again || tries > retries) return { url, reason: error.message, tries };
      await sleep(Math.max(pause * 2 ** (tries - 1), error.after), undefined, signal === undefined ? {} : { signal });
    }
  }
}
