import type { IdxFile, IdxPair, IdxSpec } from "./spec.ts";

/** The usual names, and what is known of each file. */
function usualPairs(files: Readonly<Record<"trainImages" | "trainLabels" | "testImages" | "testLabels", Omit<IdxFile, "name">>>): { readonly train: IdxPair; readonly test: IdxPair } {
  return {
    train: { count: 60_000, images: { name: "train-images-idx3-ubyte", ...files.trainImages }, labels: { name: "train-labels-idx1-ubyte", ...files.trainLabels } },
    test: { count: 10_000, images: { name: "t10k-images-idx3-ubyte", ...files.testImages }, labels: { name: "t10k-labels-idx1-ubyte", ...files.testLabels } },
  };
}

/** LeCun, Cortes and Burges: handwritten digits. */
export const mnist: IdxSpec = {
  name: "mnist",
  title: "MNIST: handwritten digits",
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  inputShape: [28, 28, 1],
  ...usualPairs({
    trainImages: { md5: "6bbc9ace898e44ae57da46a324031adb", download: 9_912_422 },
    trainLabels: { md5: "a25bea736e30d166cdddb491f175f624", download: 28_881 },
    testImages: { md5: "2646ac647ad5339dbf082846283269ea", download: 1_648_877 },
    testLabels: { md5: "27ae3e4e09519cfbb04c329615203637", download: 4_542 },
  }),
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
  ...usualPairs({
    trainImages: { md5: "f4a8712d7a061bf5bd6d2ca38dc4d50a", download: 26_421_880 },
    trainLabels: { md5: "9018921c3c673c538a1fc5bad174d6f9", download: 29_515 },
    testImages: { md5: "8181f5470baa50b63fa0f6fddb340f0a", download: 4_422_102 },
    testLabels: { md5: "15d484375f8d13e6eb1aabb0c3f46965", download: 5_148 },
  }),
  licence: "MIT",
  source: "https://github.com/zalandoresearch/fashion-mnist",
  mirrors: [
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
  ],
  // Debian's package dataset-fashion-mnist.
  systemFolders: ["/usr/share/datasets/fashion-mnist"],
};

/** Clanuwat and others, arXiv:1812.01718: ten hiragana in cursive script, one for each row of the syllabary. Only checksums of the packed files are published. */
export const kmnist: IdxSpec = {
  name: "kmnist",
  title: "Kuzushiji-MNIST: cursive Japanese characters",
  classes: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
  inputShape: [28, 28, 1],
  ...usualPairs({
    trainImages: { packed: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4", download: 18_165_135 },
    trainLabels: { packed: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17", download: 29_497 },
    testImages: { packed: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5", download: 3_041_136 },
    testLabels: { packed: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c", download: 5_120 },
  }),
  licence: "CC BY-SA 4.0",
  source: "https://github.com/rois-codh/kmnist",
  mirrors: ["https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
  systemFolders: [],
};
