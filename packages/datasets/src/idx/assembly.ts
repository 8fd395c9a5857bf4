import type { Split } from "../dataset.ts";
import { DataError } from "../error.ts";
import type { Assembly, Content } from "../published/published.ts";
import { parseIdx } from "./format.ts";
import type { IdxFile, IdxPair, IdxSpec } from "./spec.ts";

/** The four files' contents as samples: images as they lie in memory, turned upright in place if need be. */
export function idxAssembly(spec: IdxSpec): Assembly {
  const parsed = new Map<string, Uint8Array>();
  return {
    add({ name }, content) {
      for (const pair of [spec.train, spec.test]) {
        if (name === pair.images.name) parsed.set(name, parseImages(spec, pair, content));
        if (name === pair.labels.name) parsed.set(name, parseLabels(spec, pair, content));
      }
    },
    splits() {
      const split = ({ count, images, labels }: IdxPair): Split => ({ shape: [count, ...spec.inputShape], images: partOf(parsed, images), labels: partOf(parsed, labels) });
      return { train: split(spec.train), test: split(spec.test) };
    },
  };
}

function partOf(parsed: ReadonlyMap<string, Uint8Array>, { name }: IdxFile): Uint8Array {
  const found = parsed.get(name);
  if (found === undefined) throw new DataError(`${name}: the file has not been given. Give all four files.`);
  return found;
}

function parseImages(spec: IdxSpec, pair: IdxPair, content: Content): Uint8Array {
  const [height, width] = spec.inputShape;
  const { data } = parseIdx(content.bytes, { name: pair.images.name, ...told(content), shape: [pair.count, height, width] });
  if (spec.transposed === true) transpose(data, height);
  return data;
}

/** Swaps rows and columns of every image `[side, side]`. */
function transpose(images: Uint8Array, side: number): void {
  for (let start = 0; start < images.length; start += side * side) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < y; x++) {
        const [a, b] = [start + y * side + x, start + x * side + y];
        const kept = images[a] as number;
        images[a] = images[b] as number;
        images[b] = kept;
      }
    }
  }
}

function parseLabels(spec: IdxSpec, pair: IdxPair, content: Content): Uint8Array {
  const { firstLabel = 0, classes } = spec;
  const { data } = parseIdx(content.bytes, { name: pair.labels.name, ...told(content), shape: [pair.count] });
  const wrong = data.findIndex((label) => label < firstLabel || label >= firstLabel + classes.length);
  if (wrong >= 0) {
    const { name = pair.labels.name, wayOut = "Get the file anew." } = content;
    throw new DataError(`${name}: labels must lie in ${firstLabel} … ${firstLabel + classes.length - 1}. Label ${wrong} is ${data[wrong]}. ${wayOut}`);
  }
  if (firstLabel > 0) for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) - firstLabel;
  return data;
}

function told({ name, wayOut }: Content): { name?: string; wayOut?: string } {
  return { ...(name === undefined ? {} : { name }), ...(wayOut === undefined ? {} : { wayOut }) };
}
