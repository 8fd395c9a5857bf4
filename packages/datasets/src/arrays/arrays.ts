import { checkOptions, FormatError, isZip, md5, readSafetensors, readZip, type Arrays, type NdArray } from "@convscope/files/bytes";
import { checkSeed } from "../check.ts";
import { size, subset, type ImageDataset, type Split } from "../dataset.ts";
import { DataError } from "../error.ts";
import { holdOut } from "../split.ts";
import { readLabels } from "./labels.ts";
import { parseNpy } from "./npy.ts";
import { isNpy } from "./npyHeader.ts";
import { pixelRules, readPixels, type PixelOptions } from "./pixels.ts";
import { rolesOf, type ArrayKeys, type PartArrays } from "./roles.ts";

export interface ArraysOptions extends PixelOptions {
  /** The data set's name; "arrays" unless given. */
  readonly name?: string;
  readonly title?: string;
  /** The names of the arrays; told by the conventions of Keras, MedMNIST and others unless given. */
  readonly keys?: ArrayKeys;
  /** The classes' names; "0", "1", … unless given. */
  readonly classes?: readonly string[];
  /** What share of the samples is for test where the file keeps none, stratified; 0.2 unless given. */
  readonly testFraction?: number;
  /** Which ones are: a whole number; 1 unless given. */
  readonly seed?: number;
  readonly licence?: string;
  /** The most bytes that an npz file may unpack to; 2 GB unless given. */
  readonly maxBytes?: number;
}

/** A data set from arrays; some files keep a part for validation. */
export interface ArraysDataset extends ImageDataset {
  readonly validation?: Split;
}

export const arraysOptionNames: readonly (keyof ArraysOptions)[] = ["name", "title", "keys", "classes", "testFraction", "seed", "licence", "maxBytes", "layout", "range", "inputShape"];

/** 2 GB. */
export const mostBytes = 2_000_000_000;

/**
 * The arrays in the bytes of an npz or safetensors file, by name; an npy file has one, and is named so.
 *
 * @throws DataError or FileError for anything else.
 */
export function parseArrays(bytes: Uint8Array, options: { readonly name?: string; readonly maxBytes?: number } = {}): Arrays {
  checkOptions("parseArrays", options, ["name", "maxBytes"]);
  const { name = "arrays", maxBytes = mostBytes } = options;
  if (isNpy(bytes)) return { npy: parseNpy(bytes, { name }) };
  if (isZip(bytes)) {
    const files = readZip(bytes, { name, maxBytes, maxTotal: maxBytes, maxEntries: 1_000 });
    const npy = [...files].filter(([file]) => file.endsWith(".npy"));
    return Object.fromEntries(npy.map(([file, content]) => [file.slice(0, -".npy".length), parseNpy(content(), { name: `${name}, ${file}` })]));
  }
  try {
    return readSafetensors(bytes, name).tensors;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new DataError(`${name}: this is no npy file, no npz file, and no safetensors file that can be read. As the last: ${error.message}`, { cause: error });
  }
}

/**
 * An image data set from arrays in files: the bytes of an npz or safetensors file that holds them all, or of several files by name, such as
 * `{ x_train: …, y_train: … }`, each with one array (npy).
 * Images are `[n, H, W]`, `[n, H, W, C]` or `[n, C, H, W]`, bytes or numbers from 0 to 1 or 0 to 255; labels are whole numbers or one-hot.
 * What the numbers do not tell beyond doubt is refused, and can be said by an option.
 *
 * @throws DataError or FileError saying which array is wrong and how.
 */
export function readArrays(source: Uint8Array | Readonly<Record<string, Uint8Array>>, options: ArraysOptions = {}): ArraysDataset {
  checkOptions("readArrays", options, arraysOptionNames);
  checkSeed("readArrays", options.seed ?? 1);
  if (options.inputShape?.every((length) => Number.isInteger(length) && length > 0) === false) throw new RangeError(`readArrays: inputShape must be height, width and channels, whole numbers of at least 1. Received ${options.inputShape.join(", ")}.`);
  const { name = "arrays", maxBytes = mostBytes } = options;
  if (source instanceof Uint8Array) return assembleArrays(parseArrays(source, { name, maxBytes }), `md5:${md5(source)}`, options);
  const files = Object.entries(source);
  const arrays = Object.fromEntries(files.map(([file, bytes]) => [file, onlyArray(parseArrays(bytes, { name: `${name}, ${file}`, maxBytes }), `${name}, ${file}`)]));
  const digests = files.map(([file, bytes]) => `${file} ${md5(bytes)}`).sort().join("\n");
  return assembleArrays(arrays, `md5:${md5(new TextEncoder().encode(digests))}`, options);
}

function onlyArray(arrays: Arrays, name: string): NdArray {
  const [array, ...more] = Object.values(arrays);
  if (array === undefined || more.length > 0) throw new DataError(`${name}: where several files are given, each must hold one array. It holds ${Object.keys(arrays).length}. Give that file alone.`);
  return array;
}

function assembleArrays(arrays: Arrays, checksum: string, options: ArraysOptions): ArraysDataset {
  const { name = "arrays", title = name, testFraction = 0.2, seed = 1, licence = "none stated", inputShape } = options;
  const refuse = (rule: string, wayOut: string): DataError => new DataError(`${name}: ${rule}. ${wayOut}`);
  const roles = rolesOf(arrays, options.keys, refuse);
  const rules = pixelRules(roles.train.names[0], roles.train.images, options, refuse);
  let classes = options.classes?.length ?? 0;
  const read = ({ names, images, labels }: PartArrays): Split => {
    const split = readPixels(names[0], images, rules, inputShape, refuse);
    const given = readLabels(names[1], labels, refuse);
    if (given.labels.length !== split.shape[0]) throw refuse(`${names[0]} and ${names[1]} must have as many rows. They have ${split.shape[0]} and ${given.labels.length}`, "Write the file anew.");
    if (options.classes !== undefined && given.classes > classes) throw refuse(`${names[1]} has labels of ${given.classes} classes, and ${classes} are named`, "Correct the option classes.");
    classes = Math.max(classes, given.classes);
    return { ...split, labels: given.labels };
  };
  const all = read(roles.train);
  if (size(all) === 0) throw refuse(`${roles.train.names[0]} must have at least one image. It has none`, "Write the file anew.");
  const validation = roles.validation === undefined ? undefined : read(roles.validation);
  const { train, test } = roles.test === undefined ? holdTestOut(all, testFraction, seed) : { train: all, test: read(roles.test) };
  for (const split of [test, validation]) {
    if (split !== undefined && split.shape.slice(1).some((length, i) => length !== all.shape[i + 1])) {
      throw refuse(`all images must have the same sizes. Those for training are ${all.shape.slice(1).join("×")}, others ${split.shape.slice(1).join("×")}`, "Bring them to one size before saving.");
    }
  }
  const [, height, width, channels] = all.shape;
  return {
    name, title, licence, checksum,
    classes: options.classes ?? Array.from({ length: classes }, (_, i) => String(i)),
    inputShape: [height, width, channels],
    train,
    ...(validation === undefined ? {} : { validation }),
    test,
    source: name,
  };
}

function holdTestOut(all: Split, testFraction: number, seed: number): { readonly train: Split; readonly test: Split } {
  const { train, validation } = holdOut(all.labels, testFraction, seed);
  return { train: subset(all, train), test: subset(all, validation) };
}
