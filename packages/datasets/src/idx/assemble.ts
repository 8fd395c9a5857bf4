import type { ImageDataset, Split } from "../dataset.ts";
import { DataError } from "../error.ts";
import { parseIdx } from "./format.ts";
import { filesOf, type IdxFile, type IdxPair, type IdxSpec } from "./spec.ts";

/** The uncompressed content of one file; `name` and `wayOut` are for messages. */
export interface IdxContent {
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly wayOut?: string;
}

/** Makes the data set from its files' contents, wherever they came from: `content` is asked for each of the four. Pixels are not copied. */
export function assembleIdx(spec: IdxSpec, content: (file: IdxFile) => IdxContent): ImageDataset {
  return {
    name: spec.name,
    title: spec.title,
    classes: spec.classes,
    inputShape: spec.inputShape,
    train: assembleSplit(spec, spec.train, content),
    test: assembleSplit(spec, spec.test, content),
    licence: spec.licence,
    source: spec.source,
    checksum: `md5:${filesOf(spec).map(({ file }) => file.md5).join("+")}`,
  };
}

function assembleSplit(spec: IdxSpec, pair: IdxPair, content: (file: IdxFile) => IdxContent): Split {
  const [height, width, channels] = spec.inputShape;
  const images = parseImages(spec, pair, content(pair.images));
  return { shape: [pair.count, height, width, channels], images, labels: parseLabels(spec, pair, content(pair.labels)) };
}

export function parseImages(spec: IdxSpec, pair: IdxPair, content: IdxContent): Uint8Array {
  const [height, width] = spec.inputShape;
  return parseIdx(content.bytes, { name: pair.images.name, ...told(content), shape: [pair.count, height, width] }).data;
}

export function parseLabels(spec: IdxSpec, pair: IdxPair, content: IdxContent): Uint8Array {
  const { data } = parseIdx(content.bytes, { name: pair.labels.name, ...told(content), shape: [pair.count] });
  const wrong = data.findIndex((label) => label >= spec.classes.length);
  if (wrong < 0) return data;
  const { name = pair.labels.name, wayOut = "Get the file anew." } = content;
  throw new DataError(`${name}: labels must lie in 0 … ${spec.classes.length - 1}. Label ${wrong} is ${data[wrong]}. ${wayOut}`);
}

function told({ name, wayOut }: IdxContent): { name?: string; wayOut?: string } {
  return { ...(name === undefined ? {} : { name }), ...(wayOut === undefined ? {} : { wayOut }) };
}
