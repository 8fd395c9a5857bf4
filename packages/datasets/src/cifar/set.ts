import type { DataFile, PublishedSet } from "../published/published.ts";
import { cifarAssembly } from "./assembly.ts";
import { recordBytes, type CifarLabels, type CifarPart, type CifarSpec } from "./spec.ts";

/** The set as one that can be found, fetched and read. `labels` matters to a set that has two for each image. */
export function cifarSet(spec: CifarSpec, labels: CifarLabels = "fine"): PublishedSet {
  const { archive, train, test, coarse, ...rest } = spec;
  const file = ({ each }: CifarPart, name: string): DataFile => ({ name, bytes: each * recordBytes(spec) });
  const files = [train, test].flatMap((part) => part.files.map((name) => file(part, name)));
  const grouped = coarse !== undefined && labels === "coarse";
  return {
    ...rest,
    classes: grouped ? coarse : spec.classes,
    ...(grouped && { variant: "coarse" }),
    train: train.files.length * train.each,
    test: test.files.length * test.each,
    packages: [{ ...archive, form: "tar", files }],
    systemFolders: [],
    assembly: () => cifarAssembly(spec, labels),
  };
}
