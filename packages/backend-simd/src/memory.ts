/** Bytes to which every block is rounded up: a cache line, and so whole vectors. What lies behind an array's end is its own. */
const line = 64;
const page = 65_536;

/** What a memory holds, in bytes. */
export interface MemoryUse {
  /** Taken by blocks. */
  readonly inUse: number;
  /** The most that was ever taken. */
  readonly peak: number;
  /** Of the whole WebAssembly memory. */
  readonly total: number;
}

/** There is no room left. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";
}

/**
 * Hands out blocks of one growing WebAssembly memory. Free neighbours are joined, and kept in lists by size: those of list k hold
 * 2ᵏ to 2ᵏ⁺¹ − 1 lines.
 */
export class Memory {
  readonly #lists: Set<number>[] = Array.from({ length: 27 }, () => new Set());
  /** Sizes of free blocks by where they start. */
  readonly #free = new Map<number, number>();
  /** Where free blocks start by where they end. */
  readonly #ends = new Map<number, number>();
  readonly #taken = new Map<number, number>();
  #end: number;
  #inUse = 0;
  #peak = 0;

  /** Blocks begin at `start`; the memory may grow to `limit` bytes. */
  constructor(
    readonly memory: WebAssembly.Memory,
    start: number,
    readonly limit: number,
  ) {
    this.#end = up(start);
  }

  get use(): MemoryUse {
    return { inUse: this.#inUse, peak: this.#peak, total: this.memory.buffer.byteLength };
  }

  /**
   * Where a block of so many bytes starts. What it holds is left over from before.
   *
   * @throws OutOfMemoryError when the memory cannot grow so far.
   */
  take(bytes: number): number {
    const size = up(Math.max(bytes, 1));
    const start = this.#fromLists(size) ?? this.#fromEnd(size);
    this.#taken.set(start, size);
    this.#inUse += size;
    this.#peak = Math.max(this.#peak, this.#inUse);
    return start;
  }

  /** Gives a block back. */
  give(start: number): void {
    const size = this.#taken.get(start);
    if (size === undefined) throw new Error(`memory: only what was taken can be given back, once. Received ${start}.`);
    this.#taken.delete(start);
    this.#inUse -= size;
    this.#put(start, size);
  }

  #fromLists(size: number): number | undefined {
    // A block of the first list may be too small; every block of those behind it is large enough.
    for (let k = listOf(size); k < this.#lists.length; k++) {
      for (const start of this.#lists[k] ?? []) {
        const found = this.#free.get(start) ?? 0;
        if (found < size) continue;
        this.#drop(start, found);
        if (found > size) this.#add(start + size, found - size);
        return start;
      }
    }
    return undefined;
  }

  #fromEnd(size: number): number {
    // A free block at the end needs only the rest.
    const last = this.#ends.get(this.#end);
    const start = last ?? this.#end;
    const end = start + size;
    if (end + line > this.limit) throw new OutOfMemoryError(`backend simd: WebAssembly memory holds at most ${mib(this.limit)}. Received a request for ${mib(size)} with ${mib(this.#inUse)} in use. Take smaller batches, or dispose of tensors.`);
    // Vectors may be read over the end of the last block.
    const missing = end + line - this.memory.buffer.byteLength;
    if (missing > 0) this.#grow(missing, size);
    if (last !== undefined) this.#drop(last, this.#free.get(last) ?? 0);
    this.#end = end;
    return start;
  }

  #grow(missing: number, size: number): void {
    const pages = Math.ceil(missing / page);
    // By an eighth at least: growing is slow, and without sharing it detaches every view.
    const wanted = Math.min(Math.max(pages, Math.ceil(this.memory.buffer.byteLength / page / 8)), Math.floor((this.limit - this.memory.buffer.byteLength) / page));
    try {
      this.memory.grow(Math.max(wanted, pages));
    } catch {
      throw new OutOfMemoryError(`backend simd: this machine gives WebAssembly no more than ${mib(this.memory.buffer.byteLength)}. Received a request for ${mib(size)} with ${mib(this.#inUse)} in use. Take smaller batches, or dispose of tensors.`);
    }
  }

  /** Frees a block, joined with free neighbours. */
  #put(start: number, size: number): void {
    const before = this.#ends.get(start);
    const after = this.#free.get(start + size);
    let [from, length] = [start, size];
    if (after !== undefined) {
      this.#drop(start + size, after);
      length += after;
    }
    if (before !== undefined) {
      const left = this.#free.get(before) ?? 0;
      this.#drop(before, left);
      [from, length] = [before, length + left];
    }
    this.#add(from, length);
  }

  #add(start: number, size: number): void {
    this.#free.set(start, size);
    this.#ends.set(start + size, start);
    this.#lists[listOf(size)]?.add(start);
  }

  #drop(start: number, size: number): void {
    this.#free.delete(start);
    this.#ends.delete(start + size);
    this.#lists[listOf(size)]?.delete(start);
  }
}

const up = (bytes: number): number => Math.ceil(bytes / line) * line;
const listOf = (size: number): number => 31 - Math.clz32(size / line);
const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 3 : 0)} MiB`;
