import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { element } from "./svg.ts";
import { fontFamily, textWidth } from "./text.ts";
import { toPng } from "./png.node.ts";
import { trainingCurves } from "./training-curves.ts";

const size = (png: Uint8Array): readonly [number, number] => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

const fonts = { fontFiles: [createRequire(import.meta.url).resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf")], loadSystemFonts: false };

const written = (text: string, size: number): string =>
  element("svg", { xmlns: "http://www.w3.org/2000/svg", width: 2000, height: 100 }, [element("text", { x: 10, y: 50, "font-size": size, "font-family": fontFamily }, [text])]).markup;

describe("toPng", () => {
  const svg = trainingCurves([{ epoch: 1, loss: 1 }]);

  it("draws at a scale or a width", () => {
    const [width, height] = size(toPng(svg));
    expect(width).toBe(1520);
    expect(size(toPng(svg, { scale: 1 }))).toEqual([760, height / 2]);
    expect(size(toPng(svg, { width: 300 }))[0]).toBe(300);
  });

  it("draws the theme auto in its light colours", () => {
    expect(toPng(trainingCurves([{ epoch: 1, loss: 1 }], { theme: "auto" }))).toEqual(toPng(svg));
  });

  it("refuses options it does not know and sizes that are none", () => {
    const dpi: object = { dpi: 300 };
    expect(() => toPng(svg, dpi)).toThrowErrorMatchingInlineSnapshot(`[TypeError: toPng: unknown option "dpi". Options: width, scale.]`);
    expect(() => toPng(svg, { scale: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: toPng: scale must be above zero. Received 0.]`);
  });
});

describe("a machine without fonts", () => {
  it("still gets text, and no wider than was measured", () => {
    for (const text of ["validation accuracy", "98.9\u00a0%", "T-shirt/top", "Ärmelkanal", "Зима", "λόγος", "−0.5 … +0.5"]) {
      const box = new Resvg(written(text, 40), { font: fonts }).getBBox();
      expect(box?.width, text).toBeGreaterThan(textWidth(text, 40) * 0.7);
      expect(box?.width, text).toBeLessThan(textWidth(text, 40));
    }
  });
});
