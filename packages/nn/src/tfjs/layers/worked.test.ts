import { conv2d, relu } from "@convscope/core";
import { convolveByLoops, expectClose, type Numbers } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

type Rows = readonly (readonly number[])[];

/** Examples as they stand on blackboards: a picture, a kernel, and what sliding the one over the other gives. */
interface Example {
  readonly picture: Rows;
  readonly kernel: Rows;
  readonly result: Rows;
}

const glyph = (...rows: readonly string[]): Rows => rows.map((row) => Array.from(row, (sign) => (sign === "#" ? 1 : -1)));
const table = (text: string): Rows => text.split("/").map((row) => row.trim().split(/\s+/).map(Number));
const ninths = (text: string): Rows => table(text).map((row) => row.map((n) => n / 9));
const mean = (kernel: Rows): Rows => kernel.map((row) => row.map((w) => w / 9));
const ones: Rows = [[1, 1, 1], [1, 1, 1], [1, 1, 1]];

/** A 5×5 block of 90s in rows 3–7 and columns 4–8 with a 0 at (6, 5), and a lone 90 at (9, 3), counted from 1. */
const block: Rows = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (__, j) => {
    const [row, column] = [i + 1, j + 1];
    const inside = row >= 3 && row <= 7 && column >= 4 && column <= 8 && !(row === 6 && column === 5);
    return inside || (row === 9 && column === 3) ? 90 : 0;
  }),
);

const examples: { readonly [name: string]: Example } = {
  "a diagonal kernel on a 5×5 picture": {
    picture: [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]],
    kernel: [[1, 0, 1], [0, 1, 0], [1, 0, 1]],
    result: [[4, 3, 4], [2, 4, 3], [2, 3, 4]],
  },
  "a weighted kernel on a 5×5 picture": {
    picture: [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]],
    kernel: [[0, 1, 2], [2, 2, 0], [0, 1, 2]],
    result: [[12, 12, 17], [10, 17, 19], [9, 6, 14]],
  },
  "the 3×3 mean of a block with a hole": {
    picture: block,
    kernel: mean(ones),
    result: table("0 10 20 30 30 30 20 10 / 0 20 40 60 60 60 40 20 / 0 30 60 90 90 90 60 30 / 0 30 50 80 80 90 60 30 / 0 30 50 80 80 90 60 30 / 0 20 30 50 50 60 40 20 / 10 20 30 30 30 30 20 10 / 10 10 10 0 0 0 0 0"),
  },
  "a loop in a nine, mean of products": {
    picture: glyph("-###-", "-#-#-", "-###-", "---#-", "---#-", "--#--", "-#---"),
    kernel: mean([[1, 1, 1], [1, -1, 1], [1, 1, 1]]),
    result: ninths("-1 9 -1 / -5 1 -3 / -3 3 -3 / -5 -1 -5 / -3 -5 -3"),
  },
  "a diagonal in an X, mean of products": {
    picture: glyph("---------", "-#-----#-", "--#---#--", "---#-#---", "----#----", "---#-#---", "--#---#--", "-#-----#-", "---------"),
    kernel: mean([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]),
    result: ninths("7 -1 1 3 5 -1 3 / -1 9 -1 3 -1 1 -1 / 1 -1 9 -3 1 -1 5 / 3 3 -3 5 -3 3 3 / 5 -1 1 -3 9 -1 1 / -1 1 -1 3 -1 9 -1 / 3 -1 5 3 1 -1 7"),
  },
};

const picture = (rows: Rows): Numbers => ({ shape: [1, rows.length, rows[0]?.length ?? 0, 1], data: rows.flat() });
const kernel = (rows: Rows): Numbers => ({ shape: [rows.length, rows[0]?.length ?? 0, 1, 1], data: rows.flat() });
const close = { relative: 1e-6, absolute: 1e-5 };

describe.each(Object.entries(examples))("%s", (_, example) => {
  const input = picture(example.picture);
  const weight = kernel(example.kernel);

  test("by loops", () => {
    const { shape, data } = convolveByLoops(input, weight);
    expect(shape).toEqual([1, example.result.length, example.result[0]?.length, 1]);
    expectClose(data, example.result.flat(), close);
  });

  test.each(everyBackend)("on %s", async (on) => {
    const backend = backendOf(on);
    const { output } = await runLayer(conv2d(1, 3, { useBias: false }), [input], { weight }, { backend });
    expectClose(output.data, example.result.flat(), close);
  });
});

test("after a rectifier only 1, 1/9 and 3/9 of the nine's answer stay", async () => {
  const { picture: rows, kernel: weight } = examples["a loop in a nine, mean of products"] ?? { picture: [], kernel: [] };
  const answer = convolveByLoops(picture(rows), kernel(weight));
  const { output } = await runLayer(relu(), [answer]);
  expect([...new Set(Array.from(output.data, (y) => Math.round(y * 9)))].sort()).toEqual([0, 1, 3, 9]);
});

test("a volume: one kernel over three channels is the sum of three answers", async () => {
  // Pictures of one number each, so that the 1×1 kernel of ones adds the three channels' answers.
  const channels = [[4, 3, 4, 2, 4, 3, 2, 3, 4], [2, 2, 3, 2, 3, 2, 2, 2, 3], [1, 3, 0, 1, 1, 3, 2, 0, 1]];
  const data = Array.from({ length: 27 }, (_, i) => channels[i % 3]?.[Math.floor(i / 3)] ?? NaN);
  const { output } = await runLayer(conv2d(1, 1, { useBias: false }), [{ shape: [1, 3, 3, 3], data }], { weight: { shape: [1, 1, 3, 1], data: [1, 1, 1] } });
  expect([...output.data]).toEqual([7, 8, 7, 5, 8, 8, 6, 5, 8]);
});
