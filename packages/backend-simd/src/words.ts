import type { SimdBackend } from "./backend.ts";

/** Lends memory that holds these whole numbers of four bytes while `f` runs. */
export const withWords = <T>(backend: SimdBackend, words: Int32Array, f: (pointer: number) => T): T =>
  backend.borrow(words.byteLength, (pointer) => {
    new Int32Array(backend.machine.memory.memory.buffer, pointer, words.length).set(words);
    return f(pointer);
  });

/** The four bytes of a value, one of a byte four times over, as the kernels take them. */
export function bitsOf(value: number, dtype: string): number {
  if (dtype === "bool") return (value ? 1 : 0) * 0x01010101;
  return dtype === "int32" ? value | 0 : (new Int32Array(Float32Array.of(value).buffer)[0] ?? 0);
}
