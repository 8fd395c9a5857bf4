import type { Wrong } from "./wrong.ts";

/** Reads bytes one after another, little-endian, and never beyond their end. */
export class Cursor {
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array, public at: number, readonly wrong: Wrong) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes `length` bytes on; gives where they begin. */
  step(length: number): number {
    const from = this.at;
    if (length > this.bytes.length - from) throw this.wrong.damaged(`must go on for ${length} bytes after byte ${from}. It ends at ${this.bytes.length}.`);
    this.at += length;
    return from;
  }

  u8(): number {
    return this.#view.getUint8(this.step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.step(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.step(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.step(4), true);
  }

  /** Eight bytes as a number, which beyond 2⁵³ is no longer exact but still too large for anything. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.step(8), true));
  }

  /** A double with its most significant byte first. */
  f64(): number {
    return this.#view.getFloat64(this.step(8));
  }

  take(length: number): Uint8Array {
    const from = this.step(length);
    return this.bytes.subarray(from, from + length);
  }

  text(length: number): string {
    try {
      return utf8.decode(this.take(length));
    } catch (error) {
      throw error instanceof TypeError ? this.wrong.damaged(`the text before byte ${this.at} must be UTF-8.`) : error;
    }
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
