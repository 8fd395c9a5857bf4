import fc from "fast-check";
import { expect, test } from "vitest";
import { nearPairs } from "./near.ts";

const bits = (value: number): number => value.toString(2).replaceAll("0", "").length;

function everyPair(fingerprints: Uint16Array, among: readonly number[]): readonly string[] {
  const far = (a: number, b: number): number => [0, 1, 2, 3].reduce((sum, i) => sum + bits((fingerprints[4 * a + i] ?? 0) ^ (fingerprints[4 * b + i] ?? 0)), 0);
  return among.flatMap((a) => among.filter((b) => b > a && far(a, b) <= 7).map((b) => `${a} ${b}`));
}

test("finds the pairs that comparing everything with everything finds, each once", () => {
  // Fingerprints that are a few turned bits away from one of two.
  const turned = fc.array(fc.nat(63), { maxLength: 6 });
  const set = fc.array(fc.tuple(fc.boolean(), turned), { minLength: 2, maxLength: 30 });
  return fc.assert(
    fc.asyncProperty(set, fc.nat(3), async (rows, every) => {
      const fingerprints = new Uint16Array(rows.length * 4);
      rows.forEach(([other, turns], i) => {
        fingerprints.set(other ? [0xf0f0, 0x1234, 0, 0xffff] : [0xf0f0, 0x1235, 1, 0xfff0], 4 * i);
        for (const bit of turns) fingerprints[4 * i + (bit >> 4)] = (fingerprints[4 * i + (bit >> 4)] ?? 0) ^ (1 << (bit & 15));
      });
      const among = rows.map((_, i) => i).filter((i) => every === 0 || i % (every + 1) > 0);
      const found: string[] = [];
      await nearPairs(fingerprints, among, async () => {}, (a, b) => found.push(`${a} ${b}`));
      expect([...found].sort()).toEqual([...everyPair(fingerprints, among)].sort());
    }),
  );
});

test("where all are alike, each is compared with so many and no more", async () => {
  const count = 2_500;
  let pairs = 0;
  await nearPairs(new Uint16Array(4 * count), [...new Array(count).keys()], async () => {}, () => pairs++);
  expect(pairs).toBe(200 * (count - 200) + (200 * 199) / 2);
});
