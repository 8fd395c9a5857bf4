/** One file of a data set. */
export interface IdxFile {
  /** Its usual name, without `.gz`. */
  readonly name: string;
  /** MD5 of the uncompressed content. Copies are packed by different programs; what they hold is the same. */
  readonly md5: string;
  /** Bytes of the packed file that the mirrors serve. */
  readonly download: number;
}

/** The images and labels of one split. */
export interface IdxPair {
  readonly count: number;
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

/** A data set in four IDX files, as a row of a table. Yours may be one too: see `loadIdx`. */
export interface IdxSpec {
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** `[height, width, channels]`; IDX files have one channel. */
  readonly inputShape: readonly [height: number, width: number, channels: 1];
  readonly train: IdxPair;
  readonly test: IdxPair;
  readonly licence: string;
  /** Where the set is described. */
  readonly source: string;
  /** Folders on the web that hold the four files as `<name>.gz`. */
  readonly mirrors: readonly string[];
  /** Folders where the system may have put it. */
  readonly systemFolders: readonly string[];
}

/** LeCun, Cortes and Burges: handwritten digits. */
export const mnist: IdxSpec = {
  name: "mnist",
  title: "MNIST: handwritten digits",
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  inputShape: [28, 28, 1],
  train: {
    count: 60_000,
    images: { name: "train-images-idx3-ubyte", md5: "6bbc9ace898e44ae57da46a324031adb", download: 9_912_422 },
    labels: { name: "train-labels-idx1-ubyte", md5: "a25bea736e30d166cdddb491f175f624", download: 28_881 },
  },
  test: {
    count: 10_000,
    images: { name: "t10k-images-idx3-ubyte", md5: "2646ac647ad5339dbf082846283269ea", download: 1_648_877 },
    labels: { name: "t10k-labels-idx1-ubyte", md5: "27ae3e4e09519cfbb04c329615203637", download: 4_542 },
  },
  licence: "CC BY-SA 3.0",
  source: "http://yann.lecun.com/exdb/mnist/",
  mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
  systemFolders: [],
};

/** Xiao, Rasul and Vollgraf, arXiv:1708.07747: articles of clothing, drawn up to take MNIST's place. */
export const fashionMnist: IdxSpec = {
  name: "fashion-mnist",
  title: "Fashion-MNIST: articles of clothing",
  classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  inputShape: [28, 28, 1],
  train: {
    count: 60_000,
    images: { name: "train-images-idx3-ubyte", md5: "f4a8712d7a061bf5bd6d2ca38dc4d50a", download: 26_421_880 },
    labels: { name: "train-labels-idx1-ubyte", md5: "9018921c3c673c538a1fc5bad174d6f9", download: 29_515 },
  },
  test: {
    count: 10_000,
    images: { name: "t10k-images-idx3-ubyte", md5: "8181f5470baa50b63fa0f6fddb340f0a", download: 4_422_102 },
    labels: { name: "t10k-labels-idx1-ubyte", md5: "15d484375f8d13e6eb1aabb0c3f46965", download: 5_148 },
  },
  licence: "MIT",
  source: "https://github.com/zalandoresearch/fashion-mnist",
  mirrors: [
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
  ],
  // Debian's package dataset-fashion-mnist.
  systemFolders: ["/usr/share/datasets/fashion-mnist"],
};

/** The four files, with the shape that each must have. */
export function filesOf(spec: IdxSpec): readonly { readonly file: IdxFile; readonly shape: readonly number[] }[] {
  const [height, width] = spec.inputShape;
  return [spec.train, spec.test].flatMap(({ count, images, labels }) => [
    { file: images, shape: [count, height, width] },
    { file: labels, shape: [count] },
  ]);
}

/** Bytes of an IDX file of this shape: the header and one a value. */
export function contentBytes(shape: readonly number[]): number {
  return 4 + 4 * shape.length + shape.reduce((product, size) => product * size, 1);
}

/** Bytes to fetch for the whole set. */
export function downloadBytes(spec: IdxSpec): number {
  return filesOf(spec).reduce((sum, { file }) => sum + file.download, 0);
}
