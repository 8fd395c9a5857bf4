import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pictureDecoder, type DecodeSettings } from "./decode.ts";
import type { PictureSample } from "./pipeline.ts";

let folder = "";
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "decode-")); });
afterAll(() => rm(folder, { recursive: true, force: true }));

const raw = (data: Uint8Array | Uint16Array, width: number, height: number, channels: 1 | 2 | 3 | 4): Sharp => sharp(data, { raw: { width, height, channels } });
const bytesOf = async (picture: Sharp): Promise<Uint8Array> => new Uint8Array(await picture.toBuffer());

async function decoded(item: { readonly file?: string; readonly bytes?: Uint8Array; readonly boxes?: readonly [number, number, number, number][]; readonly mask?: string }, settings: Partial<DecodeSettings> = {}): Promise<PictureSample> {
  const decode = await pictureDecoder({ folder, classes: 3, channels: 3, least: [1, 1], maxPixels: 1_000_000, ...settings });
  return decode({ file: "a.png", label: 0, ...item });
}

describe("colours", () => {
  const red = (): Sharp => raw(Uint8Array.of(255, 0, 0), 1, 1, 3);

  test.each<[string, () => Promise<Uint8Array>, number[], number[]]>([
    ["grey", () => bytesOf(raw(Uint8Array.of(77), 1, 1, 1).toColourspace("b-w").png()), [77, 77, 77], [77]],
    ["16 bits of grey", () => bytesOf(raw(Uint16Array.of(77 * 257), 1, 1, 1).toColourspace("grey16").png()), [77, 77, 77], [77]],
    ["16 bits of colour", () => bytesOf(raw(Uint16Array.of(257, 2 * 257, 3 * 257), 1, 1, 3).toColourspace("rgb16").png()), [1, 2, 3], [2]],
    ["a palette", () => bytesOf(red().png({ palette: true })), [255, 0, 0], [127]],
    ["nothing but transparency", () => bytesOf(raw(Uint8Array.of(9, 9, 9, 0), 1, 1, 4).png()), [255, 255, 255], [255]],
    ["grey with transparency", () => bytesOf(raw(Uint8Array.of(9, 0), 1, 1, 2).toColourspace("b-w").png()), [255, 255, 255], [255]],
    ["CMYK", () => bytesOf(raw(Uint8Array.of(255, 255, 255), 1, 1, 3).toColourspace("cmyk").jpeg()), [255, 255, 255], [255]],
    ["lossless WebP", () => bytesOf(red().webp({ lossless: true })), [255, 0, 0], [127]],
  ])("%s", async (_, make, colour, grey) => {
    const bytes = await make();
    const near = (sample: PictureSample, expected: number[]): void => expected.forEach((level, c) => expect(Math.abs((sample.image.data[c] as number) - level)).toBeLessThanOrEqual(2));
    near(await decoded({ bytes }), colour);
    const one = await decoded({ bytes }, { channels: 1 });
    expect(one.image.shape).toEqual([1, 1, 1]);
    near(one, grey);
  });
});

describe("places", () => {
  /** 2×4, as it lies in the file: a white pixel in the lower left corner, which is class 2 and has a box. */
  const lies = Uint8Array.from({ length: 8 }, (_, i) => (i === 4 ? 255 : 0));

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("a picture of orientation %i is upright, and its mask and box with it", async (orientation) => {
    await writeFile(join(folder, "mask.png"), await bytesOf(raw(lies.map((level) => (level === 255 ? 2 : 0)), 4, 2, 1).toColourspace("b-w").png()));
    const bytes = await bytesOf(raw(lies, 4, 2, 1).toColourspace("b-w").withMetadata({ orientation }).png());
    const { image, mask, boxes } = await decoded({ bytes, mask: "mask.png", boxes: [[0, 1, 1, 2]] }, { channels: 1, least: [8, 8] });
    const [height, width] = image.shape;
    expect([height, width]).toEqual(orientation < 5 ? [8, 16] : [16, 8]);
    const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] = boxes ?? [];
    expect([x1 - x0, y1 - y0]).toEqual([4, 4]);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const within = x >= x0 && x < x1 && y >= y0 && y < y1;
        expect(mask?.[y * width + x]).toBe(within ? 2 : 0);
        // Pixels are blended, but their middle half is what it was.
        const inner = x >= x0 + 1 && x < x1 - 1 && y >= y0 + 1 && y < y1 - 1;
        if (inner) expect(image.data[y * width + x]).toBeGreaterThan(140);
        if (x < x0 - 2 || x > x1 + 1 || y < y0 - 2 || y > y1 + 1) expect(image.data[y * width + x]).toBe(0);
      }
  });

  test("a palette's indices are classes, whatever its colours", async () => {
    // Three stripes in three colours: a palette of libvips holds them in an order of its own, so that two kinds of reading are compared.
    const bytes = await bytesOf(raw(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), 3, 1, 3).png({ palette: true }));
    await writeFile(join(folder, "palette.png"), bytes);
    const { mask } = await decoded({ bytes, mask: "palette.png" }, { least: [2, 6] });
    expect([...(mask ?? [])].slice(0, 6).map((_, x) => mask?.[x])).toEqual([mask?.[0], mask?.[0], mask?.[2], mask?.[2], mask?.[4], mask?.[4]]);
    expect([...new Set(mask)].sort()).toEqual([0, 1, 2]);
  });
});

describe("refuses", () => {
  const dot = (): Promise<Uint8Array> => bytesOf(raw(Uint8Array.of(1, 2, 3), 1, 1, 3).png());

  test("what is no picture", async () => {
    await expect(decoded({ bytes: Uint8Array.of(1, 2, 3) })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cannot be read as a picture (Input buffer contains unsupported image format).]`);
    await expect(decoded({ bytes: new Uint8Array() })).rejects.toThrow("cannot be read as a picture");
  });

  test("a picture that was cut off", async () => {
    const whole = await bytesOf(raw(new Uint8Array(64 * 64 * 3).map((_, i) => i * 7), 64, 64, 3).jpeg());
    await expect(decoded({ bytes: whole.slice(0, whole.length / 2) })).rejects.toThrow("cannot be read as a picture");
  });

  test("too many pixels, in the file or where it is scaled", async () => {
    await expect(decoded({ bytes: await bytesOf(raw(new Uint8Array(30_000), 100, 100, 3).png()) }, { maxPixels: 9_999 })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cannot be read as a picture (it has 100×100 pixels, more than 9999, the option maxPixels).]`);
    await expect(decoded({ bytes: await bytesOf(raw(new Uint8Array(3000), 1000, 1, 3).png()) }, { least: [50, 50], maxPixels: 1_000_000 })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cannot be read as a picture (at 50×50000, which covers 50×50, it has more than 1000000 pixels, the option maxPixels).]`);
  });

  test("what is drawn by rules", async () => {
    await expect(decoded({ bytes: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>`) })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cannot be read as a picture (SVG has no pixels).]`);
  });

  test.each(["../a.png", "/etc/passwd", "", ".", "a/../../b.png", "a\0.png"])("a path out of the folder: %j", async (file) => {
    await expect(decoded({ file })).rejects.toThrow("it must lie in the data's folder");
    await expect(decoded({ bytes: await dot(), mask: file })).rejects.toThrow("it must lie in the data's folder");
  });

  test("a file that is not there, and a folder", async () => {
    await expect(decoded({ file: "none.png" })).rejects.toThrow("ENOENT");
    await expect(decoded({ file: `../${folder.split("/").at(-1)}/x/..` })).rejects.toThrow("it must lie in the data's folder");
  });

  test.skipIf(process.platform === "win32")("a pipe that nobody writes to", async () => {
    execFileSync("/usr/bin/mkfifo", [join(folder, "pipe.png")]);
    await expect(decoded({ file: "pipe.png" })).rejects.toThrow("it is no file");
  });

  test("a mask of another size", async () => {
    await writeFile(join(folder, "small.png"), await dot());
    await expect(decoded({ bytes: await bytesOf(raw(new Uint8Array(12), 2, 2, 3).png()), mask: "small.png" })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cannot be read as a picture (its mask must have 2×2 pixels like itself, received 1×1).]`);
  });
});
