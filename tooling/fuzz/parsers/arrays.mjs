import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadArrays, parseIdx, formatIdx, parseNpy, readArrays } from "@convscope/datasets";
import { openSafetensors, readSafetensors, writeSafetensors } from "../../../packages/files/src/index.ts";
import { zipOf } from "../../../packages/test-kit/src/archives.ts";
import { damaged, joined } from "../damage.mjs";
import { misspelt } from "../misspell.mjs";
import { goldenBytes, utf8 } from "../seeds.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const npys = () => goldenBytes("arrays/bool.npy", "arrays/empty.npy", "arrays/float16.npy", "arrays/float32.npy", "arrays/float64_big.npy", "arrays/fortran.npy", "arrays/fortran_float.npy", "arrays/int64.npy", "arrays/scalar.npy", "arrays/uint64.npy", "arrays/version2.npy");

const tensors = {
  images: { shape: [4, 3, 3], data: Uint8Array.from({ length: 36 }, (_, i) => 7 * i) },
  labels: { shape: [4], data: Int32Array.of(0, 1, 2, 0) },
  weights: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
};
const safetensors = () => [writeSafetensors(tensors), writeSafetensors(tensors, { made: "by hand" }), writeSafetensors({})];

/** @param {{ readonly shape: readonly number[], readonly data: ArrayLike<number> }} array */
function checkArray({ shape, data }) {
  if (shape.reduce((a, b) => a * b, 1) !== data.length) throw new Error(`an array of ${shape.join("×")} has ${data.length} numbers`);
}

/** The header's words changed, with its length put right. @param {Random} random */
function reworded(random) {
  const bytes = random.pick(npys());
  const [from, size] = bytes[6] === 1 ? [10, 2] : [12, 4];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = from + (size === 2 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = misspelt([bytes.subarray(from, end)], random);
  const start = bytes.slice(0, from);
  if (size === 2) new DataView(start.buffer).setUint16(8, header.length, true);
  else new DataView(start.buffer).setUint32(8, header.length, true);
  return joined(start, header, bytes.subarray(end));
}

/** @param {Random} random */
const npy = (random) => (random.chance(0.6) ? reworded(random) : damaged(npys(), random));

/** @param {Random} random */
function safetensor(random) {
  const bytes = random.pick(safetensors());
  if (random.chance(0.4)) return damaged(safetensors(), random);
  const end = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = misspelt([bytes.subarray(8, end)], random);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  return joined(length, header, bytes.subarray(end));
}

/** An npy file of bytes. @param {readonly number[]} shape */
function bytesNpy(...shape) {
  const header = utf8(`{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},)}`);
  return joined(Uint8Array.of(0x93, ...utf8("NUMPY"), 1, 0, header.length, 0), header, Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (shape.length === 1 ? i % 3 : 20 * i)));
}

/** As several programs name them; one of them is something else. @param {Random} random */
function npz(random) {
  if (random.chance(0.4)) return damaged(goldenBytes("arrays/keras.npz", "arrays/medmnist.npz"), random);
  const names = random.pick([["x_train", "y_train"], ["images", "labels"], ["x_train", "y_train", "x_test", "y_test"], ["train_images", "train_labels", "val_images", "val_labels", "test_images", "test_labels"]]);
  const other = random.below(names.length);
  return zipOf(names.map((name, i) => {
    const good = i % 2 === 0 ? bytesNpy(6, 3, 3) : bytesNpy(6);
    return { name: `${name}.npy`, method: random.pick([0, 8]), content: i !== other ? good : random.chance(0.5) ? npy(random) : damaged([good], random) };
  }));
}

const idx = () => [formatIdx([4, 2, 3], Uint8Array.from({ length: 24 }, (_, i) => i)), formatIdx([6], Uint8Array.of(0, 1, 2, 3, 4, 5)), formatIdx([], Uint8Array.of(7))];

/** @type {import("../parsers.mjs").Parsers} */
export const arrays = {
  npy: async () => ({ good: npys(), vary: npy, subject: /^made\.npy/, read: async (bytes) => checkArray(parseNpy(bytes, { name: "made.npy" })) }),
  npz: async () => ({ good: goldenBytes("arrays/keras.npz", "arrays/medmnist.npz"), vary: npz, subject: /^made/, read: async (bytes) => readArrays(bytes, { name: "made", maxBytes: 1_000_000 }) }),
  "npy-folder": async (folder) => {
    mkdirSync(join(folder, "made"));
    return {
      good: [bytesNpy(6, 3, 3)],
      vary: (random) => (random.chance(0.5) ? npy(random) : damaged([bytesNpy(6, 3, 3), bytesNpy(6, 1, 3, 3)], random)),
      subject: /made/,
      async read(bytes) {
        writeFileSync(join(folder, "made", "x_train.npy"), bytes);
        writeFileSync(join(folder, "made", "y_train.npy"), bytesNpy(6));
        return loadArrays(join(folder, "made"));
      },
    };
  },
  safetensors: async () => ({ good: safetensors(), vary: safetensor, subject: /^made/, read: async (bytes) => Object.values(readSafetensors(bytes, "made").tensors).map(checkArray) }),
  "safetensors-on-disk": async (folder) => {
    const file = join(folder, "made.safetensors");
    return {
      good: safetensors(),
      vary: safetensor,
      subject: /made\.safetensors/,
      async read(bytes) {
        writeFileSync(file, bytes);
        const opened = await openSafetensors(file);
        try {
          for (const name of Object.keys(opened.tensors)) checkArray(await opened.read(name));
        } finally {
          await opened.close();
        }
      },
    };
  },
  "safetensors-set": async () => ({ good: [writeSafetensors({ images: tensors.images, labels: tensors.labels })], vary: safetensor, subject: /^made/, read: async (bytes) => readArrays(bytes, { name: "made" }) }),
  idx: async () => ({ good: idx(), vary: (random) => damaged(idx(), random), subject: /^made/, read: async (bytes) => checkArray(parseIdx(bytes, { name: "made" })) }),
};
