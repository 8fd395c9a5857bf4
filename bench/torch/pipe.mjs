import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmdirSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @typedef {import("../../packages/nn/dist/index.js").NdArray} NdArray */
/** @typedef {Readonly<Record<string, NdArray>>} Arrays */

/** @type {Readonly<Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => NdArray["data"]>>} */
const types = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/** @param {NdArray["data"]} data */
const typeOf = (data) => (data instanceof Float32Array ? "float32" : data instanceof Int32Array ? "int32" : "uint8");

/** Both ends of a new named pipe. @param {string} path @returns {{ reader: number, writer: number }} */
const namedPipe = (path) => {
  const { status } = spawnSync("mkfifo", [path]);
  if (status !== 0) throw new Error(`bench: mkfifo must make a named pipe at ${path}. It is of Linux and macOS.`);
  // An end alone waits for the other: one that is both lets them be opened in turn.
  const both = openSync(path, "r+");
  const ends = { reader: openSync(path, "r"), writer: openSync(path, "w") };
  closeSync(both);
  // Not rmSync, which asks what it removes: Node 20 resolves links wrongly while what it asked about last is a pipe.
  unlinkSync(path);
  return ends;
};

/**
 * A process that is asked and answers, while this one waits: as with a backend that computes in this very thread, nothing else goes on
 * here meanwhile, so that times compare. A message is the length of its head in four bytes, the head as JSON, then the arrays' numbers one after another.
 */
export class Pipe {
  #to;
  #from;
  #command;

  /** @param {string} command @param {readonly string[]} args */
  constructor(command, args) {
    this.#command = command;
    const folder = mkdtempSync(join(tmpdir(), "convscope-pipe-"));
    const [there, back] = [namedPipe(join(folder, "there")), namedPipe(join(folder, "back"))];
    rmdirSync(folder);
    spawn(command, args, { stdio: [there.reader, back.writer, "inherit"] }).on("error", () => undefined).unref();
    closeSync(there.reader);
    closeSync(back.writer);
    this.#to = there.writer;
    this.#from = back.reader;
  }

  /**
   * @param {Readonly<Record<string, unknown>>} request
   * @param {Arrays} [arrays]
   * @returns {{ head: any, arrays: Arrays }} what came back
   */
  call(request, arrays = {}) {
    const listed = Object.entries(arrays).map(([name, { shape, data }]) => ({ name, shape, type: typeOf(data) }));
    const head = Buffer.from(JSON.stringify({ ...request, arrays: listed }));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    for (const bytes of [length, head, ...Object.values(arrays).map(({ data }) => data)]) this.#write(bytes);
    return this.#answer();
  }

  #answer() {
    const head = JSON.parse(this.#read(this.#read(4).readUInt32LE()).toString());
    /** @type {Record<string, NdArray>} */
    const arrays = {};
    for (const { name, shape, type } of head.arrays) {
      const Type = types[type];
      const numbers = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
      const { buffer, byteOffset } = this.#read(numbers * (type === "uint8" ? 1 : 4));
      arrays[name] = { shape, data: new Type(/** @type {ArrayBuffer} */ (buffer), byteOffset, numbers) };
    }
    if (head.error !== undefined) throw new Error(head.error);
    return { head, arrays };
  }

  /** @param {unknown} [cause] */
  #gone(cause) {
    return new Error(`bench: ${this.#command} must answer. It has not begun, or has ended; what it said stands above, if anything.`, { cause });
  }

  /** @param {NodeJS.ArrayBufferView} view */
  #write({ buffer, byteOffset, byteLength }) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    try {
      for (let at = 0; at < byteLength;) at += writeSync(this.#to, bytes, at);
    } catch (error) {
      throw this.#gone(error);
    }
  }

  /** @param {number} count */
  #read(count) {
    // Memory of its own: a small buffer of Node's lies in a larger one, where numbers of four bytes may not begin.
    const bytes = Buffer.from(new ArrayBuffer(count));
    for (let at = 0; at < count;) {
      const read = readSync(this.#from, bytes, at, count - at, null);
      if (read === 0) throw this.#gone();
      at += read;
    }
    return bytes;
  }
}
