import { expect, test } from "vitest";
import { shifted } from "./shift.ts";

test("the answer moves with the pattern, the pooled one only at each second step", () => {
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++) {
      const { answer, pooled, best, bestPooled } = shifted(row, column);
      expect(best).toEqual([row, column]);
      expect(bestPooled).toEqual([Math.floor(row / 2), Math.floor(column / 2)]);
      expect([answer.length, pooled.length, answer[row]?.[column]]).toEqual([8, 4, 5]);
    }
});
