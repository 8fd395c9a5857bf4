import fc from "fast-check";
import { expect, test } from "vitest";
import { readQuery, rowsText, textRows, writeQuery } from "./link.ts";

const defaults = { kind: "conv2d", stride: 1, flip: false };

test("a link holds what differs, and gives it back", () => {
  expect(writeQuery(defaults, defaults)).toBe("");
  expect(writeQuery({ kind: "conv2d", stride: 2, flip: true }, defaults)).toBe("stride=2&flip=yes");
  fc.assert(fc.property(fc.record({ kind: fc.string(), stride: fc.integer(), flip: fc.boolean() }), (values) => {
    expect(readQuery(writeQuery(values, defaults), defaults)).toEqual(values);
  }));
});

test("what does not fit stays as it was", () => {
  expect(readQuery("?stride=two&flip=maybe&other=1&kind=", defaults)).toEqual({ kind: "", stride: 1, flip: false });
  expect(readQuery(`?kind=${"x".repeat(30_000)}`, defaults)).toEqual(defaults);
});

test("rows of numbers in a link", () => {
  expect(rowsText([[1, 0], [-1, 0.5]])).toBe("1 0/-1 0.5");
  expect(textRows("1 0/-1 0.5", 4)).toEqual([[1, 0], [-1, 0.5]]);
  for (const wrong of ["", "1 2/3", "1 x", "1 2 3 4 5"]) expect(textRows(wrong, 4), wrong).toBeUndefined();
});
