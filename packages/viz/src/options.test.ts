import { expect, it } from "vitest";
import { settings } from "./options.ts";

const defaults = { title: "T", theme: "light" as "light" | "dark" | "auto", width: 760, order: "given" };

it("puts options over defaults, undefined ones not", () => {
  expect(settings("fig", { width: 300, title: undefined }, defaults)).toEqual({ title: "T", theme: "light", width: 300, order: "given" });
});

it("refuses unknown options and wrong values", () => {
  const mistyped: object = { widht: 3 };
  const theme: object = { theme: "drak" };
  expect(() => settings("fig", mistyped, defaults)).toThrowErrorMatchingInlineSnapshot(`[TypeError: fig: unknown option "widht". Did you mean "width"? Options: title, theme, width, order.]`);
  expect(() => settings("fig", theme, defaults)).toThrowErrorMatchingInlineSnapshot(`[TypeError: fig: theme must be light, dark or auto. Received "drak". Did you mean "dark"?]`);
  expect(() => settings("fig", { width: 10 }, defaults)).toThrowErrorMatchingInlineSnapshot(`[RangeError: fig: width must lie in 240 … 10000 pixels. Received 10.]`);
});
