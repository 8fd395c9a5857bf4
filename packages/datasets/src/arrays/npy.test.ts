import { golden, goldenBytes } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../error.ts";
import { parseNpy } from "./npy.ts";

const expected = golden<Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>>("arrays/expected.json");
const files = Object.keys(expected).filter((name) => !["_doc", "pictures", "labels"].includes(name));

/** An npy file of version 1 with this header. */
const npy = (header: string, numbers: ArrayLike<number> = []): Uint8Array => {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, text.length & 255, text.length >> 8, ...text, ...Array.from(numbers));
};
const refusal = (bytes: Uint8Array): string => {
  try {
    parseNpy(bytes, { name: "f.npy" });
  } catch (error) {
    return error instanceof DataError ? error.message : `not a DataError: ${String(error)}`;
  }
  return "(no error)";
};

describe("parseNpy", () => {
  test("by hand: two rows of three bytes, and the same as Fortran keeps them", () => {
    expect(parseNpy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n", [1, 2, 3, 4, 5, 6]))).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    expect(parseNpy(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", [1, 4, 2, 5, 3, 6]))).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  test.each(files)("%s as NumPy wrote it", (name) => {
    const { shape, data } = parseNpy(goldenBytes(`arrays/${name}.npy`), { name });
    expect(shape).toEqual(expected[name]?.shape);
    expect([...data]).toEqual(expected[name]?.values);
  });

  test("of any shape, Fortran's order is turned into C's", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }), (shape) => {
        const count = shape.reduce((a, b) => a * b, 1);
        const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
        // In a file whose values are their places, a value must be the place of its index in Fortran's order.
        const header = `{'descr': '<i4', 'fortran_order': True, 'shape': (${shape.map((size) => `${size},`).join(" ")}), }`;
        const { data } = parseNpy(npy(header, new Uint8Array(Int32Array.from({ length: count }, (_, i) => i).buffer)));
        const indexOf = (place: number): number[] => shape.map((size, axis) => Math.floor(place / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % size);
        expect([...data]).toEqual(Array.from({ length: count }, (_, place) => indexOf(place).reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0)));
      }),
    );
  });

  test("says what is wrong", () => {
    const small = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", [1, 2, 3]);
    expect(refusal(new TextEncoder().encode("<html>"))).toMatchInlineSnapshot(`"f.npy: this is no npy file: it must begin with 93 and NUMPY. Write the file anew."`);
    expect(refusal(small.subarray(0, 9))).toMatchInlineSnapshot(`"f.npy: the file is truncated: it has 9 bytes, and the header alone has more. Write the file anew."`);
    expect(refusal(small.subarray(0, 20))).toMatchInlineSnapshot(`"f.npy: the file is truncated: it has 20 bytes, and the header alone has 67. Write the file anew."`);
    expect(refusal(small.subarray(0, -1))).toMatchInlineSnapshot(`"f.npy: the file is truncated: 3 values of |u1 and the header make 70 bytes. It has 69. Write the file anew."`);
    expect(refusal(Uint8Array.of(...small, 0))).toMatchInlineSnapshot(`"f.npy: the file is too long: 3 values of |u1 and the header make 70 bytes. It has 71. Write the file anew."`);
    expect(refusal(Uint8Array.from(small, (byte, i) => (i === 6 ? 4 : byte)))).toMatchInlineSnapshot(`"f.npy: the version of the format must be 1, 2 or 3. It is 4.0. Write the file anew."`);
    expect(refusal(Uint8Array.from(small, (byte, i) => (i === 9 ? 255 : byte)))).toMatchInlineSnapshot(`"f.npy: the header may have at most 10000 bytes. It says that it has 65337. Write the file anew."`);
    expect(refusal(npy("{'descr': '|u1', 'shape': (3,), }", [1, 2, 3]))).toMatchInlineSnapshot(`"f.npy: the header must be {'descr': …, 'fortran_order': …, 'shape': (…)}. It is {'descr': '|u1', 'shape': (3,), }. Write the file anew."`);
    expect(refusal(npy("{'descr': '|u1', 'fortran_order': open('x'), 'shape': (3,), }"))).toMatchInlineSnapshot(`"f.npy: the header must be {'descr': …, 'fortran_order': …, 'shape': (…)}. It is {'descr': '|u1', 'fortran_order': open('x'), 'shape': (3,), }. Write the file anew."`);
    expect(refusal(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0, 1, 0, 0, 0]))).toMatchInlineSnapshot(`"f.npy: a whole number is too large: 4294967296 does not fit 32 bits. Save it as int32 or float32."`);
    expect(refusal(goldenBytes("arrays/refused_objects.npy"))).toMatchInlineSnapshot(`"f.npy: it holds pickled Python objects, which are programs that loading would run, so they are never opened. Save plain numbers: numpy.save(file, numpy.stack(list), allow_pickle=False), with pictures of one size and labels as whole numbers."`);
    expect(refusal(goldenBytes("arrays/refused_complex.npy"))).toMatchInlineSnapshot(`"f.npy: the values must be bools, whole numbers or floats. They are "<c16". Convert them with array.astype, to uint8, int64 or float32."`);
    expect(refusal(goldenBytes("arrays/refused_records.npy"))).toMatchInlineSnapshot(`"f.npy: arrays of records cannot be read: every value must be one number. Save each field as an array of its own. Write the file anew."`);
  });

  test("sizes that the file does not have are refused before their memory is taken", () => {
    expect(refusal(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", [1]))).toMatchInlineSnapshot(`"f.npy: the file is truncated: 9999999999×9999999999 values of <f8 and the header make 799999999840000000000 bytes. It has 88. Write the file anew."`);
  });

  test("damaged files give an array or a DataError that names the file", () => {
    const good = goldenBytes("arrays/fortran_float.npy");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(130), fc.nat(255)), { maxLength: 4 }), fc.nat(good.length), (flips, cut) => {
        const bad = good.slice(0, cut);
        for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
        expect(refusal(bad)).toMatch(/^f\.npy: |^\(no error\)$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
