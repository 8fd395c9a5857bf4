import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSafetensors, type Arrays, type NdArray } from "@convscope/files/bytes";
import { golden, goldenBytes } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readArrays, type ArraysOptions } from "./arrays.ts";
import { loadArrays } from "./load.ts";

const { pictures, labels } = golden<Readonly<Record<"pictures" | "labels", { readonly values: readonly number[] }>>>("arrays/expected.json");

const bytes = (shape: readonly number[], data: ArrayLike<number> = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 37) % 256)): NdArray => ({ shape, data: Uint8Array.from(data) });
const floats = (shape: readonly number[], data: ArrayLike<number>): NdArray => ({ shape, data: Float32Array.from(data) });
const whole = (shape: readonly number[], data: ArrayLike<number>): NdArray => ({ shape, data: Int32Array.from(data) });
const read = (arrays: Arrays, options: ArraysOptions = {}): ReturnType<typeof readArrays> => readArrays(writeSafetensors(arrays), { name: "f", testFraction: 0, ...options });
const refusal = (arrays: Arrays, options?: ArraysOptions): string => {
  try {
    read(arrays, options);
  } catch (error) {
    return String(error);
  }
  return "(no error)";
};

describe("readArrays", () => {
  test("Keras's names in an npz file that NumPy wrote", () => {
    const data = readArrays(goldenBytes("arrays/keras.npz"), { name: "k" });
    expect([data.inputShape, data.classes, data.train.shape, data.test.shape]).toEqual([[6, 5, 3], ["0", "1", "2"], [9, 6, 5, 3], [3, 6, 5, 3]]);
    expect([...data.train.images, ...data.test.images]).toEqual(pictures.values);
    expect([...data.train.labels, ...data.test.labels]).toEqual(labels.values);
    expect(data.validation).toBeUndefined();
    expect(data.checksum).toMatch(/^md5:[0-9a-f]{32}$/);
  });

  test("MedMNIST's names in a compressed one, with a part for validation", () => {
    const { train, validation, test: tested } = readArrays(goldenBytes("arrays/medmnist.npz"));
    expect([train.shape[0], validation?.shape[0], tested.shape[0]]).toEqual([6, 3, 3]);
    expect([...train.images, ...(validation?.images ?? []), ...tested.images]).toEqual(pictures.values);
    expect([...train.labels, ...(validation?.labels ?? []), ...tested.labels]).toEqual(labels.values);
  });

  test("images and labels alone: a fifth of each class is for test", () => {
    const data = read({ images: bytes([20, 2, 2]), labels: whole([20], Array.from({ length: 20 }, (_, i) => i % 2)) }, { testFraction: 0.2 });
    expect([data.train.shape, data.test.shape]).toEqual([[16, 2, 2, 1], [4, 2, 2, 1]]);
    expect([...data.test.labels].sort()).toEqual([0, 0, 1, 1]);
  });

  test("by hand: channels first become channels last", () => {
    const { train } = read({ X: bytes([1, 2, 1, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), y: whole([1], [0]) });
    expect([train.shape, [...train.images]]).toEqual([[1, 1, 5, 2], [1, 6, 2, 7, 3, 8, 4, 9, 5, 10]]);
  });

  test("by hand: numbers from 0 to 1, from 0 to 255, and from a range that is said", () => {
    const y = whole([1], [0]);
    expect([...read({ X: floats([1, 1, 3], [0, 0.5, 1]), y }).train.images]).toEqual([0, 128, 255]);
    expect([...read({ X: floats([1, 1, 3], [0, 99.6, 200]), y }).train.images]).toEqual([0, 100, 200]);
    expect([...read({ X: floats([1, 1, 3], [-1, 0, 1]), y }, { range: [-1, 1] }).train.images]).toEqual([0, 128, 255]);
    expect([...read({ X: whole([1, 1, 3], [0, 8, 16]), y }, { range: [0, 16] }).train.images]).toEqual([0, 128, 255]);
    expect([...read({ X: bytes([1, 1, 2], [0, 1]), y }, { range: [0, 1] }).train.images]).toEqual([0, 255]);
  });

  test("rows that are whole images, once their sizes are said", () => {
    expect(read({ X: bytes([3, 12]), y: whole([3], [0, 1, 0]) }, { inputShape: [2, 2, 3] }).train.shape).toEqual([3, 2, 2, 3]);
  });

  test("labels in columns, as floats, and one-hot are the same labels", () => {
    const X = bytes([3, 2, 2]);
    const same = [whole([3], [2, 0, 1]), whole([3, 1], [2, 0, 1]), floats([3], [2, 0, 1]), floats([3, 3], [0, 0, 1, 1, 0, 0, 0, 1, 0])];
    for (const y of same) expect([...read({ X, y }).train.labels]).toEqual([2, 0, 1]);
  });

  test("whatever is written as bytes, in either layout, comes back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 7 }), fc.integer({ min: 5, max: 7 }), fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat(255)), (n, height, width, channels, values) => {
        const hwc = Uint8Array.from({ length: n * height * width * channels }, () => values.next().value as number);
        // Where every value is at most 1 the file does not say what is full.
        hwc[0] = 200;
        const chw = new Uint8Array(hwc.length);
        for (let i = 0; i < n; i++) for (let p = 0; p < height * width; p++) for (let c = 0; c < channels; c++) chw[(i * channels + c) * height * width + p] = hwc[(i * height * width + p) * channels + c] as number;
        const y = whole([n], Array.from({ length: n }, (_, i) => i));
        const last = read({ images: bytes([n, height, width, channels], hwc), labels: y }).train;
        const first = read({ images: bytes([n, channels, height, width], chw), labels: y }).train;
        expect(last).toEqual({ shape: [n, height, width, channels], images: hwc, labels: y.data });
        expect(first).toEqual(last);
      }),
    );
  });

  test("names that are told, and several files", () => {
    const { train, test: tested } = readArrays(
      { pixels: goldenBytes("arrays/uint8.npy"), marks: writeSafetensors({ any: whole([2], [1, 0]) }) },
      { keys: { train: ["pixels", "marks"], test: ["pixels", "marks"] }, classes: ["cat", "dog"] },
    );
    expect([train.shape, [...train.labels]]).toEqual([[2, 3, 4, 1], [1, 0]]);
    expect(tested).toEqual(train);
  });

  test("says what is wrong, and what to do", () => {
    const [X, y] = [bytes([3, 6, 6]), whole([3], [0, 1, 2])];
    expect(refusal({ a: bytes([3, 6, 6]) })).toMatchInlineSnapshot(`"DataError: f: the arrays must be named x_train and y_train, X_train and y_train, train_images and train_labels, images and labels, X and y, x and y, or arr_0 and arr_1. It holds a [3, 6, 6]. Say which are which: { keys: { train: ["images", "labels"], test: […] } }."`);
    expect(refusal({ X, y }, { keys: { train: ["X", "Y"] } })).toMatchInlineSnapshot(`"DataError: f: there is no array "Y". Did you mean "y"? It holds X [3, 6, 6], y [3]. Correct the option keys."`);
    expect(refusal({ x_train: X, y_train: y, x_test: X })).toMatchInlineSnapshot(`"DataError: f: there is no array "y_test". Did you mean "x_test"? It holds x_train [3, 6, 6], y_train [3], x_test [3, 6, 6]. Correct the option keys."`);
    expect(refusal({ X: bytes([3, 3, 6, 3]), y })).toMatchInlineSnapshot(`"DataError: f: X [3, 3, 6, 3] does not tell by its sizes where the channels are: one of the second and the last must be 1 to 4, the other not. Say it: { layout: "hwc" } for [n, H, W, C], { layout: "chw" } for [n, C, H, W]."`);
    expect(refusal({ X: bytes([3, 8, 6, 6]), y })).toMatchInlineSnapshot(`"DataError: f: X [3, 8, 6, 6] does not tell by its sizes where the channels are: one of the second and the last must be 1 to 4, the other not. Say it: { layout: "hwc" } for [n, H, W, C], { layout: "chw" } for [n, C, H, W]."`);
    expect(refusal({ X: bytes([3, 36]), y })).toMatchInlineSnapshot(`"DataError: f: X must be images, [n, H, W], [n, H, W, C] or [n, C, H, W]. Its shape is [3, 36]. If each row is a whole image, say how large: { inputShape: [28, 28, 1] }."`);
    expect(refusal({ X: bytes([3, 36]), y }, { inputShape: [28, 28, 1] })).toMatchInlineSnapshot(`"DataError: f: X [3, 36] must hold 28×28×1 values for each image. Correct the option inputShape."`);
    expect(refusal({ X: floats([1, 1, 2], [0, 16]), y })).toMatchInlineSnapshot(`"DataError: f: X has values from 0 to 16, which does not tell what black and full are: 0 to 1, or 0 to 255. Say it: { range: [0, 1] } for example, or [-1, 1], [0, 16]; undo a standardisation before saving."`);
    expect(refusal({ X: floats([1, 1, 2], [-2.1, 2.4]), y })).toMatchInlineSnapshot(`"DataError: f: X has values from -2.0999999046325684 to 2.4000000953674316, which does not tell what black and full are: 0 to 1, or 0 to 255. Say it: { range: [0, 1] } for example, or [-1, 1], [0, 16]; undo a standardisation before saving."`);
    expect(refusal({ X: floats([1, 1, 2], [NaN, 0]), y })).toMatchInlineSnapshot(`"DataError: f: X holds values that are not a number. Replace them, with numpy.nan_to_num for example."`);
    expect(refusal({ X: bytes([1, 1, 2], [0, 1]), y })).toMatchInlineSnapshot(`"DataError: f: X has values from 0 to 1, which does not tell what black and full are: 0 to 1, or 0 to 255. Say it: { range: [0, 1] } for example, or [-1, 1], [0, 16]; undo a standardisation before saving."`);
    expect(refusal({ x_train: floats([1, 1, 2], [0, 1]), y_train: whole([1], [0]), x_test: floats([1, 1, 2], [0, 255]), y_test: whole([1], [0]) })).toMatchInlineSnapshot(`"DataError: f: x_test has values outside 0 to 1, such as 255. Give the range that holds them all: { range: [black, full] }."`);
    expect(refusal({ X, y: whole([2], [0, 1]) })).toMatchInlineSnapshot(`"DataError: f: X and y must have as many rows. They have 3 and 2. Write the file anew."`);
    expect(refusal({ X, y: whole([3], [0, 1, -1]) })).toMatchInlineSnapshot(`"DataError: f: y must hold whole numbers from 0 to 99999. Received -1 at position 2. Number the classes from 0."`);
    expect(refusal({ X, y: floats([3, 2], [1, 0, 1, 1, 0, 1]) })).toMatchInlineSnapshot(`"DataError: f: y must have a single 1 in each row, and 0 elsewhere. Row 1 is 1, 1. Several labels for one image cannot be read: keep one."`);
    expect(refusal({ X, y: whole([3, 1, 1], [0, 1, 2]) })).toMatchInlineSnapshot(`"DataError: f: y must be labels, [n], [n, 1] or one-hot [n, classes]. Its shape is [3, 1, 1]. Save one label for each image."`);
    expect(refusal({ X, y }, { classes: ["a", "b"] })).toMatchInlineSnapshot(`"DataError: f: y has labels of 3 classes, and 2 are named. Correct the option classes."`);
    expect(refusal({ x_train: X, y_train: y, x_test: bytes([3, 6, 5]), y_test: y })).toMatchInlineSnapshot(`"DataError: f: all images must have the same sizes. Those for training are 6×6×1, others 6×5×1. Bring them to one size before saving."`);
    expect(refusal({ X: bytes([0, 6, 6]), y: whole([0], []) })).toMatchInlineSnapshot(`"DataError: f: X must have at least one image. It has none. Write the file anew."`);
    expect(refusal({ X, y }, { inputShape: [-6, -6, 1] })).toMatchInlineSnapshot(`"RangeError: readArrays: inputShape must be height, width and channels, whole numbers of at least 1. Received -6, -6, 1."`);
    expect(() => readArrays(goldenBytes("arrays/uint8.npy"), { name: "f" })).toThrowErrorMatchingInlineSnapshot(`[DataError: f: the arrays must be named x_train and y_train, X_train and y_train, train_images and train_labels, images and labels, X and y, x and y, or arr_0 and arr_1. It holds npy [2, 3, 4]. Say which are which: { keys: { train: ["images", "labels"], test: […] } }.]`);
    expect(() => readArrays(new TextEncoder().encode("<html></html>"), { name: "f" })).toThrowErrorMatchingInlineSnapshot(`[DataError: f: this is no npy file, no npz file, and no safetensors file that can be read. As the last: f: the header must lie within the file and 100000000 bytes. Received a length of 3403664053798988000 in 13 bytes. The file is damaged or not a safetensors file; fetch or write it again.]`);
    expect(() => readArrays({ X: writeSafetensors({ a: X, b: X }) }, { name: "f" })).toThrowErrorMatchingInlineSnapshot(`[DataError: f, X: where several files are given, each must hold one array. It holds 2. Give that file alone.]`);
    expect(() => readArrays(goldenBytes("arrays/keras.npz"), { name: "f", maxBytes: 500 })).toThrowErrorMatchingInlineSnapshot(`[FileError: f: entry "x_train.npy" may have at most 500 bytes. It has 938. Get the file anew.]`);
  });

  test("damaged files give a data set or a clear error", () => {
    const good = goldenBytes("arrays/keras.npz");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 3 }), fc.nat(good.length), fc.boolean(), (flips, cut, whole) => {
        const bad = good.slice(0, whole ? good.length : cut);
        for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
        try {
          readArrays(bad, { name: "f" });
        } catch (error) {
          expect(String(error)).toMatch(/^(DataError|FileError): f/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("loadArrays reads a file, and a folder of npy files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "convscope-arrays-"));
  try {
    const header = (text: string): number[] => [0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, text.length, 0, ...new TextEncoder().encode(text)];
    await writeFile(join(folder, "x_train.npy"), Uint8Array.of(...header("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 2)}"), 0, 200, 3, 4));
    await writeFile(join(folder, "y_train.npy"), Uint8Array.of(...header("{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}"), 1, 0));
    const data = await loadArrays(folder, { name: "mine", testFraction: 0.5 });
    expect([[...data.train.images, ...data.test.images].sort((a, b) => a - b), data.source, data.name]).toEqual([[0, 3, 4, 200], folder, "mine"]);
    await writeFile(join(folder, "set.npz"), goldenBytes("arrays/keras.npz"));
    const same = await loadArrays(join(folder, "set.npz"));
    expect({ ...same, source: "" }).toEqual({ ...readArrays(goldenBytes("arrays/keras.npz"), { name: "set" }), source: "" });
    await rm(join(folder, "x_train.npy"));
    await rm(join(folder, "y_train.npy"));
    const said = async (path: string): Promise<string> => loadArrays(path).then(() => "(no error)", (error: unknown) => String(error).replaceAll(folder, "FOLDER"));
    expect(await said(folder)).toMatchInlineSnapshot(`"DataError: FOLDER: the folder must hold npy files, such as x_train.npy and y_train.npy. It holds none. Name another, or an npz file."`);
    expect(await said(join(folder, "gone.npz"))).toMatchInlineSnapshot(`"DataError: FOLDER/gone.npz: there is no such file or folder. Name an npz or safetensors file, or a folder of npy files."`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
