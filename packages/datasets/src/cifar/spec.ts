import type { Package } from "../published/published.ts";
import { cifar10Classes, coarseClasses, fineClasses } from "./classes.ts";

/** Which of the two labels of each image of CIFAR-100: one of 100 classes, or one of the 20 that they belong to. */
export type CifarLabels = "fine" | "coarse";

/** One part of the data: its files hold the same number of records each. */
export interface CifarPart {
  readonly files: readonly string[];
  /** Images in each file. */
  readonly each: number;
}

/** A data set in the binary format of CIFAR, as a row of a table. */
export interface CifarSpec {
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** The classes of the first of two labels, if each image has two. */
  readonly coarse?: readonly string[];
  /** `[height, width, channels]`. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  readonly train: CifarPart;
  readonly test: CifarPart;
  /** Where the set is described. */
  readonly source: string;
  readonly licence: string;
  readonly archive: Pick<Package, "name" | "bytes" | "md5" | "sha256" | "inside">;
  /** Folders on the web that hold the archive. */
  readonly mirrors: readonly string[];
}

const published = {
  inputShape: [32, 32, 3],
  licence: "none stated",
  source: "https://www.cs.toronto.edu/~kriz/cifar.html",
  mirrors: ["https://www.cs.toronto.edu/~kriz/"],
} as const;

/** Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009. Only the checksum of the archive is published. */
export const cifar10: CifarSpec = {
  name: "cifar-10",
  title: "CIFAR-10: small photographs of ten kinds of things",
  classes: cifar10Classes,
  train: { files: [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`), each: 10_000 },
  test: { files: ["test_batch.bin"], each: 10_000 },
  archive: { name: "cifar-10-binary.tar.gz", bytes: 170_052_171, md5: "c32a1d4ab5d03f1284b67883e8d87530", sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", inside: "cifar-10-batches-bin/" },
  ...published,
};

/** As CIFAR-10, with a hundred classes in twenty groups. */
export const cifar100: CifarSpec = {
  name: "cifar-100",
  title: "CIFAR-100: small photographs of a hundred kinds of things",
  classes: fineClasses,
  coarse: coarseClasses,
  train: { files: ["train.bin"], each: 50_000 },
  test: { files: ["test.bin"], each: 10_000 },
  archive: { name: "cifar-100-binary.tar.gz", bytes: 168_513_733, md5: "03b5dce01913d631647c71ecec9e9cb8", sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", inside: "cifar-100-binary/" },
  ...published,
};

/** Bytes of one image with its labels. */
export function recordBytes({ inputShape: [height, width, channels], coarse }: CifarSpec): number {
  return (coarse === undefined ? 1 : 2) + height * width * channels;
}
