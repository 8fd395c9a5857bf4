import { open, truncate } from "node:fs/promises";
import { formatBytes } from "./size.ts";
import { readOrigin, sizeOf, writeOrigin, type Origin, type Part } from "./part.ts";

/** How far a download is. */
export interface Progress {
  readonly url: string;
  /** Bytes that are there, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes of the whole file, if the server says. */
  readonly total?: number;
  /** Bytes that an earlier attempt had left. */
  readonly resumedFrom: number;
}

/** One try at one address. */
export interface Transfer {
  readonly url: string;
  readonly part: Part;
  /** Milliseconds without a byte after which the try is given up. */
  readonly timeout: number;
  readonly maxBytes: number;
  /** Whether the file's own checksum will be compared, so that halves from different addresses may be joined. */
  readonly checked: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A try that failed. `again` says whether another at the same address may do better; `after` how long the server asks to wait, in milliseconds. */
export class TransferError extends Error {
  override readonly name = "TransferError";
  constructor(message: string, readonly again: boolean, readonly after = 0, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Fetches a file into its part, from where the part ends if the server still has the same file. Gives the number of bytes that were there already. */
export async function transfer(job: Transfer): Promise<number> {
  const stall = new AbortController();
  const reason = new TransferError(`no data for ${job.timeout / 1000} s`, true);
  let timer = setTimeout(() => stall.abort(reason), job.timeout);
  const touch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(reason), job.timeout);
  };
  const signal = job.signal === undefined ? stall.signal : AbortSignal.any([job.signal, stall.signal]);
  try {
    return await receive(job, signal, touch);
  } catch (error) {
    if (job.signal?.aborted === true) throw job.signal.reason;
    if (stall.signal.aborted) throw reason;
    // What fetch throws carries the system's error underneath; one on top is the disk's, and no other address will cure it.
    if (error instanceof TransferError || (error instanceof Error && "syscall" in error)) throw error;
    throw new TransferError(explain(error), true, 0, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function receive(job: Transfer, signal: AbortSignal, touch: () => void): Promise<number> {
  const { url, part, maxBytes } = job;
  const known = await readOrigin(part);
  const there = known !== undefined && fits(known, job) ? await sizeOf(part.data) : 0;
  // The earlier attempt had everything and was stopped just before the end.
  if (there > 0 && there === known?.total) return there;
  const answer = await fetch(url, { signal, headers: requestHeaders(there, known, url) });
  touch();
  const start = await startOf(answer, there, known, part);
  // Bytes that fetch has unpacked on the way do not count as those that the server counts.
  const plain = ["", "identity"].includes(answer.headers.get("content-encoding") ?? "");
  const length = plain ? numberOf(answer.headers.get("content-length")) : undefined;
  const total = start > 0 ? known?.total ?? rangeOf(answer)?.total : length;
  if ((total ?? 0) > maxBytes) throw new TransferError(`the file has ${formatBytes(total ?? 0)}, more than the ${formatBytes(maxBytes)} that are allowed`, false);

  if (start === 0) await writeOrigin(part, originOf(answer, url, total));
  const file = await open(part.data, start === 0 ? "w" : "r+");
  let received = start;
  try {
    const report = (): void => job.onProgress?.({ url, received, ...(total === undefined ? {} : { total }), resumedFrom: start });
    report();
    for await (const chunk of answer.body ?? []) {
      touch();
      if (received + chunk.length > Math.min(maxBytes, total ?? Infinity)) {
        throw new TransferError(`the server sent more than ${total === undefined ? `the ${formatBytes(maxBytes)} that are allowed` : `the ${total} bytes that it announced`}`, false);
      }
      await file.write(chunk, 0, chunk.length, received);
      received += chunk.length;
      report();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (total !== undefined && received < total) throw new TransferError(`the connection ended after ${received} of ${total} bytes`, true);
  return start;
}

/** Whether the first half that is there may be joined with what this address sends. */
function fits(known: Origin, job: Transfer): boolean {
  return job.checked || (known.url === job.url && known.validator !== undefined);
}

function requestHeaders(there: number, known: Origin | undefined, url: string): Record<string, string> {
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (there === 0) return headers;
  headers["range"] = `bytes=${there}-`;
  // Another address has its own tags: there, size and checksum must do.
  if (known?.validator !== undefined && known.url === url) headers["if-range"] = known.validator;
  return headers;
}

/** Where the body that follows begins in the file. An answer that does not fit what is there empties the part. */
async function startOf(answer: Response, there: number, known: Origin | undefined, part: Part): Promise<number> {
  if (answer.status === 206) {
    const range = rangeOf(answer);
    if (range?.start === there && (known?.total === undefined || range.total === known.total)) return there;
    await answer.body?.cancel();
    await empty(part);
    throw new TransferError("the server sent another part than was asked for", true);
  }
  if (answer.ok) return 0;
  await answer.body?.cancel();
  if (answer.status === 416 && there > 0) {
    await empty(part);
    throw new TransferError("the part from an earlier attempt does not belong to the file", true);
  }
  const again = [408, 425, 429].includes(answer.status) || answer.status >= 500;
  const wait = numberOf(answer.headers.get("retry-after")) ?? 0;
  throw new TransferError(`${answer.status} ${answer.statusText}`.trim(), again, Math.min(wait, 60) * 1000);
}

function rangeOf(answer: Response): { start: number; total?: number } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.headers.get("content-range") ?? "");
  if (found === null) return undefined;
  const total = numberOf(found[2] ?? null);
  return { start: Number(found[1]), ...(total === undefined ? {} : { total }) };
}

function originOf(answer: Response, url: string, total: number | undefined): Origin {
  const tag = answer.headers.get("etag");
  // Only a strong tag promises the same bytes (RFC 9110, section 13.1.5).
  const validator = tag !== null && !tag.startsWith("W/") ? tag : answer.headers.get("last-modified");
  return { url, ...(validator === null ? {} : { validator }), ...(total === undefined ? {} : { total }) };
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** fetch says only "fetch failed" or "terminated"; the reason lies underneath. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || ("code" in error.cause ? String(error.cause.code) : error.message) : error.message;
}

/** Empties a part so that the next try begins anew. */
export async function empty(part: Part): Promise<void> {
  if ((await sizeOf(part.data)) > 0) await truncate(part.data, 0);
}
