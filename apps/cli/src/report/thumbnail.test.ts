import { expect, test } from "vitest";
import { thumbnail } from "./thumbnail.ts";

test("a large picture becomes as small as asked, with its channels and its brightness; a small one stays as it is", async () => {
  for (const channels of [1, 3] as const) {
    const value = (i: number): number => 40 + 60 * (i % channels);
    const large = { shape: [40, 80, channels] as const, data: Uint8Array.from({ length: 40 * 80 * channels }, (_, i) => value(i)) };
    const made = await thumbnail(large, 20);
    expect(made.shape).toEqual([10, 20, channels]);
    expect(made.data).toEqual(Uint8Array.from({ length: 10 * 20 * channels }, (_, i) => value(i)));
    expect(await thumbnail(large, 80)).toBe(large);
  }
});
