import type { IdxPair, IdxSpec } from "./spec.ts";

const digits = [..."0123456789"];
const capitals = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Where a small letter looks like its capital, both are one class; these are the others. */
const ownSmall = [..."abdefghnqrt"];
const merged = [...digits, ...capitals, ...ownSmall];

type PartName = "balanced" | "letters" | "digits" | "byclass" | "bymerge" | "mnist";

interface Part {
  readonly what: string;
  readonly classes: readonly string[];
  readonly train: number;
  readonly test: number;
  readonly firstLabel?: number;
}

/** The six ways in which the characters have been sorted, as in the mapping files beside them (arXiv:1702.05373, table II; the letters are those of the corrected files, which have more). */
const parts: Readonly<Record<PartName, Part>> = {
  balanced: { what: "digits and letters, as many of each", classes: merged, train: 112_800, test: 18_800 },
  letters: { what: "letters, large and small as one", classes: capitals, train: 124_800, test: 20_800, firstLabel: 1 },
  digits: { what: "digits", classes: digits, train: 240_000, test: 40_000 },
  byclass: { what: "all digits and letters", classes: [...digits, ...capitals, ...capitals.map((c) => c.toLowerCase())], train: 697_932, test: 116_323 },
  bymerge: { what: "all digits and letters, those that look alike as one", classes: merged, train: 697_932, test: 116_323 },
  mnist: { what: "digits, as many as in MNIST", classes: digits, train: 60_000, test: 10_000 },
};

/** The names of the six sets of EMNIST. */
export type EmnistName = `emnist-${PartName}`;

/** Cohen and others: handwritten characters from NIST's Special Database 19. One archive holds all six sets; only its checksum is published. */
export const emnist: Readonly<Record<EmnistName, IdxSpec>> = Object.fromEntries(Object.entries(parts).map(([part, row]) => [`emnist-${part}`, specOf(part, row)])) as Record<EmnistName, IdxSpec>;

function specOf(part: string, { what, classes, train, test, firstLabel = 0 }: Part): IdxSpec {
  const pair = (split: string, count: number): IdxPair => ({
    count,
    images: { name: `emnist-${part}-${split}-images-idx3-ubyte` },
    labels: { name: `emnist-${part}-${split}-labels-idx1-ubyte` },
  });
  return {
    name: `emnist-${part}`,
    title: `EMNIST ${part}: handwritten ${what}`,
    classes,
    inputShape: [28, 28, 1],
    train: pair("train", train),
    test: pair("test", test),
    licence: "none stated",
    source: "https://www.nist.gov/itl/products-and-services/emnist-dataset",
    mirrors: ["https://biometrics.nist.gov/cs_links/EMNIST/", "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/"],
    systemFolders: [],
    firstLabel,
    transposed: true,
    folder: "emnist",
    archive: { name: "gzip.zip", bytes: 561_753_746, md5: "58c8d27c78d21e728a6bc7b3cc06412e", sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e", inside: "gzip/" },
  };
}
