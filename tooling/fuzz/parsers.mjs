import { archives } from "./parsers/archives.mjs";
import { arrays } from "./parsers/arrays.mjs";
import { augmentation } from "./parsers/augmentation.mjs";
import { lists } from "./parsers/lists.mjs";
import { parquet } from "./parsers/parquet.mjs";
import { pictures } from "./parsers/pictures.mjs";
import { published } from "./parsers/published.mjs";
import { sentences } from "./parsers/sentences.mjs";
import { trainings } from "./parsers/trainings.mjs";
import { weights } from "./parsers/weights.mjs";

/**
 * A parser and what it is tried with.
 *
 * @typedef {object} Ready
 * @property {readonly Uint8Array[]} good files that it must take
 * @property {(random: import("./random.mjs").Random) => Uint8Array} vary makes a file that is likely to be wrong
 * @property {RegExp} subject what each of its messages names
 * @property {(bytes: Uint8Array) => Promise<unknown>} read
 */

/** Makes ready, with a folder of its own. @typedef {(folder: string) => Promise<Ready>} Parser */

/** @typedef {Readonly<Record<string, Parser>>} Parsers */

/** Everything here that reads what others have written. @type {Parsers} */
export const parsers = { ...archives, ...arrays, ...published, ...parquet, ...lists, ...pictures, ...sentences, ...augmentation, ...weights, ...trainings };
