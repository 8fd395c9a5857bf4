import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { emnist, formatIdx, loadCifar, loadIdx, mnist } from "@convscope/datasets";
import { tarOf, zipOf } from "../../../packages/test-kit/src/archives.ts";
import { damaged } from "../damage.mjs";
import { packed } from "./archives.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const images = formatIdx([3, 2, 2], Uint8Array.from({ length: 12 }, (_, i) => 20 * i));
const labels = formatIdx([3], Uint8Array.of(1, 2, 3));

/** Sets of three pictures to train and three to test. */
const small = { ...mnist, name: "made", inputShape: /** @type {const} */ ([2, 2, 1]), mirrors: [], systemFolders: [] };
const idxSet = {
  ...small,
  train: { count: 3, images: { name: "train-images-idx3-ubyte" }, labels: { name: "train-labels-idx1-ubyte" } },
  test: { count: 3, images: { name: "t10k-images-idx3-ubyte" }, labels: { name: "t10k-labels-idx1-ubyte" } },
};
const letters = emnist["emnist-letters"];
const letterSet = { ...letters, name: "made", inputShape: /** @type {const} */ ([2, 2, 1]), mirrors: [], train: { ...letters.train, count: 3 }, test: { ...letters.test, count: 3 }, archive: { name: "gzip.zip", inside: "gzip/", bytes: 2_000 } };
const letterFiles = [letterSet.train, letterSet.test].flatMap((pair) => [{ name: pair.images.name, content: images }, { name: pair.labels.name, content: labels }]);

/** @param {(content: Uint8Array) => Uint8Array} change */
const letterZip = (change) => zipOf(letterFiles.map(({ name, content }) => ({ name: `gzip/${name}.gz`, content: change(content) })));
const zipped = () => letterZip((content) => new Uint8Array(gzipSync(content)));

const cifarSet = {
  name: "made", title: "Made", classes: ["ant", "bee", "cod"], inputShape: /** @type {const} */ ([2, 2, 3]), licence: "MIT", source: "made up", mirrors: [],
  train: { files: ["a.bin", "b.bin"], each: 2 }, test: { files: ["t.bin"], each: 2 },
  archive: { name: "made.tar.gz", bytes: 2_000, inside: "made/" },
};
const records = Uint8Array.from({ length: 26 }, (_, i) => (i % 13 === 0 ? i / 13 : i));

/** @param {(content: Uint8Array) => Uint8Array} change */
const recordTar = (change) => tarOf([{ name: "made/", type: "5" }, ...["a.bin", "b.bin", "t.bin"].map((name) => ({ name: `made/${name}`, content: change(records) }))]);
const tarred = () => new Uint8Array(gzipSync(recordTar((content) => content)));

/** @param {string} folder @param {Readonly<Record<string, Uint8Array>>} files */
function lay(folder, files) {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** Now and then one of the files inside is damaged, else what is around them. @param {(change: (content: Uint8Array) => Uint8Array) => Uint8Array} made @param {Random} random */
const inOrOut = (made, random) => (random.chance(0.5) ? made((content) => (random.chance(0.3) ? damaged([content], random) : content)) : damaged([made((content) => content)], random));

/** @type {import("../parsers.mjs").Parsers} */
export const published = {
  "idx-set": async (folder) => {
    lay(folder, { "made/train-images-idx3-ubyte": images, "made/train-labels-idx1-ubyte": labels, "made/t10k-labels-idx1-ubyte": labels });
    return {
      good: [images, new Uint8Array(gzipSync(images))],
      vary: (random) => (random.chance(0.5) ? damaged([images, labels], random) : packed(damaged([images], random), random)),
      subject: /made/,
      async read(bytes) {
        lay(folder, { "made/t10k-images-idx3-ubyte": bytes });
        return loadIdx(idxSet, { dataDir: folder, env: {}, download: false });
      },
    };
  },
  "emnist-zip": async (folder) => ({
    good: [zipped()],
    vary: (random) => inOrOut((change) => letterZip((content) => packed(change(content), random)), random),
    subject: /made/,
    async read(bytes) {
      lay(folder, { "made/gzip.zip": bytes });
      return loadIdx(letterSet, { dataDir: folder, env: {}, download: false });
    },
  }),
  "cifar-records": async (folder) => {
    lay(folder, { "made/a.bin": records, "made/t.bin": records });
    return {
      good: [records],
      vary: (random) => (random.chance(0.3) ? packed(records, random) : damaged([records], random)),
      subject: /made/,
      async read(bytes) {
        lay(folder, { "made/b.bin": bytes });
        return loadCifar(cifarSet, { dataDir: folder, env: {}, download: false });
      },
    };
  },
  "cifar-tar.gz": async (folder) => ({
    good: [tarred()],
    vary: (random) => (random.chance(0.7) ? packed(inOrOut(recordTar, random), random) : damaged([tarred()], random)),
    subject: /made/,
    async read(bytes) {
      lay(folder, { "made/made.tar.gz": bytes });
      return loadCifar(cifarSet, { dataDir: folder, env: {}, download: false });
    },
  }),
};
