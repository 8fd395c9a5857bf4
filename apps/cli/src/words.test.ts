import fc from "fast-check";
import { expect, test } from "vitest";
import { duration } from "./progress.ts";
import { bytes, csv, grouped, latex, markdown, percent, rounded, table, type Column } from "./table.ts";
import { address, fileOf, fraction, layerValue, oneOf, positive, shape, whole } from "./values.ts";
import { indented, wrapped } from "./wrap.ts";

test("values are read as people write them", () => {
  expect([shape("28x28x1"), shape("28×28×1"), shape("28,28,1"), shape("7")]).toEqual([[28, 28, 1], [28, 28, 1], [28, 28, 1], [7]]);
  expect([whole(1)("64"), whole(1)("100k"), whole(1)("1.5M"), whole(0)("0")]).toEqual([64, 100_000, 1_500_000, 0]);
  expect([positive("1e-3"), fraction("0"), fraction("0.9")]).toEqual([0.001, 0, 0.9]);
  expect(["3", "3x3", "same", "true", "[1,2]", "-0.5"].map(layerValue)).toEqual([3, [3, 3], "same", true, [1, 2], -0.5]);
  expect(address("http://127.0.0.1:80/x")).toBe("http://127.0.0.1:80/x");
  expect([oneOf(["a", "b"])("b"), fileOf(".svg", ".png")("x.SVG")]).toEqual(["b", "x.SVG"]);
});

test("what is none of these is refused with what was received", () => {
  const said = (read: () => unknown): string => {
    try {
      return String(read());
    } catch (error) {
      return (error as Error).message;
    }
  };
  const texts = [() => shape("28x0"), () => shape(""), () => whole(1)("0"), () => whole(1)("1.5"), () => whole(0)("-1"), () => positive("0"), () => positive("much"), () => fraction("1"), () => layerValue("[1,"), () => oneOf(["adam", "sgd"])("adm"), () => fileOf(".svg")("x.pdf"), () => address("example.org/weights")].map(said);
  expect(texts).toMatchInlineSnapshot(`
    [
      "It must be sizes such as 28x28x1. Received "28x0".",
      "It must be sizes such as 28x28x1. Received "".",
      "It must be a whole number ≥ 1. Received "0".",
      "It must be a whole number ≥ 1. Received "1.5".",
      "It must be a whole number ≥ 0. Received "-1".",
      "It must be a number > 0. Received "0".",
      "It must be a number > 0. Received "much".",
      "It must be from 0 up to, but not, 1. Received "1".",
      ""[1," begins like JSON but is none.",
      "There is no "adm". Did you mean "adam"? Known: adam, sgd.",
      "It must end in .svg. Received "x.pdf".",
      "It must begin with http:// or https://. Received "example.org/weights".",
    ]
  `);
});

test("any whole number goes in and out", () => {
  fc.assert(fc.property(fc.nat(), (n) => void expect(whole(0)(String(n))).toBe(n)));
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 5 }), (sizes) => void expect(shape(sizes.join("x"))).toEqual(sizes)));
});

interface Row { readonly name: string; readonly n: number }
const rows: readonly Row[] = [{ name: "a, \"b\"", n: 1234567 }, { name: "50 % & 2_3 | x", n: 8 }];
const columns: readonly Column<Row>[] = [{ title: "name", of: ({ name }) => name }, { title: "n", of: ({ n }) => grouped(n), align: "right" }];

test("tables in four forms", () => {
  expect(table(rows, columns)).toMatchInlineSnapshot(`
    "name                    n
    a, "b"          1,234,567
    50 % & 2_3 | x          8"
  `);
  expect(csv(rows, columns)).toMatchInlineSnapshot(`
    "name,n
    "a, ""b""","1,234,567"
    50 % & 2_3 | x,8"
  `);
  expect(markdown(rows, columns)).toMatchInlineSnapshot(`
    "| name | n |
    | --- | ---: |
    | a, "b" | 1,234,567 |
    | 50 % & 2_3 \\| x | 8 |"
  `);
  expect(latex(rows, columns)).toMatchInlineSnapshot(`
    "\\begin{tabular}{lr}
      name & n \\\\ \\hline
      a, "b" & 1,234,567 \\\\
      50 \\% \\& 2\\_3 | x & 8 \\\\
    \\end{tabular}"
  `);
});

test("a foot is one more row, and a program gets plain numbers", () => {
  const plain: readonly Column<Row>[] = [{ title: "n", of: ({ n }) => grouped(n), plain: ({ n }) => String(n) }];
  expect(csv(rows, plain, ["9"])).toBe("n\n1234567\n8\n9");
  expect(markdown(rows, plain, ["9"]).split("\n").at(-1)).toBe("| **9** |");
  expect(latex(rows, plain, ["9"])).toContain("\n  \\hline 9 \\\\\n\\end");
});

test("lines are broken between words", () => {
  expect(wrapped("one two three", 7)).toBe("one two\nthree");
  expect(wrapped("a longerthanfive b", 5)).toBe("a\nlongerthanfive\nb");
  expect(`one: ${indented("two three four", 14, 5)}`).toBe("one: two three\n     four");
  expect(`one: ${indented("two\nthree", 14, 5)}`).toBe("one: two\n     three");
});

test("numbers as people read them", () => {
  expect([0, 3, 999, 1000, 7840, 999_499, 999_500, 4_089_184_256, 374_570_006_400, 5e15].map(rounded)).toEqual(["0", "3", "999", "1.00 k", "7.84 k", "999 k", "1.00 M", "4.09 G", "375 G", "5.00e+3 T"]);
  expect([0, 1023, 1024, 1.5 * 2 ** 20, 2 ** 50].map(bytes)).toEqual(["0 B", "1023 B", "1.00 KiB", "1.50 MiB", "1.02e+3 TiB"]);
  expect([0.04, 9.96, 75, 3600, 7384, NaN, Infinity].map(duration)).toEqual(["0.0 s", "10.0 s", "1 min 15 s", "1 h 0 min", "2 h 3 min", "?", "?"]);
  expect([percent(0.98765), percent(1)]).toEqual(["98.77 %", "100.00 %"]);
});
