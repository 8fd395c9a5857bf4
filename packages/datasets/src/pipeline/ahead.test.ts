import { describe, expect, test } from "vitest";
import { inTurn, type Underway } from "./ahead.ts";

/** Tasks that are finished by hand, with what became of them. */
function byHand(count: number): { readonly tasks: readonly (() => Underway<number>)[]; readonly started: number[]; readonly dropped: number[]; finish(i: number): void; fail(i: number): void } {
  const [started, dropped]: [number[], number[]] = [[], []];
  const hands = Array.from({ length: count }, () => {
    const hand: { resolve?: (i: number) => void; reject?: (error: Error) => void } = {};
    return Object.assign(hand, { promise: new Promise<number>((resolve, reject) => Object.assign(hand, { resolve, reject })) });
  });
  const tasks = hands.map(({ promise }, i) => () => {
    started.push(i);
    return { result: promise, drop: () => void dropped.push(i) };
  });
  return { tasks, started, dropped, finish: (i) => hands[i]?.resolve?.(i), fail: (i) => hands[i]?.reject?.(new Error(`task ${i}`)) };
}

describe("inTurn", () => {
  test("works on so many ahead, and not on one more", async () => {
    const { tasks, started, finish } = byHand(6);
    const results = inTurn(tasks, 2);
    expect(started).toEqual([]);
    const first = results.next();
    expect(started).toEqual([0, 1, 2]);
    [2, 1, 0].forEach(finish);
    expect((await first).value).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual([0, 1, 2]);
    expect((await results.next()).value).toBe(1);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test("with nothing ahead begins when it is asked", async () => {
    const { tasks, started, finish } = byHand(3);
    [0, 1, 2].forEach(finish);
    const seen: number[] = [];
    for await (const i of inTurn(tasks, 0)) {
      seen.push(i);
      expect(started).toHaveLength(seen.length);
    }
    expect(seen).toEqual([0, 1, 2]);
  });

  test("gives up the rest when the caller leaves", async () => {
    const { tasks, started, dropped, finish } = byHand(9);
    finish(0);
    for await (const _ of inTurn(tasks, 3)) break;
    expect(started).toEqual([0, 1, 2, 3]);
    expect(dropped).toEqual([1, 2, 3]);
  });

  test("gives up the rest when one fails, in whatever order they end", async () => {
    const { tasks, dropped, fail, finish } = byHand(4);
    const results = inTurn(tasks, 3);
    const [one, two] = [results.next(), results.next()];
    fail(2);
    fail(1);
    finish(0);
    expect((await one).value).toBe(0);
    await expect(two).rejects.toThrow("task 1");
    expect(dropped).toEqual([1, 2, 3]);
    expect((await results.next()).done).toBe(true);
  });
});
