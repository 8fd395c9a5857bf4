import { goldenBytes } from "@convscope/test-kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FormatError, readSafetensors, writeSafetensors } from "./index.ts";

const file = (header: unknown, numbers: Uint8Array = new Uint8Array()): Uint8Array => {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(numbers, 8 + json.length);
  return bytes;
};

test("a file written by PyTorch's side is read", () => {
  const { tensors } = readSafetensors(goldenBytes("smallnets.safetensors"));
  expect(tensors["lenet5/state/0.weight"]?.shape).toEqual([6, 1, 5, 5]);
  expect(Object.keys(tensors).length).toBeGreaterThan(50);
});

test("a name is only a name, and brackets without end hide no message", () => {
  const named = Object.fromEntries([["__proto__", { shape: [1], data: Float32Array.of(5) }], ["constructor", { shape: [], data: Float32Array.of(6) }]]);
  const texts = Object.fromEntries([["__proto__", "x"]]);
  const back = readSafetensors(writeSafetensors(named, texts));
  expect(Object.entries(back.tensors)).toEqual(Object.entries(named));
  expect(Object.entries(back.metadata)).toEqual([["__proto__", "x"]]);
  expect(() => writeSafetensors({ __metadata__: { shape: [], data: Float32Array.of(1) } })).toThrowErrorMatchingInlineSnapshot(`[FormatError: __metadata__: must not be the name of a tensor; in the file it holds texts. Give it another name.]`);
  const brackets = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(() => readSafetensors(file(`{"a":{"dtype":"F32","shape":${brackets},"data_offsets":[0,0]}}`))).toThrowErrorMatchingInlineSnapshot(`[FormatError: safetensors: tensor "a": shape must be a list of whole numbers ≥ 0. Received a value that cannot be shown. The file is damaged or not a safetensors file; fetch or write it again.]`);
  expect(() => readSafetensors(file('{"a":{"shape":[1],"data_offsets":[0,0]}}'))).toThrowErrorMatchingInlineSnapshot(`[FormatError: safetensors: tensor "a": dtype must be one of F64, F32, F16, BF16, I64, U64, I32, U32, I16, U16, I8, U8, BOOL. Received none. The file is damaged or not a safetensors file; fetch or write it again.]`);
});

test("what is written is read again", () => {
  const name = fc.string().filter((s) => s !== "__metadata__" && s !== "__proto__");
  const floats = fc.float32Array({ maxLength: 12 }).map((data) => ({ shape: [data.length], data }));
  fc.assert(
    fc.property(fc.dictionary(name, floats), fc.dictionary(name, fc.string()), (tensors, metadata) => {
      const read = readSafetensors(writeSafetensors(tensors, metadata));
      expect({ ...read.tensors }).toEqual({ ...tensors });
      expect({ ...read.metadata }).toEqual({ ...metadata });
    }),
  );
});

test("halves and bfloats become floats", () => {
  const { tensors } = readSafetensors(
    file({ h: { dtype: "F16", shape: [4], data_offsets: [0, 8] }, b: { dtype: "BF16", shape: [2], data_offsets: [8, 12] } }, new Uint8Array([0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c, 0x80, 0x3f, 0x40, 0xc0])),
  );
  expect([...(tensors["h"]?.data ?? [])]).toEqual([1, -2, 2 ** -24, Infinity]);
  expect([...(tensors["b"]?.data ?? [])]).toEqual([1, -3]);
});

test("doubles are rounded, and whole numbers of every size are read", () => {
  const bytes = new Uint8Array([...new Uint8Array(Float64Array.of(0.1).buffer), ...new Uint8Array(BigUint64Array.of(7n).buffer), ...new Uint8Array(Uint32Array.of(2 ** 31 - 1).buffer), 255, 255, 128, 255]);
  const at = (dtype: string, begin: number, end: number): object => ({ dtype, shape: [1], data_offsets: [begin, end] });
  const { tensors } = readSafetensors(file({ d: at("F64", 0, 8), u64: at("U64", 8, 16), u32: at("U32", 16, 20), u16: at("U16", 20, 22), i8: at("I8", 22, 23), u8: at("U8", 23, 24) }, bytes));
  expect(Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]))).toEqual({ d: Float32Array.of(0.1), u64: Int32Array.of(7), u32: Int32Array.of(2 ** 31 - 1), u16: Int32Array.of(65_535), i8: Int32Array.of(-128), u8: Uint8Array.of(255) });
});

const f32 = (shape: unknown, data_offsets: unknown): unknown => ({ dtype: "F32", shape, data_offsets });
test.each([
  ["too short", new Uint8Array(3)],
  ["a huge header", new Uint8Array([255, 255, 255, 255, 255, 255, 255, 127, 0])],
  ["no JSON", file("{")],
  ["no object", file("[]")],
  ["an unknown dtype", file({ a: { dtype: "F8", shape: [1], data_offsets: [0, 1] } }, new Uint8Array(1))],
  ["a dtype of Object.prototype", file({ a: { dtype: "constructor", shape: [1], data_offsets: [0, 1] } }, new Uint8Array(1))],
  ["a wrong shape", file({ a: f32([-1], [0, 4]) }, new Uint8Array(4))],
  ["offsets beyond the end", file({ a: f32([2], [0, 8]) }, new Uint8Array(4))],
  ["a size that does not fit", file({ a: f32([2], [0, 4]) }, new Uint8Array(4))],
  ["an overlap", file({ a: f32([1], [0, 4]), b: f32([1], [0, 4]) }, new Uint8Array(4))],
  ["a gap", file({ a: f32([1], [4, 8]) }, new Uint8Array(8))],
  ["bytes left over", file({ a: f32([1], [0, 4]) }, new Uint8Array(5))],
  ["a name twice", file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', new Uint8Array(4))],
  ["a whole number beyond 32 bits", file({ a: { dtype: "I64", shape: [1], data_offsets: [0, 8] } }, new Uint8Array(8).fill(0x7f))],
])("%s is refused", (_, bytes) => {
  expect(() => readSafetensors(bytes, "x.safetensors")).toThrow(FormatError);
  let message = "";
  try {
    readSafetensors(bytes, "x.safetensors");
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatchSnapshot();
});

test("many names and long texts cost no more than their length", () => {
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`tensor.${i}`, { shape: [0], data: new Float32Array() }]));
  expect(Object.keys(readSafetensors(writeSafetensors(many, { note: `"${"\\".repeat(1_000_000)}` })).tensors)).toHaveLength(50_000);
});

test("damaged files give only FormatError", () => {
  const good = writeSafetensors({ a: { shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) }, b: { shape: [1], data: new Int32Array([5]) } });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(good.length), (flips, cut) => {
      const bad = good.slice(0, cut);
      for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
      try {
        readSafetensors(bad);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }),
    { numRuns: 2000 },
  );
});
