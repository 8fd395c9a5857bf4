import * as tf from "@tensorflow/tfjs-core";
import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { Exports, Machine } from "./machine.ts";
import type { MemoryUse } from "./memory.ts";

/** The values of a tensor: in the machine's memory or, where WebAssembly has no such type, with the cpu backend. */
interface Stored {
  readonly dtype: tf.DataType;
  /** In bytes; -1 for a guest of the cpu backend. */
  readonly pointer: number;
  /** In numbers. */
  readonly length: number;
  readonly guest?: tf.TensorInfo;
  references: number;
  /** How often it was used as a kernel, and where it lies packed for that. */
  packed?: { uses: number; readonly places: Map<string, number> };
}

type Values = Float32Array | Int32Array | Uint8Array;

/** A TensorFlow.js backend whose tensors lie in one WebAssembly memory. */
export class SimdBackend extends tf.KernelBackend {
  readonly #data: tf.DataStorage<Stored>;
  #ids = 0;
  /** What the running kernel holds so far, once for every reference. */
  #made: object[] | undefined;

  constructor(
    readonly machine: Machine,
    /** Computes what is not accelerated, and keeps strings and complex numbers. */
    readonly cpu: MathBackendCPU,
    /** Whether large 3×3 convolutions are computed with fewer multiplications, of which the rounding differs a little. */
    readonly winograd: boolean = true,
  ) {
    super();
    this.#data = new tf.DataStorage<Stored>(this, tf.engine());
  }

  get exports(): Exports {
    return this.machine.exports;
  }

  /** A tensor whose values a kernel will write; until then they are left over from before. */
  output(shape: readonly number[], dtype: tf.DataType = "float32"): tf.TensorInfo {
    const length = lengthOf(shape);
    const dataId = { id: this.#ids++ };
    this.#data.set(dataId, { dtype, length, pointer: this.machine.memory.take(length * bytesOf(dtype)), references: 1 });
    this.#made?.push(dataId);
    return { dataId, shape: [...shape], dtype };
  }

  /** Where the values of a tensor lie in the machine's memory, in bytes. */
  pointer({ dataId }: tf.TensorInfo): number {
    return this.#data.get(dataId).pointer;
  }

  /** The type of a tensor's values as they lie there. */
  typeOf({ dataId }: tf.TensorInfo): tf.DataType {
    return this.#data.get(dataId).dtype;
  }

  /** The values of a tensor where they lie: good until the next allocation, which may move them all. */
  view({ dataId }: tf.TensorInfo): Values {
    return this.#view(this.#data.get(dataId));
  }

  /** The same values once more, under a shape of its own. */
  alias({ dataId, dtype }: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo {
    this.incRef(dataId);
    this.#made?.push(dataId);
    return { dataId, shape: [...shape], dtype };
  }

  /** Runs a kernel. What it made goes again when it fails, as where there is no room for its next array. */
  attempt<T>(kernel: () => T): T {
    const outer = this.#made;
    this.#made = [];
    try {
      const result = kernel();
      // Where another kernel called this one, that may still fail.
      outer?.push(...this.#made);
      return result;
    } catch (error) {
      for (const dataId of [...this.#made]) this.disposeData(dataId);
      throw error;
    } finally {
      this.#made = outer;
    }
  }

  /** Lends memory while `f` runs. */
  borrow<T>(bytes: number, f: (pointer: number) => T): T {
    const { memory } = this.machine;
    const pointer = memory.take(bytes);
    try {
      return f(pointer);
    } finally {
      memory.give(pointer);
    }
  }

  /**
   * Where a tensor lies packed in a way that `key` names, from its second use on: what is trained changes after each, and is packed
   * anew. Nothing at its first.
   */
  keepPacked({ dataId }: tf.TensorInfo, key: string, bytes: number, pack: (pointer: number) => void): number | undefined {
    const stored = this.#data.get(dataId);
    stored.packed ??= { uses: 0, places: new Map() };
    stored.packed.uses++;
    const kept = stored.packed.places.get(key);
    if (kept !== undefined || stored.packed.uses < 2) return kept;
    const place = this.machine.memory.take(bytes);
    pack(place);
    stored.packed.places.set(key, place);
    return place;
  }

  /** A tensor of the cpu backend as one of ours: a copy of its values, or where we have no such type itself, as a guest there. */
  adopt(info: tf.TensorInfo): tf.TensorInfo {
    const { shape, dtype } = info;
    if (!isOurs(dtype)) return this.#keepGuest(info);
    const values = this.cpu.readSync(info.dataId) as Values;
    const ours = this.output(shape, dtype);
    this.view(ours).set(values);
    return ours;
  }

  /** One of our tensors for a kernel of the cpu backend, which may not keep it; to be disposed of there. */
  lend(info: tf.TensorInfo): tf.TensorInfo {
    const { shape, dtype, dataId } = info;
    const { guest } = this.#data.get(dataId);
    if (!guest) return { dataId: this.cpu.write(this.view(info).slice(), [...shape], dtype), shape, dtype };
    this.cpu.incRef(guest.dataId);
    return { ...guest, shape };
  }

  override write(values: tf.backend_util.BackendValues | null, shape: number[], dtype: tf.DataType): object {
    const dataId = { id: this.#ids++ };
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(dataId: object, values: tf.backend_util.BackendValues | null, shape: number[], dtype: tf.DataType, references: number): void {
    if (!isOurs(dtype)) {
      this.#data.set(dataId, { dtype, length: 0, pointer: -1, references, guest: { dataId: this.cpu.write(values ?? [], shape, dtype), shape, dtype } });
      return;
    }
    const length = lengthOf(shape);
    const stored: Stored = { dtype, length, pointer: this.machine.memory.take(length * bytesOf(dtype)), references };
    this.#data.set(dataId, stored);
    if (values) this.#view(stored).set((values as Values).subarray(0, length));
  }

  override async read(dataId: object): Promise<tf.backend_util.BackendValues> {
    return this.readSync(dataId);
  }

  /** A copy: what lies in the memory is recycled when the tensor goes. */
  override readSync(dataId: object): tf.backend_util.BackendValues {
    const stored = this.#data.get(dataId);
    return stored.guest ? this.cpu.readSync(stored.guest.dataId) : this.#view(stored).slice();
  }

  bufferSync(info: tf.TensorInfo): tf.TensorBuffer<tf.Rank, tf.DataType> {
    return tf.buffer(info.shape, info.dtype, this.readSync(info.dataId) as tf.TypedArray);
  }

  override refCount(dataId: object): number {
    return this.#data.has(dataId) ? this.#data.get(dataId).references : 0;
  }

  override incRef(dataId: object): void {
    this.#data.get(dataId).references++;
  }

  override disposeData(dataId: object, force: boolean = false): boolean {
    if (!this.#data.has(dataId)) return true;
    const at = this.#made?.indexOf(dataId) ?? -1;
    if (at >= 0) this.#made?.splice(at, 1);
    const stored = this.#data.get(dataId);
    stored.references--;
    if (!force && stored.references > 0) return false;
    if (stored.guest) this.cpu.disposeData(stored.guest.dataId, true);
    else this.machine.memory.give(stored.pointer);
    for (const place of stored.packed?.places.values() ?? []) this.machine.memory.give(place);
    this.#data.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#data.numDataIds();
  }

  override async time(f: () => void): Promise<tf.BackendTimingInfo> {
    const start = tf.util.now();
    f();
    return { kernelMs: tf.util.now() - start };
  }

  override memory(): { unreliable: boolean; reasons?: string[] } & MemoryUse {
    return { unreliable: false, ...this.machine.memory.use };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    void this.machine.useThreads(1);
  }

  #keepGuest(guest: tf.TensorInfo): tf.TensorInfo {
    const dataId = { id: this.#ids++ };
    this.#data.set(dataId, { dtype: guest.dtype, length: 0, pointer: -1, references: 1, guest });
    this.#made?.push(dataId);
    return { dataId, shape: guest.shape, dtype: guest.dtype };
  }

  #view({ dtype, pointer, length }: Stored): Values {
    const { buffer } = this.machine.memory.memory;
    if (dtype === "int32") return new Int32Array(buffer, pointer, length);
    return dtype === "bool" ? new Uint8Array(buffer, pointer, length) : new Float32Array(buffer, pointer, length);
  }
}

/** The kernels count in 32 bits. */
const mostNumbers = 2 ** 31 - 1;

function lengthOf(shape: readonly number[]): number {
  const length = tf.util.sizeFromShape([...shape]);
  if (length > mostNumbers) throw new RangeError(`backend simd: a tensor holds at most ${mostNumbers} values. Received [${shape.join(", ")}], which are ${length}. Take smaller batches, or several tensors.`);
  return length;
}

/** Whether WebAssembly has such values; others are guests of the cpu backend. */
export const isOurs = (dtype: tf.DataType): boolean => dtype === "float32" || dtype === "int32" || dtype === "bool";

/** Bytes of one value. */
export const bytesOf = (dtype: tf.DataType): number => (dtype === "bool" ? 1 : 4);
