import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mirror } from "../../test/mirror.ts";
import { contents, lay, tiny } from "../../test/tiny.ts";
import { formatIdx } from "../idx/format.ts";
import { loadIdx } from "../idx/load.ts";
import { idxSet } from "../idx/set.ts";
import type { IdxSpec } from "../idx/spec.ts";
import type { DataProgress } from "./fetch.ts";
import { checkPublished, type PublishedOptions } from "./load.ts";
import { locate } from "./locate.ts";

let root: string;
let env: Record<string, string>;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "convscope-datasets-"));
  env = { CONVSCOPE_CACHE: join(root, "cache") };
});
afterEach(() => rm(root, { recursive: true }));

const offline = (options: PublishedOptions = {}): PublishedOptions => ({ env, download: false, ...options });
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "(no error)",
    (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(root, "…").replaceAll(/127\.0\.0\.1:\d+/g, "host"),
  );

const packed = (): Record<string, Uint8Array> => Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));

describe("where it is found", () => {
  const inPlace = async (folder: string, gz: boolean, options: PublishedOptions = {}): Promise<void> => {
    await lay(folder, gz);
    const data = await loadIdx(tiny, offline(options));
    expect(data.train.shape).toEqual([6, 2, 3, 1]);
    expect(Uint8Array.from(data.train.images)).toEqual(contents["train-images-idx3-ubyte"]?.slice(16));
    expect(Uint8Array.from(data.test.labels)).toEqual(contents["t10k-labels-idx1-ubyte"]?.slice(8));
  };
  test("in <dataDir>/<name>, packed", () => inPlace(join(root, "d", "tiny"), true, { dataDir: join(root, "d") }));
  test("in <dataDir> itself, plain", () => inPlace(join(root, "d"), false, { dataDir: join(root, "d") }));
  test("in $CONVSCOPE_DATA/<name>", () => {
    env["CONVSCOPE_DATA"] = join(root, "e");
    return inPlace(join(root, "e", "tiny"), true);
  });
  test("in the cache", () => inPlace(join(root, "cache", "datasets", "tiny"), true));
  test("where the system has it", async () => {
    await lay(join(root, "usr"), true);
    const data = await loadIdx({ ...tiny, systemFolders: [join(root, "usr")] }, offline());
    expect(data.test.shape).toEqual([4, 2, 3, 1]);
  });
  test("under the other usual name", async () => {
    await lay(join(root, "d"), false);
    await rename(join(root, "d", "t10k-images-idx3-ubyte"), join(root, "d", "t10k-images.idx3-ubyte"));
    expect((await loadIdx(tiny, offline({ dataDir: join(root, "d") }))).test.labels).toHaveLength(4);
  });

  test("train and test take the first so many", async () => {
    await lay(join(root, "d"), true);
    const data = await loadIdx(tiny, offline({ dataDir: join(root, "d"), train: 2, test: 100 }));
    expect([data.train.shape[0], data.train.images.length, data.test.shape[0]]).toEqual([2, 12, 4]);
  });

  test("nowhere, or in a folder that is not there", async () => {
    expect(await refusal(loadIdx(tiny, offline()))).toMatchInlineSnapshot(`"tiny: not found, and downloading is switched off. Looked into …/cache/datasets/tiny. Put its 4 files into one of these, or allow the download of 200 bytes."`);
    expect(await refusal(loadIdx(tiny, offline({ dataDir: join(root, "dtaa") })))).toMatchInlineSnapshot(`"tiny: the data folder …/dtaa does not exist, or is not a folder. Name one that holds tiny/ or its 4 files."`);
    env["CONVSCOPE_DATA"] = join(root, "nonsense");
    expect(await refusal(loadIdx(tiny, offline()))).toMatchInlineSnapshot(`"tiny: CONVSCOPE_DATA must name a folder that holds tiny/ and others. Received …/nonsense, which does not exist, or is not a folder. Correct it, or unset it."`);
  });
});

describe("what is wrong is an error, never a reason to look elsewhere", () => {
  /** A good set in the cache, and one with a wrong file in the data folder. */
  const withWrong = async (name: string, content: Uint8Array | undefined, gz = false): Promise<string> => {
    await lay(join(root, "cache", "datasets", "tiny"), true);
    await lay(join(root, "d", "tiny"), gz, { [name]: content });
    return refusal(loadIdx(tiny, offline({ dataDir: join(root, "d") })));
  };
  const images = contents["train-images-idx3-ubyte"] ?? new Uint8Array();
  const labels = contents["train-labels-idx1-ubyte"] ?? new Uint8Array();

  test("a missing file", async () => expect(await withWrong("t10k-labels-idx1-ubyte", undefined)).toMatchInlineSnapshot(`"tiny: …/d/tiny holds 3 of the set's 4 files; t10k-labels-idx1-ubyte (or t10k-labels-idx1-ubyte.gz) is missing. Add it, or take the others away."`));
  test("a truncated file", async () => expect(await withWrong("train-images-idx3-ubyte", images.subarray(0, 40))).toMatchInlineSnapshot(`"…/d/tiny/train-images-idx3-ubyte: the file is truncated: 6×2×3 values and the header make 52 bytes. It has 40. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("an oversized file", async () => expect(await withWrong("train-labels-idx1-ubyte", Uint8Array.of(...labels, 0))).toMatchInlineSnapshot(`"…/d/tiny/train-labels-idx1-ubyte: the content may have at most 14 bytes. It has 15 bytes. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("a bomb", async () => expect(await withWrong("train-labels-idx1-ubyte", new Uint8Array(1e6), true)).toMatchInlineSnapshot(`"…/d/tiny/train-labels-idx1-ubyte.gz: the content may have at most 14 bytes. The gzip file unpacks to more. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("a wrong magic number", async () => expect(await withWrong("train-images-idx3-ubyte", labels)).toMatchInlineSnapshot(`"…/d/tiny/train-images-idx3-ubyte: the magic number must be 00 00 08 03, for 3 dimensions. It is 00 00 08 01: these are labels, not images. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("a wrong count", async () => expect(await withWrong("train-images-idx3-ubyte", formatIdx([5, 2, 3], new Uint8Array(30)))).toMatchInlineSnapshot(`"…/d/tiny/train-images-idx3-ubyte: the sizes must be 6×2×3. The header says 5×2×3. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("a label out of range", async () => expect(await withWrong("train-labels-idx1-ubyte", formatIdx([6], Uint8Array.of(0, 1, 2, 3, 0, 1)))).toMatchInlineSnapshot(`"…/d/tiny/train-labels-idx1-ubyte: labels must lie in 0 … 2. Label 3 is 3. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("another content", async () => expect(await withWrong("train-images-idx3-ubyte", formatIdx([6, 2, 3], new Uint8Array(36)))).toMatchInlineSnapshot(`"…/d/tiny/train-images-idx3-ubyte: the MD5 of the uncompressed content must be a1e02a203be05deefba833a6d5d01e69. It is a3203440d6669f9ae62afa722d48d3dd. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("an empty file", async () => expect(await withWrong("train-images-idx3-ubyte", new Uint8Array())).toMatchInlineSnapshot(`"…/d/tiny/train-images-idx3-ubyte: the file is truncated: it has 0 bytes, and the header alone has at least 4. Replace it by a good copy, or take tiny's files out of …/d/tiny to have them looked for elsewhere."`));
  test("a gzip file that is cut", async () => {
    await lay(join(root, "d"), true);
    await writeFile(join(root, "d", "train-images-idx3-ubyte.gz"), gzipSync(images).subarray(0, 30));
    expect(await refusal(loadIdx(tiny, offline({ dataDir: join(root, "d") })))).toMatchInlineSnapshot(`"…/d/train-images-idx3-ubyte.gz: the gzip file is truncated or damaged (unexpected end of file). Replace it by a good copy, or take tiny's files out of …/d to have them looked for elsewhere."`);
  });
  test("a folder or a dead link in its place", async () => {
    await lay(join(root, "d"), true, { "train-images-idx3-ubyte": undefined });
    await mkdir(join(root, "d", "train-images-idx3-ubyte"));
    expect(await refusal(loadIdx(tiny, offline({ dataDir: join(root, "d") })))).toMatchInlineSnapshot(`"…/d/train-images-idx3-ubyte: this is not a file. Replace it by a good copy, or take tiny's files out of …/d to have them looked for elsewhere."`);
    await rm(join(root, "d"), { recursive: true });
    await mkdir(join(root, "d"));
    await symlink(join(root, "gone"), join(root, "d", "train-images-idx3-ubyte"));
    expect(await refusal(loadIdx(tiny, offline({ dataDir: join(root, "d"), download: true })))).toContain("holds 1 of the set's 4 files");
  });

  test("without `verify` another content of the right form is taken", async () => {
    await lay(join(root, "d"), true, { "train-images-idx3-ubyte": formatIdx([6, 2, 3], new Uint8Array(36)) });
    const data = await loadIdx(tiny, offline({ dataDir: join(root, "d"), verify: false }));
    expect(data.train.images.every((value) => value === 0)).toBe(true);
  });

  test("any cut or flipped bit in any file is found, unless the content is whole all the same", async () => {
    const dataDir = join(root, "d");
    const whole = Uint8Array.from(["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"].flatMap((name) => [...(contents[name] ?? []).slice(name.includes("idx3") ? 16 : 8)]));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(contents)), fc.boolean(), fc.nat(200), fc.nat(7), fc.boolean(), async (name, gz, at, bit, cut) => {
        await rm(dataDir, { recursive: true, force: true });
        await lay(dataDir, gz);
        const path = join(dataDir, gz ? `${name}.gz` : name);
        const bytes = await readFile(path);
        const place = at % bytes.length;
        if (!cut) bytes[place] = (bytes[place] as number) ^ (1 << bit);
        await writeFile(path, cut ? bytes.subarray(0, place) : bytes);
        const loaded = await loadIdx(tiny, offline({ dataDir })).catch(() => undefined);
        // Some bits of a gzip file, such as the time in its header and what fills up its last byte, say nothing about the content.
        if (gz && !cut && loaded) expect(Uint8Array.from([...loaded.train.images, ...loaded.train.labels, ...loaded.test.images, ...loaded.test.labels])).toEqual(whole);
        else expect(await refusal(loadIdx(tiny, offline({ dataDir })))).toMatch(new RegExp(`^…/d/${name}.+Replace it by a good copy`));
      }),
      { numRuns: 150 },
    );
  });

  test("checkPublished goes on after a wrong file", async () => {
    const dataDir = join(root, "d");
    await lay(dataDir, false, { "train-images-idx3-ubyte": labels, "t10k-labels-idx1-ubyte": undefined });
    const place = await locate(idxSet(tiny), { env, dataDir });
    if (place === undefined) throw new Error("the set must be found");
    expect((await checkPublished(idxSet(tiny), place)).map(({ file, problem }) => [file, problem !== undefined])).toEqual([
      ["train-images-idx3-ubyte", true],
      ["train-labels-idx1-ubyte", false],
      ["t10k-images-idx3-ubyte", false],
      ["t10k-labels-idx1-ubyte", true],
    ]);
  });
});

describe("the download", () => {
  test("fills the cache, reports, and is not repeated", async () => {
    const { url, asked } = await mirror(packed());
    const seen: DataProgress[] = [];
    const options = { env, mirrors: [url], onProgress: (progress: DataProgress) => seen.push(progress) };
    const data = await loadIdx(tiny, options);
    expect(data.train.labels).toHaveLength(6);
    expect(asked).toEqual(Object.keys(packed()));
    expect(seen.at(-1)).toMatchObject({ file: "t10k-labels-idx1-ubyte", index: 3, files: 4 });
    await loadIdx(tiny, options);
    expect(asked).toHaveLength(4);
  });

  test("fetches only what an interrupted one has left out", async () => {
    const { url, asked } = await mirror(packed());
    await lay(join(root, "cache", "datasets", "tiny"), true, { "t10k-images-idx3-ubyte": undefined });
    await loadIdx(tiny, { env, mirrors: [url] });
    expect(asked).toEqual(["t10k-images-idx3-ubyte.gz"]);
  });

  test("a wrong file in the cache is an error that says what to do", async () => {
    const { url, asked } = await mirror(packed());
    await lay(join(root, "cache", "datasets", "tiny"), true, { "t10k-labels-idx1-ubyte": Uint8Array.of(1, 2, 3, 4) });
    expect(await refusal(loadIdx(tiny, { env, mirrors: [url] }))).toMatchInlineSnapshot(`"…/cache/datasets/tiny/t10k-labels-idx1-ubyte.gz: this is no IDX file: the first two bytes must be 00 00. They begin 01 02 03 04. Delete the file, and it will be downloaded anew."`);
    expect(asked).toEqual([]);
  });

  test("a mirror with other content is not believed, and the next one asked", async () => {
    const { url } = await mirror({ ...packed(), "wrong.gz": new Uint8Array() });
    const bad: IdxSpec = { ...tiny, mirrors: [`${url}/`, `${url}/again/`], test: { ...tiny.test, labels: { ...tiny.test.labels, md5: "0".repeat(32) } } };
    expect(await refusal(loadIdx(bad, { env, pause: 1 }))).toMatchInlineSnapshot(`
      "t10k-labels-idx1-ubyte.gz: could not be downloaded from any of 2 addresses.
        http://host/set/t10k-labels-idx1-ubyte.gz: the MD5 of the uncompressed content is bd1dca84dde0455b4c9acaeaadbfb46b, expected 00000000000000000000000000000000
        http://host/set/again/t10k-labels-idx1-ubyte.gz: the MD5 of the uncompressed content is bd1dca84dde0455b4c9acaeaadbfb46b, expected 00000000000000000000000000000000
      To get it by hand, fetch it from one of these addresses and save it as …/cache/datasets/tiny/t10k-labels-idx1-ubyte.gz"
    `);
    expect((await readdir(join(root, "cache", "datasets", "tiny"))).sort()).toEqual(["t10k-images-idx3-ubyte.gz", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]);
  });
});
