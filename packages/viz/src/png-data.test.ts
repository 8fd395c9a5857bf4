import { crc32, inflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodePng, pngDataUri } from "./png-data.ts";

/** Chunks of a PNG by name, each checked by Node's own CRC. */
function chunks(png: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const found = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(named));
    found.set(String.fromCharCode(...named.subarray(0, 4)), named.subarray(4));
    at += 12 + length;
  }
  return found;
}

it("gives the pixels back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), fc.nat(255), (width, height, channels, seed) => {
      const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37 + seed) % 256);
      const found = chunks(encodePng({ width, height, channels, data }));
      expect([...(found.get("IHDR") ?? [])]).toEqual([0, 0, 0, width, 0, 0, 0, height, 8, [0, 0, 4, 2, 6][channels], 0, 0, 0]);
      const lines = inflateSync(found.get("IDAT") ?? new Uint8Array());
      const row = width * channels;
      const pixels = Array.from({ length: height }, (_, y) => [...lines.subarray(y * (row + 1) + 1, (y + 1) * (row + 1))]).flat();
      expect(pixels).toEqual([...data]);
      expect([...found.keys()]).toEqual(["IHDR", "IDAT", "IEND"]);
    }),
  );
});

it("begins as a PNG does", () => {
  expect(pngDataUri({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) })).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
});

it("refuses what is no picture", () => {
  expect(() => encodePng({ width: 2, height: 2, channels: 5, data: new Uint8Array(20) })).toThrowErrorMatchingInlineSnapshot(`[RangeError: encodePng: a picture has 1, 2, 3 or 4 channels. Received 5. Pick channels, or draw each as a picture.]`);
  expect(() => encodePng({ width: 2, height: 2, channels: 3, data: new Uint8Array(4) })).toThrowErrorMatchingInlineSnapshot(`[RangeError: encodePng: data must hold height × width × channels values. Received 4 for 2×2×3 = 12.]`);
});
