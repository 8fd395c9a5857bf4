import { didYouMean, type Arrays, type NdArray } from "@convscope/files/bytes";
import type { DataError } from "../error.ts";

/** The names of the arrays that hold a part's images and labels. */
export type ArrayPair = readonly [images: string, labels: string];

/** The names of all arrays to take. */
export interface ArrayKeys {
  readonly train: ArrayPair;
  readonly validation?: ArrayPair;
  readonly test?: ArrayPair;
}

/** How others name the arrays of a data set, most telling first: Keras, MedMNIST, and files of one part. */
const conventions: readonly ArrayKeys[] = [
  { train: ["x_train", "y_train"], validation: ["x_val", "y_val"], test: ["x_test", "y_test"] },
  { train: ["X_train", "y_train"], validation: ["X_val", "y_val"], test: ["X_test", "y_test"] },
  { train: ["train_images", "train_labels"], validation: ["val_images", "val_labels"], test: ["test_images", "test_labels"] },
  { train: ["images", "labels"] },
  { train: ["X", "y"] },
  { train: ["x", "y"] },
  { train: ["arr_0", "arr_1"] },
];

/** The images and labels of a part. */
export interface PartArrays {
  readonly names: ArrayPair;
  readonly images: NdArray;
  readonly labels: NdArray;
}

export interface Roles {
  readonly train: PartArrays;
  readonly validation?: PartArrays;
  readonly test?: PartArrays;
}

/** Which array plays which part: as told, or by the first convention whose training arrays are there. */
export function rolesOf(arrays: Arrays, keys: ArrayKeys | undefined, refuse: (rule: string, wayOut: string) => DataError): Roles {
  const names = Object.keys(arrays);
  const has = (name: string): boolean => Object.hasOwn(arrays, name);
  const chosen = keys ?? conventions.find(({ train }) => train.every(has));
  const shown = names.slice(0, 12).map((name) => `${name.slice(0, 60)} [${(arrays[name] as NdArray).shape.join(", ")}]`);
  const found = names.length === 0 ? "no array" : `${shown.join(", ")}${names.length > 12 ? ` and ${names.length - 12} more` : ""}`;
  if (chosen === undefined) {
    const known = conventions.map(({ train }) => train.join(" and "));
    throw refuse(`the arrays must be named ${known.slice(0, -1).join(", ")}, or ${known.at(-1) ?? ""}. It holds ${found}`, 'Say which are which: { keys: { train: ["images", "labels"], test: […] } }.');
  }
  const pick = (name: string): NdArray => {
    if (!has(name)) throw refuse(`there is no array "${name}".${didYouMean(name, names)} It holds ${found}`, "Correct the option keys.");
    return arrays[name] as NdArray;
  };
  const part = (pair: ArrayPair): PartArrays => ({ names: pair, images: pick(pair[0]), labels: pick(pair[1]) });
  // What a convention leaves open may be missing; what was asked for by name may not.
  const maybe = (pair: ArrayPair | undefined): PartArrays | undefined => (pair !== undefined && (keys !== undefined || pair.some(has)) ? part(pair) : undefined);
  const [validation, test] = [maybe(chosen.validation), maybe(chosen.test)];
  return { train: part(chosen.train), ...(validation === undefined ? {} : { validation }), ...(test === undefined ? {} : { test }) };
}
