import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bytes, float, joined, lengthOf, string, whole, wholes } from "./wire.ts";

const hex = (parts: Parameters<typeof joined>[0]): string => Array.from(joined(parts), (byte) => byte.toString(16).padStart(2, "0")).join(" ");

test("fields are written as the encoding's own description shows", () => {
  expect(hex(whole(1, 150))).toBe("08 96 01");
  expect(hex(string(2, "testing"))).toBe("12 07 74 65 73 74 69 6e 67");
  expect(hex(bytes(3, whole(1, 150)))).toBe("1a 03 08 96 01");
  expect(hex(wholes(6, [3, 270, 86942]))).toBe("32 06 03 8e 02 9e a7 05");
  // Two's complement of 64 bits; a tag above 15 takes two bytes.
  expect(hex(whole(1, -1))).toBe("08 ff ff ff ff ff ff ff ff ff 01");
  expect(hex(whole(20, 7))).toBe("a0 01 07");
  expect(hex(float(2, 1))).toBe("15 00 00 80 3f");
});

test("bytes that are made later are as long as they said, and come in their place", () => {
  const later = { length: 2, bytes: () => Uint8Array.of(7, 8) };
  expect(hex([...bytes(1, [later]), ...whole(1, 1)])).toBe("0a 02 07 08 08 01");
});

test("a whole number comes back from its bytes", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => {
      const [, ...varint] = joined(whole(1, n));
      const value = varint.reduce((sum, byte, i) => sum | (BigInt(byte & 0x7f) << BigInt(7 * i)), 0n);
      expect(Number(BigInt.asIntN(64, value))).toBe(n);
      expect(lengthOf(whole(1, n))).toBe(varint.length + 1);
    }),
  );
});
