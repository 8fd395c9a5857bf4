import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { folderOf, greyPng, png } from "../../test/folder.ts";
import { readMask } from "../mask.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./readCatalogue.ts";

const told = ({ problems }: Catalogue): string[] => problems.map(({ file, problem }) => `${file}: ${problem}`);

const picture = await png(2, 3);

test("a picture's class is that of most of its mask, background and border aside", async () => {
  const folder = await folderOf({
    "classes.txt": "background\ncat\n\ndog\n",
    "images/a.jpg": picture, "masks/a.png": await greyPng(2, 3, [0, 0, 0, 2, 2, 1]),
    "images/b.jpg": picture, "masks/b_mask.png": await greyPng(2, 3, [255, 255, 255, 1, 0, 0]),
    "images/c.jpg": picture, "masks/c.png": await greyPng(2, 3, [0, 0, 0, 0, 0, 255]),
    "images/d.jpg": picture, "masks/d.png": await greyPng(2, 3, [0, 0, 0, 3, 0, 255]),
    "images/e.jpg": picture, "images/f.jpg": picture, "masks/f.png": "no picture", "images/g.jpg": picture, "masks/g.jpg": picture,
    "images/h.jpg": picture, "masks/h.png": await greyPng(3, 2, [1, 1, 1, 1, 1, 1]),
  });
  const catalogue = await readCatalogue(folder, { split: "none", headers: true });
  expect(catalogue.layout).toBe("masks");
  expect(catalogue.classes).toEqual(["background", "cat", "dog"]);
  expect(catalogue.parts.train).toEqual([
    { file: "images/a.jpg", label: 2, mask: "masks/a.png" },
    { file: "images/b.jpg", label: 1, mask: "masks/b_mask.png" },
    { file: "images/c.jpg", label: 0, mask: "masks/c.png" },
  ]);
  expect(told(catalogue).map((line) => line.replaceAll(folder, "…"))).toMatchInlineSnapshot(`
    [
      "images/e.jpg: there is no mask of its name, a PNG, in a folder masks",
      "images/g.jpg: there is no mask of its name, a PNG, in a folder masks",
      "images/f.jpg: its mask …/masks/f.png: cannot be read as a mask (it is not a PNG). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
      "images/d.jpg: its mask has a pixel 3, and there are 3 classes, from 0 on",
      "images/h.jpg: must be as large as its list or its mask says, 3×2. It is 2×3",
    ]
  `);
});

test("without a list the levels tell the classes; black and white are two", async () => {
  const levels = await folderOf({ "train/images/a.jpg": picture, "train/masks/a.png": await greyPng(2, 3, [0, 1, 3, 3, 3, 255]), "images/test/b.jpg": picture, "masks/test/b.png": await greyPng(2, 3, [0, 0, 0, 0, 0, 1]) });
  expect(await readCatalogue(levels)).toMatchObject({ classes: ["background", "class 1", "class 2", "class 3"], parts: { train: [{ label: 3 }], test: [{ label: 1 }] } });
  const white = await folderOf({ "images/a.jpg": picture, "masks/a.png": await greyPng(2, 3, [0, 255, 0, 0, 0, 0]) });
  expect(await readCatalogue(white, { split: "none" })).toMatchObject({ classes: ["background", "object"], parts: { train: [{ label: 1 }] } });
  expect(await readCatalogue(white, { split: "none", classes: ["field", "road"] })).toMatchObject({ classes: ["field", "road"], parts: { train: [{ label: 1 }] } });
});

test("masks are read as palette indices, or as levels of any depth", async () => {
  const rgb = Uint8Array.from([0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 0, 128, 0, 0].flat());
  for (const colours of [4, 16, 256]) {
    const folder = await folderOf({ "m.png": await sharp(rgb, { raw: { width: 3, height: 2, channels: 3 } }).png({ palette: true, colours, dither: 0 }).toBuffer() });
    const { data, width, height } = await readMask(join(folder, "m.png"), 21);
    // The indices are the encoder's choice; what matters: four of them, each its own, the same colours alike.
    expect([width, height, new Set(data).size, Math.max(...data)]).toEqual([3, 2, 4, 3]);
    expect([data[4], data[5]]).toEqual([data[0], data[1]]);
  }
  const grey = await folderOf({ "m.png": await greyPng(4, 1, [0, 7, 128, 255]) });
  expect([...(await readMask(join(grey, "m.png"), 3)).data]).toEqual([0, 7, 128, 255]);
  expect([...(await readMask(join(grey, "m.png"), 2)).data]).toEqual([0, 7, 128, 1]);
});

test("masks that are none are refused", async () => {
  const deep = await sharp(Uint16Array.from([0, 1]), { raw: { width: 2, height: 1, channels: 1 } }).toColourspace("grey16").png().toBuffer();
  const folder = await folderOf({ "deep.png": deep, "jpeg.png": await sharp(picture).jpeg().toBuffer(), "cut.png": picture.subarray(0, 60), "empty.png": "", "huge.png": Uint8Array.from(picture).fill(200, 18, 20).fill(60, 22, 24) });
  const messages = await Promise.all(["deep.png", "jpeg.png", "cut.png", "empty.png", "huge.png", "gone.png"].map((name) => readMask(join(folder, name), 2).then(() => "read", (error: unknown) => String(error).replaceAll(folder, "…").replace(/(?<=corrupt header).*?(?=\))/, ""))));
  expect(messages).toMatchInlineSnapshot(`
    [
      "DataError: …/deep.png: cannot be read as a mask (it has 16 bits a channel). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
      "DataError: …/jpeg.png: cannot be read as a mask (it is not a PNG). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
      "DataError: …/cut.png: cannot be read as a mask (Input buffer has corrupt header). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
      "DataError: …/empty.png: cannot be read as a mask (it is not a PNG). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
      "DataError: …/huge.png: cannot be read as a mask (it says that it has 15420×51400 pixels, which cannot lie in 95 bytes). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
      "DataError: …/gone.png: cannot be read as a mask (ENOENT: no such file or directory, stat '…/gone.png'). A mask is a PNG of at most 8 bits a channel whose pixels are classes.",
    ]
  `);
});
