/** Bytes that come in pieces, to be taken in portions of any size. */
export class Chunks {
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  #seen = 0;

  /** `ended` makes the error for pieces that end too early, `tooMuch` the one for more than `most` bytes in all. */
  constructor(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, readonly ended: () => Error, readonly most: number, readonly tooMuch: () => Error) {
    this.#pieces = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  }

  /** The next `count` bytes: a view where one piece holds them all. */
  async take(count: number): Promise<Uint8Array> {
    if (this.#piece.length === 0 && count > 0) await this.#more();
    if (count <= this.#piece.length) return this.#cut(count);
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      if (this.#piece.length === 0) await this.#more();
      const part = this.#cut(Math.min(count - at, this.#piece.length));
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** Passes over the next `count` bytes. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (this.#piece.length === 0) await this.#more();
      left -= this.#cut(Math.min(left, this.#piece.length)).length;
    }
  }

  /** Passes over all that is left. */
  async rest(): Promise<void> {
    while (await this.#next());
  }

  /** Ends the pieces' source. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  #cut(count: number): Uint8Array {
    const part = this.#piece.subarray(0, count);
    this.#piece = this.#piece.subarray(count);
    return part;
  }

  async #more(): Promise<void> {
    if (!(await this.#next())) throw this.ended();
  }

  /** Whether there is another piece. */
  async #next(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done === true) return false;
    this.#seen += value.length;
    if (this.#seen > this.most) throw this.tooMuch();
    // Streams of Node give Buffers, some of whose methods are others than those of what they stand for.
    this.#piece = new Uint8Array(value.buffer, value.byteOffset, value.length);
    return true;
  }
}
