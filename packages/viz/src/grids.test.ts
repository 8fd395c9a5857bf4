import { describe, expect, it } from "vitest";
import { textBoxes } from "../test/layout.ts";
import { digitImages, discs } from "../test/samples.ts";
import { filterGrid } from "./filter-grid.ts";
import { perClassBars } from "./per-class-bars.ts";
import { pictureSheet } from "./picture-sheet.ts";
import { pixelValues } from "./pixel-values.ts";
import { predictionGrid } from "./prediction-grid.ts";
import { sampleGrid } from "./sample-grid.ts";

const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const description = (svg: string): string => /<desc>(.*)<\/desc>/.exec(svg)?.[1] ?? "";

describe("predictionGrid", () => {
  const data = { images: new Uint8Array(2 * 4), shape: [2, 2, 2, 1], labels: [0, 1], predicted: [0, 0], probabilities: [0.9, 0.1, 0.7, 0.3], classes: ["cat", "dog"] };

  it("marks right and wrong by colour, by sign and in words", () => {
    const svg = predictionGrid(data);
    expect(description(svg)).toMatchInlineSnapshot(`"2 images, 1 predicted right. Wrong: image 2 is dog, taken for cat with 70 %."`);
    expect(svg).toMatch(/font-weight="700" fill="#0b61b8">cat</);
    expect(svg).toMatch(/font-weight="700" fill="#c8450b">cat</);
    expect(texts(svg)).toEqual(expect.arrayContaining(["is dog", "90\u00a0%", "70\u00a0%", "1 of 2 right (50.0\u00a0%); the notch is the probability of the true class"]));
    expect(texts(predictionGrid(data, { subtitle: "most certain first" }))).toContain("most certain first");
  });

  it("refuses what does not belong together", () => {
    expect(() => predictionGrid({ ...data, shape: [2, 2, 2] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictionGrid: shape must be [n, H, W, C] with sizes of at least 1. Received [2, 2, 2].]`);
    expect(() => predictionGrid({ ...data, shape: [3, 2, 2, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictionGrid: images must hold n × H × W × C values. Received 8, and [3, 2, 2, 1] asks for 12.]`);
    expect(() => predictionGrid({ ...data, labels: [0] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictionGrid: labels must hold one class for each image. Received 1 for 2 images.]`);
    expect(() => predictionGrid({ ...data, predicted: [0, 2] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictionGrid: predicted must lie in 0 … 1, the places of the classes. Received 2 at 1.]`);
    expect(() => predictionGrid({ ...data, probabilities: [0.9, 0.1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictionGrid: probabilities must be [n, classes]. Received 2 values for 2 images and 2 classes, which need 4.]`);
    expect(() => predictionGrid({ ...data, probabilities: [9, -3, 2, 2] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictionGrid: probabilities must lie in 0 … 1. Received 9 at 0. Apply softmax to a network's raw scores first.]`);
  });
});

describe("sampleGrid", () => {
  it("draws boxes and outlines where they are given", () => {
    const { boxes, masks, ...rest } = discs(3);
    const classes = ["disc", "square"];
    const count = (svg: string, colour: string): number => svg.split(`stroke="${colour}"`).length - 1;
    expect([count(sampleGrid({ ...rest, classes }), "#ffd23f"), count(sampleGrid({ ...rest, classes }), "#4de1ff")]).toEqual([0, 0]);
    const svg = sampleGrid({ ...rest, boxes, masks, classes });
    expect([count(svg, "#ffd23f"), count(svg, "#4de1ff")]).toEqual([3, 3]);
    expect(description(svg)).toBe("3 images of 32×32 pixels: 2 of class disc and 1 of class square.");
  });

  it("refuses boxes and masks of another size", () => {
    const { boxes, masks, ...rest } = discs(2);
    expect(() => sampleGrid({ ...rest, classes: ["disc", "square"], boxes: boxes.subarray(4) })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sampleGrid: boxes must be [n, 4]. Received 4 values for 2 images, which need 8.]`);
    expect(() => sampleGrid({ ...rest, classes: ["disc", "square"], masks: masks.subarray(4) })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sampleGrid: masks must be [n, H, W]. Received 2044 values for 2 images of 32×32, which need 2048.]`);
  });
});

describe("pictureSheet", () => {
  const picture = (height: number, width: number, caption: string) => ({ image: new Uint8Array(height * width), shape: [height, width, 1], caption });

  it("shrinks and enlarges, with rows as high as their pictures ask for", () => {
    const svg = pictureSheet([picture(300, 30, "tower"), picture(10, 10, "dot"), picture(20, 200, "bridge"), picture(20, 200, "second bridge")], { title: "", width: 240, side: 90 });
    const pictures = Array.from(svg.matchAll(/<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g), ([, ...sides]) => sides.map(Number));
    // Two to a row: tower and dot 90 high, then 15 for a caption, 6 and 16 between the rows.
    expect(pictures).toEqual([[16, 18, 9, 90], [120, 18, 90, 90], [16, 145, 90, 9], [120, 145, 90, 9]]);
    expect(description(svg)).toBe("4 pictures: tower, dot, bridge and second bridge.");
  });

  it("tells boxes that were found from true ones, by a broken line and in the legend", () => {
    const own = picture(10, 10, "dot");
    const svg = pictureSheet([{ ...own, boxes: [1, 1, 5, 5], found: [1, 2, 5, 6, 6, 6, 9, 9] }, own]);
    expect(svg.match(/<rect [^>]*stroke-dasharray="6 4"/g)).toHaveLength(4);
    expect(svg.match(/<rect [^>]*stroke="#ffd23f"/g)).toHaveLength(1);
    expect(svg).toContain("yellow: true box, broken pink: box found");
    expect(pictureSheet([{ ...own, boxes: [1, 1, 5, 5] }])).not.toContain("found");
    expect(() => pictureSheet([{ ...own, found: [1] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureSheet: found boxes must be [n, 4]. Received 1 values.]`);
  });

  it("refuses what does not belong together", () => {
    expect(() => pictureSheet([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureSheet: there must be at least one picture. Received none.]`);
    expect(() => pictureSheet([{ ...picture(2, 2, ""), shape: [2, 3, 1] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureSheet: images must hold n × H × W × C values. Received 4, and [1, 2, 3, 1] asks for 6.]`);
    expect(() => pictureSheet([{ ...picture(2, 2, ""), mask: [1] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureSheet: a mask must be [H, W]. Received 1 values for a picture of 2×2.]`);
    expect(() => pictureSheet([{ ...picture(2, 2, ""), boxes: [1, 2, 3] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureSheet: boxes must be [n, 4]. Received 3 values.]`);
    expect(() => pictureSheet([{ ...picture(2, 2, ""), keypoints: [1] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureSheet: keypoints must be [n, 2]. Received 1 values.]`);
  });
});

describe("pixelValues", () => {
  it("writes each value into its cell", () => {
    const svg = pixelValues({ image: Uint8Array.of(0, 128, 255, 7), shape: [2, 2, 1] }, { title: "" });
    const at = (what: string) => textBoxes(svg).find((box) => box.what === what);
    expect((at("255")?.top ?? 0) > (at("128")?.bottom ?? 0)).toBe(true);
    expect((at("128")?.left ?? 0) > (at("255")?.right ?? 0)).toBe(true);
  });

  it("writes floats short, and counts cropped pixels from the corner of the image", () => {
    expect(texts(pixelValues({ image: Float32Array.of(0.123456, -1), shape: [1, 2, 1] }))).toEqual(expect.arrayContaining(["0.12", "-1"]));
    const { images } = digitImages(1);
    expect(texts(pixelValues({ image: images, shape: [28, 28, 1] }, { crop: { x: 20, y: 9, width: 2, height: 2 } }))).toEqual(expect.arrayContaining(["20", "9", "10", "2×2 pixels, 0 … 0"]));
  });

  it("refuses more than one can read", () => {
    expect(() => pixelValues({ image: new Uint8Array(224 * 224 * 3), shape: [224, 224, 3] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: pixelValues: at most 64×64 pixels can be read. Received 224×224. Crop it: crop: { x: 0, y: 0, width: 28, height: 28 }.]`);
    expect(() => pixelValues({ image: new Uint8Array(4), shape: [2, 2, 1] }, { crop: { x: 1, y: 0, width: 2, height: 2 } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: pixelValues: crop must lie within the image of 2×2 pixels. Received 2×2 at 1, 0.]`);
    expect(() => pixelValues({ image: new Uint8Array(5), shape: [2, 2, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: pixelValues: image must hold H × W × C values. Received 5, and [2, 2, 1] asks for 4.]`);
  });
});

describe("perClassBars", () => {
  it("begins the axis at 90 % where no value is below it, and says so", () => {
    const good = { class: "cat", precision: 0.95, recall: 0.9, f1: 0.924 };
    expect(texts(perClassBars([good]))).toEqual(expect.arrayContaining(["The axis begins at 90\u00a0%.", "92\u00a0%"]));
    // Half of the way from 90 % to 100 %, and nothing for 90 %.
    const bars = Array.from(perClassBars([good]).matchAll(/<rect x="[^"]*" y="[^"]*" width="([\d.]+)" height="6"/g), ([, width]) => Number(width));
    expect(bars).toHaveLength(2);
    expect((bars[1] ?? 0) / (bars[0] ?? 1)).toBeCloseTo(0.48, 3);
    for (const row of [{ ...good, recall: 0.89 }, { ...good, precision: null }]) expect(texts(perClassBars([row]))).toContain("25\u00a0%");
  });

  const rows = [
    { class: "cat", precision: 0.9, recall: 0.8, f1: 0.847, support: 50 },
    { class: "dog", precision: null, recall: 0, f1: 0, support: 1250 },
  ];

  it("writes the figures, and a dash where there is none", () => {
    expect(description(perClassBars(rows))).toMatchInlineSnapshot(`"cat: precision 90.0 %, recall 80.0 %, F1 84.7 %; dog: precision –, recall 0.0 %, F1 0.0 %."`);
    expect(texts(perClassBars(rows))).toEqual(expect.arrayContaining(["84.7\u00a0%", "–", "1,250"]));
  });

  it("puts the worst first when asked to", () => {
    const order = (svg: string): string[] => texts(svg).filter((text) => text === "cat" || text === "dog");
    expect(order(perClassBars(rows))).toEqual(["cat", "dog"]);
    expect(order(perClassBars(rows, { order: "f1" }))).toEqual(["dog", "cat"]);
  });

  it("refuses no rows, and shares that are none", () => {
    expect(() => perClassBars([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: perClassBars: there must be a class to draw. Received none.]`);
    expect(() => perClassBars([{ class: "cat", precision: 90, recall: 0.8, f1: 0.8 }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: perClassBars: precision of cat must lie in 0 … 1. Received 90.]`);
  });
});

describe("filterGrid", () => {
  it("reads kernels as [kh, kw, C, filters]", () => {
    const svg = filterGrid({ data: Float32Array.of(0.5, -0.25), shape: [1, 1, 1, 2] });
    const pictures = Array.from(svg.matchAll(/href="([^"]*)"/g), ([, href]) => href);
    expect(pictures).toHaveLength(3);
    expect(new Set(pictures).size).toBe(3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["−0.5", "+0.5", "2 filters, 1×1×1"]));
  });

  it("draws no more than the limit and says so", () => {
    expect(description(filterGrid({ data: new Float32Array(9 * 4 * 16), shape: [3, 3, 4, 16] }, { limit: 8 }))).toMatchInlineSnapshot(`"first 2 of 16 filters, 3×3×4, a filter&#39;s channels from left to right. Largest weight 0 in size."`);
    expect(description(filterGrid({ data: new Float32Array(9 * 20 * 2), shape: [3, 3, 20, 2] }, { limit: 8 }))).toMatchInlineSnapshot(`"first 1 of 2 filters, 3×3×20, first 8 of 20 channels, a filter&#39;s channels from left to right. Largest weight 0 in size."`);
  });

  it("refuses data of another size", () => {
    expect(() => filterGrid({ data: new Float32Array(8), shape: [3, 3, 1, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: filterGrid: data must hold kh × kw × C × filters weights. Received 8, and [3, 3, 1, 1] asks for 9.]`);
    expect(() => filterGrid({ data: new Float32Array(9), shape: [3, 3] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: filterGrid: shape must be [kh, kw, C, filters] with sizes of at least 1. Received [3, 3].]`);
    expect(() => filterGrid({ data: new Float32Array(9), shape: [3, 3, 1, 1] }, { limit: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: filterGrid: limit must be a whole number above zero. Received 0.]`);
  });
});
