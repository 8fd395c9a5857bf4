import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pictureReader } from "./pictureReader.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-reader-"));
  await writeFile(join(folder, "wide.png"), await sharp(Uint8Array.from({ length: 4 * 2 * 3 }, (_, i) => i * 10), { raw: { width: 4, height: 2, channels: 3 } }).png().toBuffer());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const wide = { file: "wide.png", label: 0, boxes: [[1, 0, 3, 2]] as const };

test("a picture is as large as in its file, to the byte, or covers what is asked with its boxes", async () => {
  const whole = await (await pictureReader({ folder, classes: ["a"] }))(wide);
  expect(whole.image).toEqual({ shape: [2, 4, 3], data: Uint8Array.from({ length: 24 }, (_, i) => i * 10) });
  expect([...(whole.boxes ?? [])]).toEqual([1, 0, 3, 2]);
  const larger = await (await pictureReader({ folder, classes: ["a"] }, { least: [6, 6] }))(wide);
  expect(larger.image.shape).toEqual([6, 12, 3]);
  expect([...(larger.boxes ?? [])]).toEqual([3, 0, 9, 6]);
});

test("nothing outside the folder is read, and unknown options are refused", async () => {
  await expect((await pictureReader({ folder, classes: ["a"] }))({ file: "../wide.png", label: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cannot be read as a picture (it must lie in the data's folder).]`);
  await expect(pictureReader({ folder, classes: ["a"] }, { most: 1 } as object)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: pictureReader: there is no option "most". Known: least.]`);
});
