import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { little, packed, records } from "../../test/cifar.ts";
import { mirror } from "../../test/mirror.ts";
import type { DataProgress } from "../published/fetch.ts";
import { checkPublished } from "../published/load.ts";
import { locate } from "../published/locate.ts";
import { cifarAssembly } from "./assembly.ts";
import { loadCifar, type CifarOptions } from "./load.ts";
import { cifarSet } from "./set.ts";
import { cifar10, cifar100, recordBytes, type CifarSpec } from "./spec.ts";

let root: string;
let env: Record<string, string>;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "convscope-cifar-"));
  env = { CONVSCOPE_CACHE: join(root, "cache"), CONVSCOPE_DATA: root };
});
afterEach(() => rm(root, { recursive: true }));

/** Puts files into the root by their paths. */
async function lay(files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
}
const within = (folder: string, files: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> => Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]));
const offline = (options: CifarOptions = {}): CifarOptions => ({ env, download: false, ...options });
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => "(no error)", (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(root, "…").replaceAll(/127\.0\.0\.1:\d+/g, "host"));

/** Image 2×2 whose planes begin so: red, green, blue of the first pixel, then of the second, … */
const pixels = (first: number): number[] => [0, 1, 2, 3].flatMap((p) => [first + p, first + 4 + p, first + 8 + p]);

describe("what is read", () => {
  test("by hand: a record's planes become pixels, its second label counts", async () => {
    await lay(within("little", records));
    const data = await loadCifar(little, offline());
    expect(data.train).toEqual({ shape: [4, 2, 2, 3], images: Uint8Array.from([10, 30, 50, 70].flatMap(pixels)), labels: Uint8Array.of(1, 2, 0, 3) });
    expect(data.test).toEqual({ shape: [1, 2, 2, 3], images: Uint8Array.from(pixels(90)), labels: Uint8Array.of(2) });
    const coarse = await loadCifar(little, offline({ labels: "coarse", train: 3 }));
    expect([coarse.classes, [...coarse.train.labels], coarse.train.shape[0]]).toEqual([["insect", "fish"], [0, 1, 0], 3]);
    expect(coarse.checksum).toBe(`${data.checksum}:coarse`);
  });

  test("wherever and however it lies, it is the same", async () => {
    const places: Record<string, Record<string, Uint8Array>> = {
      "the archive": { "little/little.tar.gz": packed() },
      "the archive, packed anew": { "little/little.tar.gz": packed(records, [{ name: "little/more.txt" }]) },
      "the files": within("little", records),
      "the folder that tar makes": within("little/little", records),
      "each packed": Object.fromEntries(Object.entries(records).map(([name, bytes]) => [`little/${name}.gz`, Uint8Array.from(gzipSync(bytes))])),
      "files beside an archive that is cut": { ...within("little", records), "little/little.tar.gz": packed().subarray(0, 50) },
    };
    const checksums = new Set<string>();
    for (const [what, files] of Object.entries(places)) {
      await rm(join(root, "little"), { recursive: true, force: true });
      await lay(files);
      const data = await loadCifar(little, offline());
      expect([what, ...data.train.labels, ...data.test.images]).toEqual([what, 1, 2, 0, 3, ...pixels(90)]);
      checksums.add(data.checksum);
    }
    expect([...checksums]).toMatchInlineSnapshot(`
      [
        "md5:f10d4740268621f277b662c56695779b+dde5cc68fe205c02ad4d199c93f9795b+9f91c26c1492bbf8899481f689f23337",
      ]
    `);
    await lay({ "little/t.bin": Uint8Array.from([...(records["t.bin"] ?? [])].with(13, 0)) });
    expect(checksums).not.toContain((await loadCifar(little, offline())).checksum);
  });

  test("any images come back, whatever the sizes", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), fc.infiniteStream(fc.nat(255)), ([height, width, channels], each, values) => {
        const spec: CifarSpec = { ...cifar10, inputShape: [height, width, channels], train: { files: ["a", "b"], each }, test: { files: ["t"], each } };
        const length = height * width * channels;
        const images = Uint8Array.from({ length: 2 * each * length }, () => values.next().value as number);
        const recordOf = (i: number): number[] => [i, ...Array.from({ length }, (_, v) => images[i * length + (v % (height * width)) * channels + Math.floor(v / (height * width))] as number)];
        const bytes = (from: number): Uint8Array => Uint8Array.from(Array.from({ length: each }, (_, i) => recordOf(from + i)).flat());
        const assembly = cifarAssembly(spec, "fine");
        // The files may come in any order.
        assembly.add({ name: "t", bytes: 0 }, { bytes: bytes(0) });
        assembly.add({ name: "b", bytes: 0 }, { bytes: bytes(each) });
        assembly.add({ name: "a", bytes: 0 }, { bytes: bytes(0) });
        expect(assembly.splits().train).toEqual({ shape: [2 * each, height, width, channels], images, labels: Uint8Array.from({ length: 2 * each }, (_, i) => i) });
      }),
    );
  });

  test("the published sets have the sizes that their page states", () => {
    expect([recordBytes(cifar10), recordBytes(cifar100)]).toEqual([3073, 3074]);
    expect([cifar10, cifar100].map((spec) => cifarSet(spec).packages[0]?.files.map(({ bytes }) => bytes))).toEqual([Array.from({ length: 6 }, () => 30_730_000), [153_700_000, 30_740_000]]);
    expect([cifar10.classes, cifar100.classes, cifar100.coarse].map((classes) => new Set(classes).size)).toEqual([10, 100, 20]);
  });
});

describe("what is refused", () => {
  const changed = (name: string, at: number, value: number): Record<string, Uint8Array> => ({ ...records, [name]: Uint8Array.from(records[name] ?? [], (byte, i) => (i === at ? value : byte)) });
  const archive = (bytes: Uint8Array): Promise<string> => lay({ "little/little.tar.gz": bytes }).then(() => refusal(loadCifar(little, offline())));

  test("files that are not as they should be", async () => {
    const said: string[] = [];
    for (const files of [changed("a.bin", 15, 4), changed("a.bin", 14, 2), { ...records, "t.bin": Uint8Array.of(1) }, { "a.bin": records["a.bin"] as Uint8Array }]) {
      await rm(join(root, "little"), { recursive: true, force: true });
      await lay(within("little", files));
      said.push(await refusal(loadCifar(little, offline())));
    }
    expect(said).toMatchInlineSnapshot(`
      [
        "…/little/a.bin: the fine labels must lie in 0 … 3. That of image 1 is 4. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/a.bin: the coarse labels must lie in 0 … 1. That of image 1 is 2. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/t.bin: the file must have 14 bytes, 14 for each image. It has 1. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "little: …/little holds 1 of the set's 3 files; b.bin (or little.tar.gz with all of them) is missing. Add it, or take the others away.",
      ]
    `);
    await rm(join(root, "little"), { recursive: true });
    expect(await refusal(loadCifar(little, offline()))).toMatchInlineSnapshot(`"little: not found, and downloading is switched off. Looked into …/little, …/cache/datasets/little. Put little.tar.gz or what is in it into one of these, or allow the download of 256 bytes."`);
    expect(await refusal(loadCifar(little, { env, dataDir: join(root, "nowhere") }))).toMatchInlineSnapshot(`"little: the data folder …/nowhere does not exist, or is not a folder. Name one that holds little/ or little.tar.gz or what is in it."`);
  });

  test("archives that are not as they should be", async () => {
    const { "b.bin": _, ...without } = records;
    expect([
      await archive(packed(without)),
      await archive(packed({ ...records, "a.bin": new Uint8Array(29) })),
      await archive(packed(changed("b.bin", 1, 9))),
      await archive(packed().subarray(0, -20)),
      await archive(packed(records, [{ name: "../evil.bin" }])),
      await archive(packed(records, [{ name: "little/link", type: "2" }])),
      await archive(packed(records, [{ name: "little/a.bin" }])),
      await archive(Uint8Array.from(gzipSync(new Uint8Array(2_000_000).fill(7)))),
      await archive(packed(records, [{ name: "bomb", content: new Uint8Array(2_000_000) }])),
      await archive(packed(records, Array.from({ length: 300 }, (_, i) => ({ name: `${i}` })))),
      await archive(new TextEncoder().encode("<html>")),
    ]).toMatchInlineSnapshot(`
      [
        "…/little/little.tar.gz: the archive must hold little/b.bin. It does not. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz, little/a.bin: the file must have 28 bytes. It has 29. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz, little/b.bin: the fine labels must lie in 0 … 3. That of image 0 is 9. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: the gzip file is truncated or damaged (unexpected end of file). Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: the names of its entries must be paths within it. Received "../evil.bin". Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: its entries must be files and folders. "little/link" is a link. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: entries must have different names. Received "little/a.bin" twice. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: a header must hold octal numbers: this is no tar archive, or it is damaged. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: entry "bomb" may have at most 1,001,024 bytes. It has 2,000,000. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: it may have at most 256 entries. It has more. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        "…/little/little.tar.gz: it ends in the middle: the file is truncated. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
      ]
    `);
  });

  test("checkPublished names an archive once, and every file that is missing", async () => {
    const check = async (): Promise<unknown> => {
      const place = await locate(cifarSet(little), { env });
      return place && (await checkPublished(cifarSet(little), place)).map(({ file, problem }) => [file, problem?.replaceAll(root, "…")]);
    };
    await lay({ "little/little.tar.gz": packed(changed("a.bin", 0, 2)) });
    expect(await check()).toMatchInlineSnapshot(`
      [
        [
          "little.tar.gz",
          "…/little/little.tar.gz, little/a.bin: the coarse labels must lie in 0 … 1. That of image 0 is 2. Replace it by a good copy, or take little's files out of …/little to have them looked for elsewhere.",
        ],
      ]
    `);
    await rm(join(root, "little"), { recursive: true });
    await lay(within("little", { "a.bin": records["a.bin"] as Uint8Array }));
    expect(await check()).toMatchInlineSnapshot(`
      [
        [
          "a.bin",
          undefined,
        ],
        [
          "b.bin",
          "little: …/little holds 1 of the set's 3 files; b.bin (or little.tar.gz with all of them) is missing. Add it, or take the others away.",
        ],
        [
          "t.bin",
          "little: …/little holds 1 of the set's 3 files; t.bin (or little.tar.gz with all of them) is missing. Add it, or take the others away.",
        ],
      ]
    `);
  });

  test("any cut or flipped bit in the archive is found, unless the content is whole all the same", async () => {
    const good = packed();
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
        const bytes = good.slice(0, cut ? at : undefined);
        if (!cut) bytes[at] = (bytes[at] as number) ^ (1 << bit);
        await lay({ "little/little.tar.gz": bytes });
        const loaded = await loadCifar(little, offline()).catch((error: unknown) => error);
        if (loaded instanceof Error) expect(`${loaded.name}: ${loaded.message.replaceAll(root, "…")}`).toMatch(/^(DataError|FileError): …\/little\/little\.tar\.gz.+Replace it by a good copy/);
        else expect(loaded).toMatchObject({ train: { labels: Uint8Array.of(1, 2, 0, 3) } });
      }),
      { numRuns: 200 },
    );
  });
});

describe("the download", () => {
  test("fetches the archive once, reports, and reads it where it lies", async () => {
    const { url, asked } = await mirror({ "little.tar.gz": packed() });
    const seen: DataProgress[] = [];
    const options = { env: { CONVSCOPE_CACHE: join(root, "cache") }, mirrors: [url], onProgress: (progress: DataProgress) => seen.push(progress) };
    expect((await loadCifar(little, options)).train.labels).toHaveLength(4);
    expect((await loadCifar(little, options)).test.labels).toHaveLength(1);
    expect(asked).toEqual(["little.tar.gz"]);
    expect(seen.at(-1)).toMatchObject({ file: "little.tar.gz", index: 0, files: 1, received: packed().length });
  });

  test("believes no archive with another checksum", async () => {
    const other = packed(changedTest());
    const { url } = await mirror({ "little.tar.gz": other });
    expect(await refusal(loadCifar({ ...little, archive: { ...little.archive, bytes: other.length } }, { env: { CONVSCOPE_CACHE: root }, mirrors: [url], pause: 1 }))).toMatchInlineSnapshot(`
      "little.tar.gz: could not be downloaded from its address.
        http://host/set/little.tar.gz: the MD5 of the content is 6fc117e94a6c0f18184a75bafdd739ca, expected 5d98e94eb52227733331468672b17f69
      To get it by hand, fetch it from this address and save it as …/datasets/little/little.tar.gz"
    `);
  });

  test("an abort ends it, and what has come is kept", async () => {
    const { url } = await mirror({ "little.tar.gz": packed() });
    const controller = new AbortController();
    const options = { env: { CONVSCOPE_CACHE: join(root, "cache") }, mirrors: [url] };
    expect(await refusal(loadCifar(little, { ...options, signal: controller.signal, onProgress: () => controller.abort() }))).toMatch(/abort/);
    expect((await loadCifar(little, options)).train.labels).toHaveLength(4);
  });
});

const changedTest = (): Record<string, Uint8Array> => ({ ...records, "t.bin": Uint8Array.from(records["t.bin"] ?? []).fill(1) });
