import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatIdx, parseIdx } from "./format.ts";

/** Two images of 2 × 3. */
const images = formatIdx([2, 2, 3], Uint8Array.from({ length: 12 }, (_, i) => 10 * i));
const labels = formatIdx([3], Uint8Array.of(7, 8, 9));
const refusal = (bytes: Uint8Array, shape?: readonly number[]): string => {
  try {
    parseIdx(bytes, { name: "f", ...(shape === undefined ? {} : { shape }) });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "(no error)";
};
const changed = (bytes: Uint8Array, at: number, value: number): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));

describe("parseIdx", () => {
  test("by hand: the format's description, byte by byte", () => {
    const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 42, 43);
    expect(parseIdx(bytes)).toEqual({ shape: [1, 2], data: Uint8Array.of(42, 43) });
    expect(formatIdx([1, 2], Uint8Array.of(42, 43))).toEqual(bytes);
  });

  test("gives back what was written, as a view", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.nat(255)), (shape, values) => {
        const data = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => values.next().value as number);
        const bytes = formatIdx(shape, data);
        const parsed = parseIdx(bytes, { shape });
        expect(parsed).toEqual({ shape, data });
        expect(parsed.data.buffer).toBe(bytes.buffer);
      }),
    );
  });

  test("says what is wrong", () => {
    expect(refusal(images.subarray(0, 3))).toMatchInlineSnapshot(`"f: the file is truncated: it has 3 bytes, and the header alone has at least 4. Get the file anew."`);
    expect(refusal(images.subarray(0, 9))).toMatchInlineSnapshot(`"f: the file is truncated: it has 9 bytes, and the header alone has 16. Get the file anew."`);
    expect(refusal(images.subarray(0, -1))).toMatchInlineSnapshot(`"f: the file is truncated: 2×2×3 values and the header make 28 bytes. It has 27. Get the file anew."`);
    expect(refusal(Uint8Array.of(...images, 0))).toMatchInlineSnapshot(`"f: the file is too long: 2×2×3 values and the header make 28 bytes. It has 29. Get the file anew."`);
    expect(refusal(changed(images, 2, 0x0d))).toMatchInlineSnapshot(`"f: the values must be unsigned bytes (type 08). The magic number is 00 00 0d 03: floats. Get the file anew."`);
    expect(refusal(changed(images, 2, 0x42))).toMatchInlineSnapshot(`"f: the values must be unsigned bytes (type 08). The magic number is 00 00 42 03: an unknown type. Get the file anew."`);
    expect(refusal(Uint8Array.of(0x1f, 0x8b, 8, 0))).toMatchInlineSnapshot(`"f: this is no IDX file: the first two bytes must be 00 00. They begin 1f 8b 08 00, as gzip does: unpack it first. Get the file anew."`);
    expect(refusal(new TextEncoder().encode("<html>"))).toMatchInlineSnapshot(`"f: this is no IDX file: the first two bytes must be 00 00. They begin 3c 68 74 6d, as a web page does. Get the file anew."`);
    expect(refusal(images, [5, 2, 3])).toMatchInlineSnapshot(`"f: the sizes must be 5×2×3. The header says 2×2×3. Get the file anew."`);
    expect(refusal(labels, [3, 2, 3])).toMatchInlineSnapshot(`"f: the magic number must be 00 00 08 03, for 3 dimensions. It is 00 00 08 01: these are labels, not images. Get the file anew."`);
    expect(refusal(images, [2])).toMatchInlineSnapshot(`"f: the magic number must be 00 00 08 01, for 1 dimension. It is 00 00 08 03: these are images, not labels. Get the file anew."`);
  });

  test("a header that declares a huge array costs nothing and is refused", () => {
    const greedy = Uint8Array.of(0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    expect(refusal(greedy)).toMatchInlineSnapshot(`"f: the file is truncated: 4294967295×4294967295×4294967295 values and the header make 7.9228162458924105e+28 bytes. It has 17. Get the file anew."`);
  });

  test("any cut and any flipped bit in the header is refused with the file's name", () => {
    fc.assert(
      fc.property(fc.nat(images.length - 1), (cut) => void expect(refusal(images.subarray(0, cut), [2, 2, 3])).toMatch(/^f: .+ Get the file anew\.$/)),
    );
    fc.assert(
      fc.property(fc.nat(15), fc.nat(7), (at, bit) => {
        const hurt = changed(images, at, (images[at] as number) ^ (1 << bit));
        for (const shape of [undefined, [2, 2, 3]]) expect(refusal(hurt, shape)).toMatch(/^f: .+ Get the file anew\.$/);
      }),
    );
  });

  test("any bytes at all give an array of exactly these bytes or a refusal", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (tail, headed) => {
        const bytes = headed ? Uint8Array.of(0, 0, 8, ...tail) : tail;
        const said = refusal(bytes);
        if (said !== "(no error)") expect(said).toMatch(/^f: /);
        else expect(parseIdx(bytes).data.length + 4 + 4 * (bytes[3] as number)).toBe(bytes.length);
      }),
    );
  });

  test("formatIdx refuses values that do not fill the shape", () => {
    expect(() => formatIdx([2, 2], new Uint8Array(3))).toThrowErrorMatchingInlineSnapshot(`[RangeError: formatIdx: 2×2 needs 4 values. Received 3.]`);
  });
});
