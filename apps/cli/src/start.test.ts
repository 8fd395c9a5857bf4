import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSafetensors, toTorch, writeSafetensors, type Arrays } from "@convscope/exchange";
import { model } from "@convscope/models";
import { initialWeights } from "@convscope/nn";
import { drawMarks, markNames } from "@convscope/recipes";
import { encodePng } from "@convscope/viz";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { folder, refusal, run, words } from "../test/run.ts";

const figures: { readonly [name: string]: string } = {
  cross: `<path d="M-14 -4H-4V-14H4V-4H14V4H4V14H-4V4H-14Z"/>`,
  ring: `<circle r="11" fill="none" stroke-width="6"/>`,
  star: `<path d="M0 -14L3.5 -4.5H13.5L5.5 1.5L8.5 11.5L0 5.5L-8.5 11.5L-5.5 1.5L-13.5 -4.5H-3.5Z"/>`,
};

/** A folder of pictures, so many of each figure, each at another angle and in another colour. */
async function drawFigures(into: string, count: number): Promise<void> {
  for (const [name, shape] of Object.entries(figures)) {
    mkdirSync(join(into, name), { recursive: true });
    for (let i = 0; i < count; i++) {
      const [ink, ground] = [`hsl(${(i * 67) % 360} 80% 40%)`, `hsl(${(i * 31) % 360} 40% 85%)`];
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 40 40" width="40" height="40"><rect x="-20" y="-20" width="40" height="40" fill="${ground}"/><g transform="translate(${(i % 5) - 2} ${(i % 3) - 1}) rotate(${i * 17})" fill="${ink}" stroke="${ink}" stroke-width="0">${shape}</g></svg>`;
      await sharp(Buffer.from(svg)).png().toFile(join(into, name, `${i}.png`));
    }
  }
}

const weightsIn = (path: string): Arrays => readSafetensors(new Uint8Array(readFileSync(path)), path).tensors;
interface RunJson {
  readonly config: Record<string, unknown>;
  readonly preprocessing: { readonly scale: number; readonly fit?: string; readonly standardise?: { readonly mean: readonly number[]; readonly std: readonly number[] } };
  readonly test: { readonly accuracy: number };
}
const runJson = (path: string): RunJson => JSON.parse(readFileSync(join(path, "run.json"), "utf8")) as RunJson;

describe("a net that was trained on drawn shapes, and pictures of other figures", () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "convscope-start-"));
    await drawFigures(join(cwd, "figures"), 24);
    expect(await run(words("train fashion-cnn --data shapes --samples 150 --test-samples 30 --epochs 1 --standardise --backend simd --threads 1 --out shapes"), { cwd })).toMatchObject({ status: 0 });
  }, 120_000);
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test("the frozen trunk keeps its weights, the head is new, and pictures are prepared as before", { timeout: 120_000 }, async () => {
    const { status, err } = await run(words("train fashion-cnn --data ./figures --weights shapes --freeze trunk --epochs 2 --batch 16 --backend simd --threads 1 --out frozen"), { cwd });
    expect(status).toBe(0);
    expect(err.split("\n").slice(1, 3).join("\n").replaceAll(cwd, "HERE")).toMatchInlineSnapshot(`
      "weights of HERE/shapes: 4 layers taken; new: fc (other classes)
      frozen: 4 layers with 14,144 parameters; 6,147 parameters learn"
    `);
    const [before, after] = [weightsIn(join(cwd, "shapes", "best.safetensors")), weightsIn(join(cwd, "frozen", "best.safetensors"))];
    for (const key of ["conv1.weight", "conv2.bias", "bn1.weight", "bn2.running_mean", "bn2.running_var"]) expect(after[key]).toEqual(before[key]);
    expect(after["fc.weight"]).not.toEqual(before["fc.weight"]);
    const kept = runJson(join(cwd, "frozen"));
    expect(kept.preprocessing).toEqual({ ...runJson(join(cwd, "shapes")).preprocessing, fit: "cover" });
    expect(kept.config).toMatchObject({ weights: join(cwd, "shapes"), freeze: "trunk" });

    // It can be measured, asked, written, and gone on with, also without the weights that it began with.
    const measured = (await run(words("evaluate frozen --backend simd --threads 1 --json"), { cwd })).json();
    expect(measured).toMatchObject(kept.test);
    const asked = (await run(words("predict frozen figures/star/0.png --backend simd --json"), { cwd })).json<{ predictions: { class: string }[] }>();
    expect(asked.predictions.map((row) => row.class).sort()).toEqual(["cross", "ring", "star"]);
    expect((await run(words("export onnx frozen -o frozen.onnx"), { cwd })).status).toBe(0);
    const hidden = join(cwd, "shapes", "run.json");
    const text = readFileSync(hidden);
    rmSync(hidden);
    const further = await run(words("train --resume --out frozen --epochs 3"), { cwd });
    writeFileSync(hidden, text);
    expect({ status: further.status, err: further.err }).toEqual({ status: 0, err: expect.stringMatching(/going on after epoch 2\nfrozen: .*\n.*epoch 3\/3/) as string });
    expect(weightsIn(join(cwd, "frozen", "last.safetensors"))["weights/conv1.weight"]).toEqual(before["conv1.weight"]);
    expect(runJson(join(cwd, "frozen")).preprocessing).toEqual(kept.preprocessing);
  });

  test("from its epoch on everything thaws, and layers are frozen up to a node", { timeout: 120_000 }, async () => {
    const { status, err } = await run(words("train fashion-cnn --data ./figures --weights shapes --freeze bn1 --thaw 2 --thaw-rate 0.5 --epochs 2 --batch 16 --backend simd --threads 1 --out thawed"), { cwd });
    expect(status).toBe(0);
    expect(err.split("\n")[2]).toMatchInlineSnapshot(`"frozen before epoch 2: 2 layers with 1,248 parameters; 19,043 parameters learn"`);
    expect(weightsIn(join(cwd, "thawed", "last.safetensors"))["weights/conv1.weight"]).not.toEqual(weightsIn(join(cwd, "shapes", "best.safetensors"))["conv1.weight"]);
  });

  test("a file of weights does as well, and the same classes keep their head", { timeout: 120_000 }, async () => {
    expect((await run(words("export safetensors shapes -o shapes.safetensors"), { cwd })).status).toBe(0);
    const ofFile = await run(words("train fashion-cnn --data ./figures --input 32x32x3 --weights shapes.safetensors --freeze trunk --epochs 1 --backend simd --threads 1 --out of-file"), { cwd });
    // Of a file nobody knows the classes: three and three.
    expect(ofFile.err).toContain(`weights of ${join(cwd, "shapes.safetensors")}: 5 layers taken\n`);
    const again = await run(words("train fashion-cnn --data shapes --samples 60 --test-samples 30 --weights shapes --epochs 1 --backend simd --threads 1 --out again"), { cwd });
    expect(again.err).toContain(`weights of ${join(cwd, "shapes")}: 5 layers taken\n`);
  });

  test("several runs are measured alone and together", { timeout: 120_000 }, async () => {
    for (const seed of [2, 3]) expect((await run(words(`train fashion-cnn --data shapes --samples 150 --test-samples 60 --epochs 1 --seed ${seed} --backend simd --threads 1 --out shapes${seed}`), { cwd })).status).toBe(0);
    const found = (await run(words("evaluate shapes2 shapes3 shapes --backend simd --threads 1 --json"), { cwd })).json<{ images: number; runs: { run: string; accuracy: number; loss: number }[]; together: { accuracy: number; loss: number; perClass: unknown[]; confusion: number[][] } }>();
    expect(found).toMatchObject({ images: 60, runs: [{ run: join(cwd, "shapes2"), ...runJson(join(cwd, "shapes2")).test }, { run: join(cwd, "shapes3") }, { run: join(cwd, "shapes") }] });
    // −log of a mean is at most the mean of −log.
    expect(found.together.loss).toBeLessThanOrEqual(found.runs.reduce((sum, { loss }) => sum + loss, 0) / 3 + 1e-6);
    expect(found.together.confusion.flat().reduce((a, b) => a + b)).toBe(60);
    const { out } = await run(words("evaluate shapes2 shapes3 --backend simd --threads 1"), { cwd });
    expect(out).toMatch(/^2 runs on Shapes: .*: 60 test images, simd\n\nrun +model +accuracy +top-5 +loss +macro F1\nshapes2 +fashion-cnn +\d.*\nshapes3 .*\nall together +mean of probabilities +\d/);
    expect(await refusal("evaluate shapes frozen", { cwd })).toMatchInlineSnapshot(`"1 error: frozen: all runs must tell the same classes apart. Received cross, ring, star, where shapes has circle, square, triangle."`);
    expect((await run(words("train fashion-cnn --data ./figures --input 16x16x3 --epochs 1 --seed 4 --backend simd --threads 1 --out other"), { cwd })).status).toBe(0);
    expect(await refusal("evaluate frozen other", { cwd })).toMatchInlineSnapshot(`"1 error: other: all runs must have left the same pictures for the test. Those of frozen are others, as the seed 1 parts the data otherwise than 4 does, so that one may have learned what the other is asked. Use data with a test folder of their own."`);
  });

  test("refusals", async () => {
    for (const flags of ["--weights imagenet", "--weights shapes --standardise", "--weights random", "--weights nothing", "--thaw 3", "--freeze trunk --thaw-rate 0.1", "--freeze trank", "--freeze fc"])
      expect(`${flags}: ${await refusal(`train fashion-cnn --data ./figures --out never ${flags}`, { cwd })}`).toMatchSnapshot();
  });
});

test("published weights bring their mean and deviation, and the options of their graph", { timeout: 120_000 }, async () => {
  const [cwd, cache] = [folder(), folder()];
  await drawFigures(join(cwd, "figures"), 8);
  const net = model("mobilenet_v1");
  const bytes = writeSafetensors(toTorch(net, initialWeights(net, { seed: 1 })));
  const server = createServer((_, response) => response.writeHead(200, { "content-length": bytes.length }).end(bytes));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const env = { CONVSCOPE_CACHE: cache, CONVSCOPE_WEIGHTS_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const { status, err } = await run(words("train mobilenet_v1 --data ./figures --input 32x32x3 --weights imagenet --freeze trunk --epochs 1 --batch 8 --backend simd --threads 1 --out run"), { cwd, env });
  expect(status).toBe(0);
  expect(err).toContain("weights of ra4_e3600_r224_in1k: 54 layers taken; new: classifier (other classes)\n");
  const published = (await run(words("weights mobilenet_v1 --json"), { cwd, env })).json<{ mean: number[]; std: number[] }>();
  expect(runJson(join(cwd, "run")).preprocessing).toEqual({ scale: 1 / 255, fit: "cover", standardise: { mean: published.mean, std: published.std } });
});

test("advise", async () => {
  expect((await run(words("advise --samples 750 --classes 3 --similar"))).out).toMatchInlineSnapshot(`
    "Little data, similar: 250 samples of a class, where 1000 and more are many.

    Keep the trunk as it is and train a new head, or a linear classifier on what
    goes into it.

    So few samples would pull a whole network towards themselves: it would learn
    them by heart. What its last layers have learned to see is worth seeing in your
    data too.

    With convscope train: --weights imagenet --freeze trunk
    Source: CS231n, Transfer Learning: When and how to fine-tune, case 1; arXiv:1411.1792, section 4.1.
    "
  `);
  expect((await run(words("advise resnet18 --samples 2000 --classes 10"))).out).toMatchInlineSnapshot(`
    "Little data, different: 5,588 weights of the trunk to a sample, where up to 500 are few enough to move.
    Head 5,130 parameters, trunk 11,176,512. Much begins at 22,354 samples.

    Train a linear classifier on what a layer in the middle gives, or keep the lower
    half and train the rest with strong augmentation.

    Edges, colours and textures of the lower layers are the same everywhere, while
    the upper layers have learned to see what your data do not show.

    With convscope train: --weights imagenet --freeze layer2.1.bn2 --augment flip,crop
    Source: CS231n, Transfer Learning: When and how to fine-tune, case 3; arXiv:1411.1792, figure 2 (of eight layers the first two are general, those from the third on less and less).
    "
  `);
  expect((await run(words("advise resnet18 --samples 200k --classes 50 --similar --json"))).json()).toMatchObject({ data: "much", freeze: "none", trunkRate: 0.1, parameters: { head: 25_650, trunk: 11_176_512 }, flags: "--weights imagenet --freeze trunk --thaw 3 --thaw-rate 0.1" });
});

test("digits first, then a folder of 250 pictures of each of three figures: a new head, and after an epoch all of it", { timeout: 240_000 }, async () => {
  const cwd = folder();
  const { images, labels } = drawMarks(750, 1, "train");
  for (const name of markNames) mkdirSync(join(cwd, "marks", name), { recursive: true });
  labels.forEach((label, i) => writeFileSync(join(cwd, "marks", markNames[label] ?? "", `${i}.png`), encodePng({ width: 28, height: 28, channels: 1, data: images.subarray(784 * i, 784 * (i + 1)) })));
  const common = "train mnist-cnn --backend simd --threads 1 --no-doctor --lr 0.002";
  expect((await run(words(`${common} --samples 1000 --test-samples 50 --epochs 3 --out digits`), { cwd })).status).toBe(0);
  const { status, err } = await run(words(`${common} --data ./marks --weights digits --freeze trunk --thaw 2 --thaw-rate 1 --batch 16 --epochs 6 --out marks-run`), { cwd });
  expect([status, err]).toEqual([0, expect.stringMatching(/3 layers taken; new: fc2 \(other classes\)\nfrozen before epoch 2: 3 layers/) as string]);
  // A guess would be right in a third.
  expect(runJson(join(cwd, "marks-run")).test.accuracy).toBeGreaterThan(0.6);
});
