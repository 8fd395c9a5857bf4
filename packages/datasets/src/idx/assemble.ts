import { md5 } from "@convscope/files/bytes";
import { copied } from "../copied.ts";
import type { ImageDataset } from "../dataset.ts";
import { datasetOf, filesOf, type Content } from "../published/published.ts";
import { idxSet } from "./set.ts";
import type { IdxFile, IdxSpec } from "./spec.ts";

/** The uncompressed content of one file; `name` and `wayOut` are for messages. */
export type IdxContent = Content;

/** Makes the data set from its files' contents, wherever they came from: `content` is asked for each of the four. Pixels are copied only if they have to be turned. */
export function assembleIdx(spec: IdxSpec, content: (file: IdxFile) => IdxContent): ImageDataset {
  const set = idxSet(spec);
  const assembly = set.assembly();
  const changes = spec.transposed === true || (spec.firstLabel ?? 0) > 0;
  const byName = new Map([spec.train, spec.test].flatMap(({ images, labels }) => [images, labels]).map((file) => [file.name, file]));
  const digests = filesOf(set).map((file) => {
    const given = content(byName.get(file.name) ?? file);
    const digest = md5(given.bytes);
    // Whoever gave the bytes keeps them as they are.
    assembly.add(file, changes ? { ...given, bytes: copied(given.bytes) } : given);
    return digest;
  });
  return datasetOf(set, assembly, digests);
}
