import { parseIdx, shapes, strokes } from "@convscope/datasets/pure";
import { testsOf } from "./fields.ts";

/** Labelled pictures: `images` `[n, H, W, C]` of bytes, `labels` `[n]`. */
export interface Labelled {
  readonly shape: readonly [count: number, height: number, width: number, channels: number];
  readonly images: Uint8Array;
  readonly labels: Uint8Array | Int32Array;
}

/** Pictures to train and to test with. */
export interface Pictures {
  readonly name: string;
  readonly classes: readonly string[];
  readonly train: Labelled;
  readonly test: Labelled;
  /** Where they come from and whose they are. */
  readonly source: string;
}

/** Pictures that are drawn by a program: nothing is fetched. */
export const drawn: Readonly<Record<string, { readonly title: string; readonly make: (train: number, seed: number) => Pictures }>> = {
  strokes: { title: "strokes: drawn digits, 28×28", make: (train, seed) => strokes({ train, test: testsOf(train), seed }) },
  shapes: { title: "shapes: circles, squares and triangles, 32×32 in colour", make: (train, seed) => shapes({ train, test: testsOf(train), seed }) },
};

/** More than this is no MNIST: 60,000 pictures of 28×28 and a header. */
const mostBytes = 64 * 2 ** 20;

/** The bytes of a file, unpacked where it is gzip; a file that unpacks into too many is left off in time. */
export async function bytesOf(file: Blob, most: number = mostBytes): Promise<Uint8Array> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const parts: Uint8Array[] = [];
  let total = 0;
  const reader = (packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream()).getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    total += value?.length ?? 0;
    if (total > most) {
      await reader.cancel();
      throw new RangeError(`a file must hold at most ${most / 2 ** 20} MiB. This one holds more. Choose MNIST's own files.`);
    }
    if (value) parts.push(value);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * MNIST, or what has its form, from its files of pictures and labels, gzipped or not: those whose names say test or t10k are to test with;
 * without such the last sixth is.
 *
 * @throws DataError for what is no IDX file; RangeError where pictures and labels do not go together.
 */
export async function picturesOfFiles(files: readonly File[]): Promise<Pictures> {
  const read = await Promise.all(files.map(async (file) => ({ name: file.name, ...parseIdx(await bytesOf(file), { name: file.name, wayOut: "Choose the files of pictures and labels of MNIST, Fashion-MNIST or the like." }) })));
  const ofTest = (name: string): boolean => /t10k|test/i.test(name);
  const pair = (test: boolean): Labelled | undefined => {
    const own = read.filter(({ name }) => ofTest(name) === test);
    const images = own.find(({ shape }) => shape.length === 3);
    const labels = own.find(({ shape }) => shape.length === 1);
    if (!images && !labels) return undefined;
    const [count = 0, height = 0, width = 0] = images?.shape ?? [];
    if (!images || !labels || labels.shape[0] !== count || count === 0) throw new RangeError(`${test ? "the test" : "the training"} needs one file of pictures and one with a label for each. Received ${own.map(({ name, shape }) => `${name} (${shape.join("×")})`).join(", ")}.`);
    return { shape: [count, height, width, 1], images: images.data, labels: labels.data };
  };
  const train = pair(false);
  if (!train) throw new RangeError(`there must be files to train with, such as train-images-idx3-ubyte and train-labels-idx1-ubyte. Received ${read.map(({ name }) => name).join(", ")}.`);
  const kept = Math.floor((train.shape[0] * 5) / 6);
  const parts = { train, test: pair(true) };
  let most = 0;
  for (const { labels } of [parts.train, parts.test ?? parts.train]) for (const label of labels) most = Math.max(most, label);
  const classes = Array.from({ length: most + 1 }, (_, i) => String(i));
  const source = `files: ${read.map(({ name }) => name).join(", ")}`;
  return parts.test ? { name: "files", classes, train, test: parts.test, source } : { name: "files", classes, train: slice(train, 0, kept), test: slice(train, kept, train.shape[0]), source };
}

/** Some of the pictures, in their order. */
function slice({ shape: [, height, width, channels], images, labels }: Labelled, from: number, to: number): Labelled {
  const size = height * width * channels;
  return { shape: [to - from, height, width, channels], images: images.subarray(from * size, to * size), labels: labels.subarray(from, to) };
}

/** Pictures of one's own, by class: the fifth, tenth, … of each is kept to test with. */
export function picturesOfClasses(classes: readonly { readonly name: string; readonly pictures: readonly Uint8Array[] }[], [height, width, channels]: readonly [number, number, number]): Pictures {
  const few = classes.find(({ pictures }) => pictures.length < 5);
  if (classes.length < 2 || few) throw new RangeError(`there must be at least two classes with five pictures each. Received ${classes.map(({ name, pictures }) => `${pictures.length} of ${name}`).join(", ") || "none"}.`);
  const all = classes.flatMap(({ pictures }, label) => pictures.map((picture, i) => ({ picture, label, test: i % 5 === 4 })));
  const part = (test: boolean): Labelled => {
    const own = all.filter((one) => one.test === test);
    const size = height * width * channels;
    const images = new Uint8Array(own.length * size);
    own.forEach(({ picture }, i) => images.set(picture, i * size));
    return { shape: [own.length, height, width, channels], images, labels: Uint8Array.from(own, ({ label }) => label) };
  };
  return { name: "own pictures", classes: classes.map(({ name }) => name), train: part(false), test: part(true), source: "pictures of one's own" };
}
