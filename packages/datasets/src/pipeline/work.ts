import type { Item } from "../catalogue/catalogue.ts";
import { DataError } from "../error.ts";
import { toFloat, type Standardisation } from "../scale.ts";
import { cover } from "./cover.ts";
import type { Bad, Load, Part, Work } from "./job.ts";
import type { PictureSample, Transform } from "./pipeline.ts";

/** What every sample goes through. */
export interface WorkSettings {
  /** `[H, W, C]` of every image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly seed: number;
  readonly standardise?: Standardisation;
  /** Whether the data have masks. */
  readonly masks: boolean;
}

/** What samples are decoded and changed by. */
export interface Tools {
  readonly transform?: Transform;
  /** Reads a picture from its file. It throws a `DataError` without the file's name for one that cannot be read. */
  decode?(item: Item): Promise<PictureSample>;
}

/** While one picture is changed here, the next are decoded in threads of the system. */
const ahead = 4;

/** The way from a sample to its place in a batch, the same in a worker thread and on the calling one. */
export function workOf(settings: WorkSettings, tools: Tools): Work {
  const { shape: [height, width, channels], standardise } = settings;
  return async ({ epoch, loads }, stop) => {
    const [length, area] = [height * width * channels, height * width];
    const images = new Float32Array(loads.length * length);
    const masks = settings.masks ? new Int32Array(loads.length * area) : undefined;
    const [indices, boxes, bad, kept]: [number[], Float32Array[], Bad[], Part["kept"][number][]] = [[], [], [], []];
    const underway: Promise<PictureSample | { readonly error: unknown }>[] = [];
    for (const [i, load] of loads.entries()) {
      const reason = stop?.();
      if (reason !== undefined) throw reason;
      for (const next of loads.slice(i + underway.length, i + ahead)) underway.push(decoded(next, tools).catch((error: unknown) => ({ error })));
      const sample = (await underway.shift()) as PictureSample | { readonly error: unknown };
      if ("error" in sample) {
        if (!(sample.error instanceof DataError)) throw sample.error;
        bad.push({ index: load.index, problem: sample.error.message });
        continue;
      }
      const { index } = load;
      if (load.keep) kept.push({ index, sample: shared(sample) });
      const { image, mask, boxes: places } = epoch === undefined || tools.transform === undefined ? cover(sample, [height, width]) : changed(tools.transform, sample, load, { seed: settings.seed, epoch, index }, settings);
      const place = indices.length;
      toFloat(image.data as Uint8Array, standardise, images.subarray(place * length, (place + 1) * length));
      if (mask !== undefined) masks?.set(mask, place * area);
      boxes.push(places ?? new Float32Array());
      indices.push(index);
    }
    return { indices: Uint32Array.from(indices), images, ...(masks && { masks }), boxes, bad, kept };
  };
}

async function decoded({ from }: Load, { decode }: Tools): Promise<PictureSample> {
  if ("sample" in from) return from.sample;
  if (decode === undefined) throw new TypeError("pipeline: files are not decoded here.");
  return decode(from.item);
}

/** What the transform makes of a sample, checked: it is not ours. */
function changed(transform: Transform, sample: PictureSample, { name }: Load, draw: Parameters<Transform>[1], { shape, masks }: WorkSettings): PictureSample {
  let result: PictureSample;
  try {
    result = transform(sample, draw);
  } catch (error) {
    throw new DataError(`${name}: the transform failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const { image, mask, boxes } = result;
  const refuse = (rule: string): never => {
    throw new DataError(`${name}: the transform must ${rule}`);
  };
  if (image.shape.some((n, i) => n !== shape[i])) refuse(`end in ${shape.join("×")}. Received ${image.shape.join("×")}. Add a step that gives every picture this size, such as randomResizedCrop, randomCrop or resize, or open the pipeline with another shape.`);
  if (image.data instanceof Float32Array) refuse(`give bytes. Received floats. Leave out normalize and give the pipeline standardise, which the pictures of an evaluation get as well.`);
  if (image.data.length !== shape[0] * shape[1] * shape[2]) refuse(`give ${shape.join("×")} numbers. Received ${image.data.length}.`);
  if (masks && mask?.length !== shape[0] * shape[1]) refuse(`move the mask with the picture, to ${shape[0]}×${shape[1]}. Received ${mask === undefined ? "none" : `${mask.length} numbers`}.`);
  if (sample.boxes?.length !== boxes?.length) refuse(`keep every box in its row. Received ${(boxes?.length ?? 0) / 4} of ${(sample.boxes?.length ?? 0) / 4}.`);
  return result;
}

/** A decoded picture, of bytes, in memory that all threads see, so that it is sent to none. */
function shared({ image, mask, boxes }: PictureSample): PictureSample {
  const bytes = new Uint8Array(new SharedArrayBuffer(image.data.length));
  bytes.set(image.data);
  const classes = mask && new Uint8Array(new SharedArrayBuffer(mask.length));
  classes?.set(mask ?? []);
  return { image: { shape: image.shape, data: bytes }, ...(classes && { mask: classes }), ...(boxes && { boxes }) };
}
