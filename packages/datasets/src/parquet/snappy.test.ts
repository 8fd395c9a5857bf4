import fc from "fast-check";
import { expect, test } from "vitest";
import { unpackSnappy } from "./snappy.ts";

const wrong = (what: string): Error => new Error(what);
const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
const unpacked = (bytes: readonly number[], size: number): string => new TextDecoder().decode(unpackSnappy(Uint8Array.from(bytes), size, wrong));

test("by hand, after the format's description: bytes as they are, and copies of each kind", () => {
  expect(unpacked([3, 2 << 2, ...ascii("abc")], 3)).toBe("abc");
  // Two bytes, then a copy of 8 from 2 before, which repeats itself: kind 1, four less in three bits.
  expect(unpacked([10, 1 << 2, ...ascii("ab"), ((8 - 4) << 2) | 1, 2], 10)).toBe("ababababab");
  // Kind 2: the length less one, and two bytes of distance; kind 3: four.
  expect(unpacked([6, 2 << 2, ...ascii("xyz"), (2 << 2) | 2, 3, 0], 6)).toBe("xyzxyz");
  expect(unpacked([6, 2 << 2, ...ascii("xyz"), (2 << 2) | 3, 3, 0, 0, 0], 6)).toBe("xyzxyz");
  // 61 bytes as they are: the length less one in a byte of its own.
  expect(unpacked([61, 60 << 2, 60, ...ascii("q".repeat(61))], 61)).toBe("q".repeat(61));
});

/** Packs pieces as they come: either bytes, or a copy of some from before. */
const piece = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.record({ far: fc.nat(5_000), length: fc.integer({ min: 1, max: 64 }) }));

test("whatever is packed comes back", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const whole: number[] = [];
      const packed: number[] = [];
      for (const one of pieces) {
        if (one instanceof Uint8Array) {
          const rest = one.length - 1;
          packed.push(...(rest < 60 ? [rest << 2] : rest < 256 ? [60 << 2, rest] : [61 << 2, rest & 255, rest >> 8]), ...one);
          whole.push(...one);
        } else if (whole.length > 0) {
          const far = 1 + (one.far % whole.length);
          if (one.length >= 4 && one.length <= 11 && far < 2_048) packed.push(((far >> 8) << 5) | ((one.length - 4) << 2) | 1, far & 255);
          else packed.push(((one.length - 1) << 2) | 2, far & 255, far >> 8);
          for (const end = whole.length + one.length; whole.length < end; ) whole.push(whole[whole.length - far] as number);
        }
      }
      const size = whole.length;
      const length = size < 128 ? [size] : [(size & 127) | 128, size >> 7];
      fc.pre(size < 16_384);
      expect([...unpackSnappy(Uint8Array.of(...length, ...packed), size, wrong)]).toEqual(whole);
    }),
  );
});

test("says what is wrong, before memory is taken", () => {
  expect(() => unpacked([3, 2 << 2, ...ascii("abc")], 2 ** 31)).toThrowErrorMatchingInlineSnapshot(`[Error: 5 bytes packed with Snappy cannot unpack to 2147483648.]`);
  expect(() => unpacked([4, 2 << 2, ...ascii("abc")], 3)).toThrowErrorMatchingInlineSnapshot(`[Error: a page must unpack to 3 bytes. Its content says 4.]`);
  // A copy from before the start; a length that a reader with signed numbers takes for negative.
  expect(() => unpacked([8, 0, 65, ((8 - 4) << 2) | 1, 9], 8)).toThrowErrorMatchingInlineSnapshot(`[Error: a page packed with Snappy is damaged.]`);
  expect(() => unpacked([8, 63 << 2, 0xf6, 0xff, 0xff, 0xff, 0, 0, 0], 8)).toThrowErrorMatchingInlineSnapshot(`[Error: a page packed with Snappy is damaged.]`);
});

test("any bytes unpack to the size that is asked for, or are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (bytes, size) => {
      const given = Uint8Array.of(size & 127 | (size > 127 ? 128 : 0), ...(size > 127 ? [size >> 7] : []), ...bytes);
      try {
        expect(unpackSnappy(given, size, wrong)).toHaveLength(size);
      } catch (error) {
        expect(String(error)).toMatch(/damaged|cannot unpack|must unpack/);
      }
    }),
    { numRuns: 2_000 },
  );
});
