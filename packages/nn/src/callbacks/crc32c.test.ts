import { expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";

const range = (of: (i: number) => number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => of(i));

// RFC 3720, appendix B.4, gives the bytes as they go over the wire, the lowest first.
test.each([
  ["32 zeros", range(() => 0), "aa36918a"],
  ["32 ones", range(() => 0xff), "43aba862"],
  ["rising", range((i) => i), "4e79dd46"],
  ["falling", range((i) => 31 - i), "5cdb3f11"],
])("%s", (_, bytes, wire) => {
  const written = new Uint8Array(4);
  new DataView(written.buffer).setUint32(0, crc32c(bytes), true);
  expect(Buffer.from(written).toString("hex")).toBe(wire);
});

test("the check value of the Rocksoft catalogue", () => {
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
});
