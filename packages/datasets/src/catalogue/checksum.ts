import { createHash } from "node:crypto";
import type { Catalogue, Part } from "./catalogue.ts";

/** The MD5 of classes and pictures, part by part: of each its path, bytes, label, boxes and mask. */
export function checksumOf(classes: readonly string[], parts: Catalogue["parts"], bytes: ReadonlyMap<string, number>): string {
  const hash = createHash("md5").update(`${JSON.stringify(classes)}\n`);
  for (const part of ["train", "validation", "test"] satisfies Part[]) {
    for (const { file, label, boxes, boxLabels, mask } of parts[part] ?? []) {
      hash.update(`${JSON.stringify([part, file, bytes.get(file), label, boxes, boxLabels, mask, mask === undefined ? undefined : bytes.get(mask)])}\n`);
    }
  }
  return `md5:${hash.digest("hex")}`;
}
