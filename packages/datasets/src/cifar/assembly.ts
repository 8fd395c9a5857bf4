import type { Split } from "../dataset.ts";
import { DataError } from "../error.ts";
import type { Assembly, Content } from "../published/published.ts";
import { recordBytes, type CifarLabels, type CifarPart, type CifarSpec } from "./spec.ts";

interface Samples {
  readonly part: CifarPart;
  /** Made when the first file comes: whoever checks one file needs no room for all. */
  split?: { readonly images: Uint8Array; readonly labels: Uint8Array };
  added: number;
}

/**
 * Makes samples of the binary format's records (cs.toronto.edu/~kriz/cifar.html): one label byte, or a coarse and a fine one, then the
 * red, the green and the blue plane, `[3, 32, 32]`. Images become `[32, 32, 3]`.
 */
export function cifarAssembly(spec: CifarSpec, labels: CifarLabels): Assembly {
  const parts = { train: { part: spec.train, added: 0 } as Samples, test: { part: spec.test, added: 0 } as Samples };
  return {
    add({ name }, content) {
      for (const samples of Object.values(parts)) {
        const index = samples.part.files.indexOf(name);
        if (index < 0) continue;
        samples.split ??= room(spec, samples.part);
        addFile(spec, labels, { ...content, name: content.name ?? name }, samples.split, index * samples.part.each, samples.part.each);
        samples.added++;
      }
    },
    splits() {
      const split = ({ part, split: made, added }: Samples): Split => {
        if (made === undefined || added < part.files.length) throw new DataError(`${spec.name}: all of ${part.files.join(", ")} must be given. Received ${added} of ${part.files.length}.`);
        return { shape: [part.files.length * part.each, ...spec.inputShape], ...made };
      };
      return { train: split(parts.train), test: split(parts.test) };
    },
  };
}

function room({ inputShape: [height, width, channels] }: CifarSpec, { files, each }: CifarPart): { images: Uint8Array; labels: Uint8Array } {
  const count = files.length * each;
  return { images: new Uint8Array(count * height * width * channels), labels: new Uint8Array(count) };
}

function addFile(spec: CifarSpec, labels: CifarLabels, { bytes, name, wayOut = "Get the file anew." }: Content, to: { images: Uint8Array; labels: Uint8Array }, first: number, count: number): void {
  const [height, width, channels] = spec.inputShape;
  const record = recordBytes(spec);
  if (bytes.length !== count * record) throw new DataError(`${name}: the file must have ${count * record} bytes, ${record} for each image. It has ${bytes.length}. ${wayOut}`);
  const pixels = height * width;
  const values = pixels * channels;
  // The coarse label is the first of the two.
  const kinds = spec.coarse === undefined ? [{ what: "label", classes: spec.classes }] : [{ what: "coarse label", classes: spec.coarse }, { what: "fine label", classes: spec.classes }];
  const wanted = spec.coarse !== undefined && labels === "fine" ? 1 : 0;
  for (let i = 0; i < count; i++) {
    const from = i * record;
    for (const [k, { what, classes }] of kinds.entries()) {
      const label = bytes[from + k] as number;
      if (label >= classes.length) throw new DataError(`${name}: the ${what}s must lie in 0 … ${classes.length - 1}. That of image ${i} is ${label}. ${wayOut}`);
      if (k === wanted) to.labels[first + i] = label;
    }
    const planes = from + kinds.length;
    const start = (first + i) * values;
    for (let channel = 0; channel < channels; channel++) {
      for (let p = 0; p < pixels; p++) to.images[start + p * channels + channel] = bytes[planes + channel * pixels + p] as number;
    }
  }
}
