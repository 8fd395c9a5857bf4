import { colorSpace, type ColorSpaceName } from "@convscope/core";
import { expectClose, golden, type Numbers } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

const { colours } = golden<{ readonly colours: { readonly [space in "pixels" | "hsv" | "lab" | "lch"]: Numbers } }>("pooling.json");
const pixels: Numbers = { shape: [1, ...colours.pixels.shape], data: colours.pixels.data };
const each = (x: ArrayLike<number>, f: (value: number, channel: number) => number): number[] => Array.from(x, (value, i) => f(value, i % 3));
const pixel = (...rgb: readonly number[]): Numbers => ({ shape: [1, 1, 1, 3], data: rgb });

describe.each(everyBackend)("%s", (on) => {
  const backend = backendOf(on);
  const run = async (to: ColorSpaceName, x: Numbers): Promise<Float32Array> => (await runLayer(colorSpace(to), [x], {}, { backend })).output.data;

  test("HSV is that of scikit-image", async () => expectClose(await run("hsv", pixels), colours.hsv.data));

  test("Lab is that of scikit-image", async () =>
    expectClose(each(await run("lab", pixels), (v, c) => (c === 0 ? v * 100 : v * 255 - 128)), colours.lab.data, { absolute: 1e-3, relative: 1e-4 }));

  test("LCH is that of scikit-image, but greys have the hue 0", async () => {
    const lch = each(await run("lch", pixels), (v, c) => (c === 0 ? v * 100 : c === 1 ? v * 134 : v * 2 * Math.PI));
    const grey = (i: number): boolean => (colours.lch.data[i - (i % 3) + 1] ?? 0) < 0.01;
    expectClose(lch, each(colours.lch.data, (v) => v).map((v, i) => (grey(i) && i % 3 === 2 ? 0 : v)), { absolute: 2e-3, relative: 1e-4 });
  });

  test("YCbCr and greyscale have the published values", async () => {
    // ITU-T T.871 for red, green, blue and white, as fractions of 255 around ½.
    expectClose(await run("ycbcr", pixel(1, 0, 0)), [0.299, 0.5 - 0.299 / 1.772, 1]);
    expectClose(await run("ycbcr", pixel(0, 0, 1)), [0.114, 1, 0.5 - 0.114 / 1.402]);
    expectClose(await run("ycbcr", pixel(0, 1, 0)), [0.587, 0.5 - 0.331264, 0.5 - 0.418688], { absolute: 1e-5 });
    expectClose(await run("ycbcr", pixel(1, 1, 1)), [1, 0.5, 0.5]);
    expectClose(await run("greyscale", pixel(0.2, 0.4, 0.6)), [0.299 * 0.2 + 0.587 * 0.4 + 0.114 * 0.6]);
  });

  test.each(["greyscale", "hsv", "lab", "lch", "ycbcr"] as const)("%s stays in [0, 1], and its gradient is the slope", async (to) => {
    const values = await run(to, pixels);
    expect(Math.min(...values)).toBeGreaterThan(-1e-6);
    expect(Math.max(...values)).toBeLessThan(1 + 1e-6);
    const all = await runLayer(colorSpace(to), [pixels], {}, { backend });
    expect(all.grads.inputs[0]?.data.every(Number.isFinite)).toBe(true);

    const rgb = [0.62, 0.31, 0.44];
    const { grads } = await runLayer(colorSpace(to), [pixel(...rgb)], {}, { backend });
    const step = 1 / 256;
    const sum = async (x: readonly number[]): Promise<number> => (await run(to, pixel(...x))).reduce((a, b) => a + b, 0);
    const slopes = await Promise.all(rgb.map(async (_, i) => ((await sum(rgb.map((v, j) => v + (i === j ? step : 0)))) - (await sum(rgb.map((v, j) => v - (i === j ? step : 0))))) / (2 * step)));
    expectClose(grads.inputs[0]?.data ?? [], slopes, { relative: 2e-3, absolute: 2e-3 });
  });
});
