import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodePng } from "@convscope/viz";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const cat = fileURLToPath(new URL("../../../../golden/cat.jpg", import.meta.url));

/** A grey picture of 24×16 with a mask of its right half. */
function made(cwd: string): void {
  writeFileSync(join(cwd, "grey.png"), encodePng({ width: 24, height: 16, channels: 1, data: Uint8Array.from({ length: 384 }, (_, i) => i % 256) }));
  writeFileSync(join(cwd, "mask.png"), encodePng({ width: 24, height: 16, channels: 1, data: Uint8Array.from({ length: 384 }, (_, i) => Number(i % 24 >= 12)) }));
}

test("a sheet of draws, which can be drawn again from the answer", async () => {
  const cwd = folder();
  const { status, json } = await run(["augment", "preview", cat, "--policy", "flip,crop", "--size", "64x64", "--count", "5", "--json"], { cwd });
  expect(status).toBe(0);
  const answer = json<{ file: string; source: string; policy: object; draws: { operations: { kind: string }[]; told: string }[] }>();
  expect(answer).toMatchObject({ source: "cat.jpg", file: join(cwd, "cat-augmented.png") });
  expect(answer.draws).toHaveLength(5);
  expect(new Set(answer.draws.map(({ told }) => told)).size).toBe(5);
  expect([...readFileSync(answer.file).subarray(1, 4)]).toEqual([..."PNG"].map((c) => c.charCodeAt(0)));

  writeFileSync(join(cwd, "draws.json"), JSON.stringify(answer));
  const again = await run(["augment", "preview", cat, "--replay", "draws.json", "-o", "again.svg", "--json"], { cwd });
  const first = await run(["augment", "preview", cat, "--policy", "flip,crop", "--size", "64x64", "--count", "5", "-o", "first.svg"], { cwd });
  expect([again.status, first.status]).toEqual([0, 0]);
  expect(again.json<typeof answer>().draws).toEqual(answer.draws);
  const pictures = (file: string): string[] => readFileSync(join(cwd, file), "utf8").match(/href="data:[^"]+"/g) ?? [];
  expect(pictures("again.svg")).toHaveLength(6);
  expect(pictures("again.svg")).toEqual(pictures("first.svg"));
});

test("mask, boxes and keypoints are drawn where they go", async () => {
  const cwd = folder();
  made(cwd);
  const { status } = await run(words('augment preview grey.png --mask mask.png --box 12,0,24,16 --point 18,8 --policy [{"kind":"mirror","p":1}] --count 1 -o sheet.svg'), { cwd });
  expect(status).toBe(0);
  const svg = readFileSync(join(cwd, "sheet.svg"), "utf8");
  const lefts = [...svg.matchAll(/<rect x="([\d.]+)"[^>]*stroke="#ffd23f"/g)].map(([, x]) => Number(x));
  const centres = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  // Two tiles of 170 with 14 between: the box of the right half goes to the left, the point to a quarter.
  expect(lefts).toEqual([16 + 85 - 2, 16 + 184 - 2]);
  expect(centres).toEqual([16 + 0.75 * 170, 16 + 184 + 0.25 * 170]);
});

test("samples of a data set, alone and mixed", async () => {
  const cwd = folder();
  expect((await run(words("augment preview --data shapes --policy trivialaugment --count 3 -o a.svg"), { cwd })).out).toMatch(/^3 draws of shapes 0, (circle|square|triangle) in .*a\.svg\n/);
  const { draws } = (await run(words("augment preview --data shapes --policy mixup --count 4 -o b.svg --json"), { cwd })).json<{ draws: { told: string }[] }>();
  expect(draws.every(({ told }) => /^(0|1)\.\d\d \w+( \+ 0\.\d\d \w+)?$/.test(told))).toBe(true);
});

test("pictures of one's own come with their masks", async () => {
  const cwd = folder();
  for (const name of ["images", "masks"]) mkdirSync(join(cwd, "seen", name), { recursive: true });
  made(join(cwd, "seen"));
  renameSync(join(cwd, "seen", "grey.png"), join(cwd, "seen", "images", "1.png"));
  renameSync(join(cwd, "seen", "mask.png"), join(cwd, "seen", "masks", "1.png"));
  expect((await run(words("augment preview --data seen --count 1 -o a.svg"), { cwd })).out).toMatch(/^1 draw of seen 0, class 1 in /);
  expect(readFileSync(join(cwd, "a.svg"), "utf8")).toContain("outline of the mask");
  expect(await refusal("augment preview --data seen --index 1", { cwd })).toMatchInlineSnapshot(`"1 error: --index must be at most 0. Received 1."`);
  expect(await refusal("augment preview --data seen --policy mixup", { cwd })).toMatchInlineSnapshot(`"2 error: mixup mixes several pictures of one shape. Give --data with a set whose pictures are of one size, such as shapes."`);
  expect((await refusal("augment preview --data shape", { cwd })).split(" By name")[0]).toMatchInlineSnapshot(`"1 error: there is no data set, folder or file "shape". Did you mean "shapes"?"`);
});

test("what cannot be previewed is refused, and nothing is written", async () => {
  const cwd = folder();
  made(cwd);
  expect(await refusal("augment preview", { cwd })).toMatchInlineSnapshot(`"2 error: give a picture, or --data with the --index of a sample."`);
  expect(await refusal("augment preview none.png", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/none.png: there is no such picture."`);
  expect(await refusal("augment preview grey.png --policy flop", { cwd })).toMatchInlineSnapshot(`"1 error: augment: there is no "flop". Did you mean "flip"? Known: flip, vflip, crop, rotate, shear, translate, zoom, elastic, jitter, lighting, gray, blur, noise, cutout, erase, randaugment, trivialaugment, autoaugment, augmix, mixup, cutmix, and every kind of step."`);
  expect(await refusal('augment preview grey.png --policy [{"kind":"rotate","degree":3}]', { cwd })).toMatchInlineSnapshot(`"1 error: pipeline[0] (rotate): there is no option "degree". Did you mean "degrees"? Options: degrees, interpolation, border, fill."`);
  expect(await refusal("augment preview grey.png --policy [1", { cwd })).toMatchInlineSnapshot(`"1 error: augment: "[1" begins like JSON but is none."`);
  expect(await refusal("augment preview grey.png --policy cutmix", { cwd })).toMatchInlineSnapshot(`"2 error: cutmix mixes several pictures of one shape. Give --data with a set whose pictures are of one size, such as shapes."`);
  expect(await refusal("augment preview grey.png --box 1,2,3", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--box <x0,y0,x1,y1>' argument '1,2,3' is invalid. It must be 4 numbers with commas between, in pixels. Received "1,2,3".
    (--help shows what there is)"
  `);
  expect(await refusal('augment preview grey.png --policy [{"kind":"randomCrop","size":99}]', { cwd })).toMatchInlineSnapshot(`"1 error: randomCrop: the height must be at most that of the padded image, 16. Received 99. Give more padding, or resize first."`);
  writeFileSync(join(cwd, "draws.json"), '{"draws": [{"operations": [{"kind": "crop", "top": 0, "left": 0, "size": [1e9, 1e9]}]}]}');
  expect(await refusal("augment preview grey.png --replay draws.json", { cwd })).toMatchInlineSnapshot(`"1 error: operations[0] (crop): size must be [height, width] in pixels from 1 to 65536, or one number for both. Received [1000000000,1000000000]."`);
  expect(existsSync(join(cwd, "grey-augmented.png"))).toBe(false);
});

test("mixed draws: floats keep their levels, shapes that differ are refused, and one picture cannot repeat them", async () => {
  const cwd = folder();
  const preview = async (pipeline: readonly object[], out: string): Promise<string[]> => {
    const { status } = await run(["augment", "preview", "--data", "shapes", "--count", "4", "--policy", JSON.stringify({ pipeline, mix: { kind: "cutmix" } }), "-o", out], { cwd });
    expect(status).toBe(0);
    return readFileSync(join(cwd, out), "utf8").match(/href="data:[^"]+"/g) ?? [];
  };
  // Without mean and deviation normalising only makes floats of bytes.
  expect(await preview([{ kind: "normalize" }], "floats.svg")).toEqual(await preview([], "bytes.svg"));
  expect(await refusal('augment preview --data shapes --policy {"pipeline":[{"kind":"resize","size":16,"p":0.5}],"mix":{"kind":"cutmix"}}', { cwd })).toMatchInlineSnapshot(`"1 error: cutmix mixes pictures of one shape. The policy makes 16×16×3 of one and 32×32×3 of another. End it in a step that gives all the same size, such as resize."`);
  const { out } = await run(words("augment preview --data shapes --policy flip,mixup --count 2 -o mixed.svg --json"), { cwd });
  writeFileSync(join(cwd, "mixed.json"), out);
  expect(await refusal("augment preview --data shapes --replay mixed.json", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/mixed.json: holds draws that were mixed with each other, which one picture cannot repeat. Preview them again with the same --policy, --data and --seed: they come out the same."`);
});
