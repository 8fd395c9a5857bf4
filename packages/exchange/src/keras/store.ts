import type { NdArray } from "@convscope/files/bytes";

/** Where the weights of one layer may be found. */
export interface Source {
  /** Names of the models around it and its own: `["inner", "conv"]`. */
  readonly path: readonly string[];
  /** Its place in files of Keras 3, which count classes: `layers/functional/layers/conv2d_1`. */
  readonly place: string;
  /** Where below that place, if not at it. */
  readonly stored: readonly string[];
}

/** The weights in some file of Keras, by layer, in the order in which Keras keeps them. */
export type Store = (source: Source) => readonly NdArray[];

export interface NamedArray extends NdArray {
  readonly name: string;
}

/** Arrays named `conv/kernel`, as in model.json: those whose name has the layer's name as one of its parts. */
export function byName(arrays: readonly NamedArray[]): Store {
  return ({ path }) => {
    const own = path.at(-1) ?? "";
    const named = arrays.filter(({ name }) => name === own || name.startsWith(`${own}/`) || name.includes(`/${own}/`));
    // Models within models may have layers of one name.
    const outer = path.slice(0, -1);
    const within = named.filter(({ name }) => outer.every((part) => name.split("/").includes(part)));
    return within.length > 0 ? within : named;
  };
}
