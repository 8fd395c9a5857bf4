import type { DataFile, Package, PublishedSet } from "../published/published.ts";
import { idxAssembly } from "./assembly.ts";
import type { IdxFile, IdxSpec } from "./spec.ts";

/** The set as one that can be found, fetched and read. */
export function idxSet(spec: IdxSpec): PublishedSet {
  const { train, test, archive, firstLabel: _first, transposed: _transposed, ...rest } = spec;
  const files = [train, test].flatMap(({ count, images, labels }) => [dataFile(images, [count, ...spec.inputShape.slice(0, 2)]), dataFile(labels, [count])]);
  const packages: readonly Package[] =
    archive === undefined
      ? files.map(({ file, spec: { download = 0, packed } }) => ({ name: `${file.name}.gz`, form: "gzip", bytes: download, files: [file], ...(packed !== undefined && { sha256: packed }) }))
      : [{ ...archive, form: "zip", files: files.map(({ file }) => file) }];
  return { ...rest, train: train.count, test: test.count, packages, assembly: () => idxAssembly(spec) };
}

function dataFile(spec: IdxFile, shape: readonly number[]): { readonly spec: IdxFile; readonly file: DataFile } {
  const { name, md5 } = spec;
  // Some programs unpack train-images-idx3-ubyte under this name.
  const dotted = name.replace(/-(idx\d-ubyte)$/, ".$1");
  return { spec, file: { name, bytes: contentBytes(shape), ...(dotted !== name && { aliases: [dotted] }), ...(md5 !== undefined && { md5 }) } };
}

/** Bytes of an IDX file of this shape: the header and one a value. */
function contentBytes(shape: readonly number[]): number {
  return 4 + 4 * shape.length + shape.reduce((product, size) => product * size, 1);
}
