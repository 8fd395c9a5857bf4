import fc from "fast-check";
import { expect, test } from "vitest";
import { readHybrid } from "./levels.ts";

const wrong = (what: string): Error => new Error(what);

test("by hand: the numbers 0 to 7 in three bits each, as parquet's description of encodings packs them", () => {
  expect([...readHybrid(Uint8Array.of(3, 0b10001000, 0b11000110, 0b11111010), 3, 8, wrong)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("by hand: a run of five sevens, of which three are asked for, and of a number of two bytes", () => {
  expect([...readHybrid(Uint8Array.of(5 << 1, 7), 3, 3, wrong)]).toEqual([7, 7, 7]);
  expect([...readHybrid(Uint8Array.of(2 << 1, 0x34, 0x02), 10, 2, wrong)]).toEqual([0x234, 0x234]);
});

test("runs and groups of any width, mixed, come back", () => {
  const part = fc.oneof(fc.record({ run: fc.integer({ min: 1, max: 70 }), value: fc.nat(2 ** 31 - 1) }), fc.array(fc.nat(2 ** 31 - 1), { minLength: 8, maxLength: 8 }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 }), fc.array(part, { maxLength: 8 }), fc.nat(7), (width, parts, short) => {
      const values: number[] = [];
      const bytes: number[] = [];
      for (const one of parts) {
        if (Array.isArray(one)) {
          const small = one.map((value) => value % 2 ** width);
          const bits = small.map((value) => value.toString(2).padStart(width, "0").split("").reverse().join("")).join("");
          bytes.push(3, ...Array.from({ length: width }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).split("").reverse().join(""), 2)));
          values.push(...small);
        } else {
          const value = one.value % 2 ** width;
          const header = one.run * 2;
          bytes.push(...(header < 128 ? [header] : [(header & 127) | 128, header >> 7]), ...Array.from({ length: Math.ceil(width / 8) }, (_, i) => Math.floor(value / 256 ** i) & 255));
          values.push(...Array.from({ length: one.run }, () => value));
        }
      }
      const count = Math.max(0, values.length - short);
      expect([...readHybrid(Uint8Array.from(bytes), width, count, wrong)]).toEqual(values.slice(0, count));
    }),
  );
});

test("a run longer than the page takes no memory, and too few values are refused", () => {
  expect(readHybrid(Uint8Array.of(254, 255, 255, 255, 15, 1), 1, 4, wrong)).toHaveLength(4);
  expect(() => readHybrid(Uint8Array.of(4, 1), 1, 4, wrong)).toThrowErrorMatchingInlineSnapshot(`[Error: a page must hold 4 values. It ends after 2.]`);
  expect(() => readHybrid(Uint8Array.of(4, 1), 40, 4, wrong)).toThrowErrorMatchingInlineSnapshot(`[Error: a page's numbers may have at most 32 bits. They have 40.]`);
  expect(() => readHybrid(Uint8Array.of(255, 255, 255, 255, 255, 255), 1, 4, wrong)).toThrowErrorMatchingInlineSnapshot(`[Error: a page must hold 4 values. It ends after 0.]`);
});
