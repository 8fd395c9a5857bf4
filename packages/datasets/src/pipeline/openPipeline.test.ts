import { cp, mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Item } from "../catalogue/catalogue.ts";
import { shapes } from "../shapes/shapes.ts";
import { openPipeline, type ItemsSource, type OpenPipelineOptions } from "./openPipeline.ts";
import type { PictureBatch, Pipeline, TransformModule } from "./pipeline.ts";

/** A transform's module out of nothing: what `transformer(options)` gives for a sample and its draw. */
const made = (body: string, options: unknown = null): TransformModule => ({ module: `data:text/javascript,${encodeURIComponent(`export const transformer = (options) => (sample, { seed, epoch, index }) => { ${body} }`)}`, options });

/** The upper left corner of 8×8, its levels moved by what depends on every part of the draw. */
const corner = made(`
  const [, width, channels] = sample.image.shape;
  const data = Uint8Array.from({ length: 64 * channels }, (_, i) => sample.image.data[Math.floor(i / (8 * channels)) * width * channels + (i % (8 * channels))] + seed + 3 * epoch + 7 * index + options);
  return { ...sample, image: { shape: [8, 8, channels], data } };
`, 5);

let folder = "";
let data: ItemsSource;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pipeline-"));
  const items: Item[] = [];
  for (let i = 0; i < 40; i++) {
    // Every fourth is large: whoever gets it is done last.
    const [width, height] = i % 4 === 0 ? [600, 400] : [20 + i, 16];
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * (i + 3)) % 251);
    const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 1 }).toBuffer();
    // Every fifth comes as bytes, which are a view of more, as those of a table's file are.
    if (i % 5 === 0) items.push({ file: `table, row ${i}`, bytes: new Uint8Array([...new Array<number>(100).fill(0), ...bytes]).subarray(100), label: i % 3 });
    else {
      await writeFile(join(folder, `${i}.png`), bytes);
      items.push({ file: `${i}.png`, label: i % 3 });
    }
  }
  data = { items, folder, classes: ["a", "b", "c"] };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withPipeline<T>(options: OpenPipelineOptions, use: (pipeline: Pipeline) => Promise<T>, from: ItemsSource | Parameters<typeof openPipeline>[0] = data): Promise<T> {
  const pipeline = await openPipeline(from, { shape: [8, 8, 3], ...options });
  try {
    return await use(pipeline);
  } finally {
    await pipeline.close();
  }
}

async function all(of: AsyncIterable<PictureBatch>): Promise<PictureBatch[]> {
  const seen: PictureBatch[] = [];
  for await (const batch of of) seen.push(batch);
  return seen;
}

describe("the same batches", () => {
  test("whoever works, and in whatever order they are asked for", async () => {
    const order = { epoch: 2, batchSize: 17 };
    const here = await withPipeline({ workers: 0, transform: corner, seed: 3 }, (pipeline) => all(pipeline.batches(order)));
    expect(here.map(({ indices }) => indices.length)).toEqual([17, 17, 6]);
    expect(here.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b)).toEqual(data.items.map((_, i) => i));
    for (const workers of [1, 3]) {
      await withPipeline({ workers, transform: corner, seed: 3 }, async (pipeline) => {
        expect(await all(pipeline.batches(order))).toEqual(here);
        expect(await all(pipeline.batches({ ...order, from: 1 }))).toEqual(here.slice(1));
        const backwards = here.map(({ indices }) => indices).reverse();
        expect((await Promise.all(backwards.map((indices) => pipeline.batch(indices, 2)))).reverse()).toEqual(here);
      });
    }
  });

  test("whatever is kept of decoded pictures", async () => {
    const epochs = async (pipeline: Pipeline): Promise<PictureBatch[]> => [...(await all(pipeline.batches({ epoch: 1, batchSize: 9 }))), ...(await all(pipeline.batches({ epoch: 2, batchSize: 9 }))), ...(await all(pipeline.batches()))];
    const none = await withPipeline({ workers: 0, transform: corner }, epochs);
    for (const workers of [0, 2]) for (const cacheBytes of [3_000, 1e9]) expect(await withPipeline({ workers, transform: corner, cacheBytes }, epochs)).toEqual(none);
  });

  test("with the steps of @convscope/augment", async () => {
    const steps = ["mirror", { kind: "randomCrop", size: 8, padding: 2 }];
    const transform = { module: new URL("../../../augment/src/transformer.ts", import.meta.url).href, options: steps };
    const batches = (pipeline: Pipeline): Promise<PictureBatch[]> => all(pipeline.batches({ epoch: 1, batchSize: 20 }));
    const here = await withPipeline({ workers: 0, transform }, batches);
    expect(await withPipeline({ workers: 2, transform }, batches)).toEqual(here);
    expect(here).not.toEqual(await withPipeline({ workers: 0, transform, seed: 1 }, batches));
  });

  test("of images in memory", async () => {
    const { train } = shapes({ train: 30, test: 1, seed: 4 });
    const batches = (pipeline: Pipeline): Promise<PictureBatch[]> => all(pipeline.batches({ epoch: 1, batchSize: 20 }));
    const same = made("return sample");
    const options = { shape: [32, 32, 3] as const, transform: same };
    expect(await withPipeline({ ...options, workers: 2 }, batches, train)).toEqual(await withPipeline(options, batches, train));
  });
});

test("a kept picture is not read again", async () => {
  const copy = await mkdtemp(join(tmpdir(), "pipeline-"));
  await cp(folder, copy, { recursive: true });
  await withPipeline({ workers: 1, cacheBytes: 1e9 }, async (pipeline) => {
    const before = await pipeline.batch(Uint32Array.of(1, 2));
    await unlink(join(copy, "1.png"));
    expect(await pipeline.batch(Uint32Array.of(1, 2))).toEqual(before);
  }, { ...data, folder: copy });
  await withPipeline({ workers: 1, cacheBytes: 8 * 8 * 3 }, async (pipeline) => {
    // Room for nothing but one picture of 8×8, and these are wider.
    await pipeline.batch(Uint32Array.of(2));
    await unlink(join(copy, "2.png"));
    await expect(pipeline.batch(Uint32Array.of(2))).rejects.toThrow("ENOENT");
  }, { ...data, folder: copy });
  await rm(copy, { recursive: true });
});

test("the shorter side before a transform", async () => {
  const sizes = made("return { image: { shape: [8, 8, 3], data: new Uint8Array(192).fill(Math.min(...sample.image.shape.slice(0, 2))) } }");
  const level = (options: OpenPipelineOptions): Promise<number> => withPipeline({ ...options, transform: sizes }, async (pipeline) => Math.round(255 * ((await pipeline.batch(Uint32Array.of(1), 1)).images.data[0] ?? 0)));
  expect(await level({})).toBe(10);
  expect(await level({ decode: { shorter: 33 } })).toBe(33);
});

describe("no more is done than is worth doing", () => {
  /** Counts the samples that went through, in whichever thread. */
  const counting = (): { readonly transform: TransformModule; count(): number } => {
    const counts = new Int32Array(new SharedArrayBuffer(4));
    return { transform: made("Atomics.add(options, 0, 1); return { image: { shape: [8, 8, 3], data: new Uint8Array(192) } }", counts), count: () => Atomics.load(counts, 0) };
  };
  const pass = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

  test.each([[0, 0], [0, 1], [1, 1], [2, 2]])("with %i workers and %i batches ahead", async (workers, prefetch) => {
    const { transform, count } = counting();
    await withPipeline({ workers, prefetch, transform }, async (pipeline) => {
      const batches = pipeline.batches({ epoch: 1, batchSize: 5 });
      await pass(50);
      expect(count()).toBe(0);
      for (const taken of [1, 2, 3]) {
        await batches.next();
        await expect.poll(count).toBe(5 * (taken + prefetch));
        await pass(50);
        expect(count()).toBe(5 * (taken + prefetch));
      }
      await batches.return();
    });
  });

  test.each([0, 1])("and what is given up is not begun (%i workers)", async (workers) => {
    const { transform, count } = counting();
    await withPipeline({ workers, prefetch: 3, transform }, async (pipeline) => {
      for await (const _ of pipeline.batches({ epoch: 1, batchSize: 10 })) break;
      await pipeline.batch(Uint32Array.of(0));
      // The batch that was taken, and what a thread had of the next one; the other two were waiting.
      expect(count()).toBeLessThan(29);
    });
  });
});

describe("pictures that cannot be read", () => {
  const broken = (): ItemsSource => ({ ...data, items: data.items.map((item, i) => (i === 6 || i === 11 ? { ...item, bytes: Uint8Array.of(1, 2, 3), file: `broken ${i}` } : item)) });

  test.each([0, 2])("refused, the first in the batch's order (%i workers)", async (workers) => {
    await withPipeline({ workers }, (pipeline) => expect(pipeline.batch(Uint32Array.of(3, 1, 2, 4, 5, 7, 8, 9, 10, 11, 6))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: broken 11: cannot be read as a picture (Input buffer contains unsupported image format). Remove it, or open the pipeline with onBad: "skip".]`), broken());
  });

  test.each([0, 2])("left out, and listed once (%i workers)", async (workers) => {
    await withPipeline({ workers, onBad: "skip" }, async (pipeline) => {
      const { images, labels, indices } = await pipeline.batch(Uint32Array.of(5, 6, 7));
      expect([...indices]).toEqual([5, 7]);
      expect(images.shape).toEqual([2, 8, 8, 3]);
      expect(images.data).toHaveLength(2 * 192);
      expect(images.data.slice(192)).toEqual((await pipeline.batch(Uint32Array.of(7))).images.data);
      expect([...labels.data]).toEqual([2, 1]);
      await all(pipeline.batches({ epoch: 1, batchSize: 8 }));
      expect([...pipeline.problems].sort((a, b) => (a.file < b.file ? -1 : 1))).toMatchInlineSnapshot(`
        [
          {
            "file": "broken 11",
            "problem": "cannot be read as a picture (Input buffer contains unsupported image format).",
          },
          {
            "file": "broken 6",
            "problem": "cannot be read as a picture (Input buffer contains unsupported image format).",
          },
        ]
      `);
      await expect(pipeline.batch(Uint32Array.of(11, 6))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: none of a batch's pictures can be read; the first is broken 11: cannot be read as a picture (Input buffer contains unsupported image format).]`);
    }, broken());
  });
});

describe("the end", () => {
  const slow = made("const until = Date.now() + 20; while (Date.now() < until); return { image: { shape: [8, 8, 3], data: new Uint8Array(192) } }");

  test.each([0, 2])("leaving the loop gives up what was begun (%i workers)", async (workers) => {
    await withPipeline({ workers, prefetch: 3 }, async (pipeline) => {
      for await (const _ of pipeline.batches({ batchSize: 10 })) break;
      await expect((async () => { for await (const _ of pipeline.batches()) throw new Error("mine"); })()).rejects.toThrow("mine");
      expect((await all(pipeline.batches({ batchSize: 10 }))).map(({ indices }) => indices.length)).toEqual([10, 10, 10, 10]);
    });
  });

  test.each([0, 2])("a signal ends it, with the signal's reason (%i workers)", async (workers) => {
    const controller = new AbortController();
    await withPipeline({ workers, transform: slow, signal: controller.signal }, async (pipeline) => {
      const seen: number[] = [];
      const loop = (async () => {
        for await (const { indices } of pipeline.batches({ batchSize: 4, epoch: 1 })) {
          seen.push(indices.length);
          controller.abort(new Error("enough"));
        }
      })();
      await expect(loop).rejects.toThrow("enough");
      expect(seen).toEqual([4]);
      await expect(pipeline.batch(Uint32Array.of(0))).rejects.toThrow("enough");
    });
    await expect(openPipeline(data, { shape: [8, 8, 3], workers, signal: controller.signal })).rejects.toThrow("enough");
  });

  test.each([0, 2])("closing ends what is under way, and may be done twice (%i workers)", async (workers) => {
    const pipeline = await openPipeline(data, { shape: [8, 8, 3], workers, transform: slow });
    const batch = pipeline.batch(Uint32Array.from({ length: 40 }, (_, i) => i), 1);
    const refused = expect(batch).rejects.toThrow("it has been closed");
    await pipeline.close();
    await pipeline.close();
    await refused;
  });

  test("a worker that leaves is an error, now and later", async () => {
    const leave = made("if (index === 7) process.exit(3); return { image: { shape: [8, 8, 3], data: new Uint8Array(192) } }");
    await withPipeline({ workers: 2, transform: leave }, async (pipeline) => {
      await expect(all(pipeline.batches({ epoch: 1, batchSize: 8 }))).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: a worker thread ended: it left with exit code 3. Open the pipeline again, with fewer workers if memory ran out.]`);
      await expect(pipeline.batch(Uint32Array.of(0), 1)).rejects.toThrow("a worker thread ended");
    });
  });

  test("a worker that breaks down between batches is one too", async () => {
    const later = made("setTimeout(() => { throw new Error('out of nowhere'); }, 0); return { image: { shape: [8, 8, 3], data: new Uint8Array(192) } }");
    await withPipeline({ workers: 1, transform: later }, async (pipeline) => {
      await pipeline.batch(Uint32Array.of(0), 1).catch(() => undefined);
      await expect.poll(() => pipeline.batch(Uint32Array.of(0)).then(() => "", String)).toContain("a worker thread ended: out of nowhere");
    });
  });
});

describe("refuses", () => {
  const opening = (options: OpenPipelineOptions, from: Partial<ItemsSource> = {}): Promise<unknown> => openPipeline({ ...data, ...from }, { shape: [8, 8, 3], ...options });

  test.each([0, 1])("a transform that cannot be made (%i workers)", async (workers) => {
    await expect(opening({ workers, transform: { module: "data:text/javascript,export const other = 1", options: null } })).rejects.toThrow("the transform cannot be made: it must export transformer(options). Its exports are: other");
    await expect(opening({ workers, transform: { module: "data:text/javascript,export const transformer = () => { throw new RangeError('no such step') }", options: null } })).rejects.toThrow("the transform cannot be made: no such step");
    await expect(opening({ workers, transform: { module: "file:///nowhere/at/all.mjs", options: null } })).rejects.toThrow("file:///nowhere/at/all.mjs: the transform cannot be made:");
  });

  test.each([0, 1])("a transform that fails, wherever it ran (%i workers)", async (workers) => {
    await withPipeline({ workers, transform: made("throw new Error('too small')") }, (pipeline) => expect(pipeline.batch(Uint32Array.of(3), 1)).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: 3.png: the transform failed: too small]`));
  });

  test("lists that cannot be batches", async () => {
    await expect(opening({}, { items: [] })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: there must be at least one picture. Received none.]`);
    await expect(opening({}, { items: [{ file: "a", label: 0, mask: "m" }, { file: "b", label: 0 }] })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: pipeline: all pictures must have a mask, or none. Received a with one and b without one.]`);
  });

  test("options that are none", async () => {
    await expect(opening({ worker: 2 } as OpenPipelineOptions)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: there is no option "worker". Did you mean "workers"? Known: shape, transform, seed, workers, prefetch, cacheBytes, standardise, onBad, decode, maxPixels, signal.]`);
    await expect(opening({ workers: -1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: workers must be a whole number from 0 to 256. Received -1.]`);
    await expect(opening({ prefetch: 0.5 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: prefetch must be a whole number from 0 to 1000. Received 0.5.]`);
    await expect(opening({ onBad: "ignore" as "skip" })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: onBad must be "skip" or "refuse". Received "ignore".]`);
    await expect(opening({ shape: [8, 8, 4] })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: shape must be [height, width, channels] with 1 or 3 channels. Received [8, 8, 4].]`);
    await expect(opening({ decode: { shorter: 0 } })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: decode.shorter must be a whole number from 1 to 65536. Received 0.]`);
    await expect(openPipeline(data)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: openPipeline: pictures in files need a shape that all are brought to, such as [224, 224, 3]. Received none.]`);
  });
});
