import { shapes } from "@convscope/datasets/pure";

/** Numbers as they are kept in `recorded/`: value = byte / 255 · most, or signed byte / 127 · most. Written by `record.mjs`. */
export interface Packed {
  readonly shape: readonly number[];
  readonly most: number;
  readonly signed: boolean;
  /** In base64. */
  readonly bytes: string;
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function unpacked({ shape, most, signed, bytes }: Packed): Numbers {
  const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  return { shape, data: signed ? Float32Array.from(new Int8Array(raw.buffer), (byte) => (byte / 127) * most) : Float32Array.from(raw, (byte) => (byte / 255) * most) };
}

/** One of several along the first axis. */
export function nth({ shape, data }: Numbers, place: number): Numbers {
  const size = data.length / (shape[0] ?? 1);
  return { shape: shape.slice(1), data: data.subarray(place * size, (place + 1) * size) };
}

/** What the server draws is shown before anybody knows how wide its place is: so much room there is in a lesson. */
export const fitting = (width: number): number => Math.min(width, 640);

/** 0 … 1 as bytes to look at. */
export const bytesOf = (values: ArrayLike<number>): Uint8Array => Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));

/** How many pictures the recordings speak of: test pictures of `shapes`, which the network has not learned from. */
export const sampleCount = 300;

export interface Sample {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly image: Uint8Array;
  readonly label: string;
  /** Left, top, right and bottom edge of its figure. */
  readonly box: readonly number[];
}

let drawn: ReturnType<typeof shapes> | undefined;

/** A picture by its place in the test set, drawn when it is first asked for. */
export function sampleOf(place: number): Sample {
  drawn ??= shapes({ train: 0, test: sampleCount });
  const { shape: [, height, width, channels], images, labels, boxes } = drawn.test;
  const size = height * width * channels;
  return { shape: [height, width, channels], image: images.slice(place * size, (place + 1) * size), label: drawn.classes[labels[place] ?? 0] ?? "", box: Array.from(boxes?.subarray(4 * place, 4 * place + 4) ?? []) };
}

/** The part of a picture within a box; its last row and column count. */
export function cropOf({ shape: [, width, channels], image }: Sample, { top, bottom, left, right }: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }): Pick<Sample, "shape" | "image"> {
  const [rows, columns] = [bottom - top + 1, right - left + 1];
  const cut = Uint8Array.from({ length: rows * columns * channels }, (_, i) => {
    const [row, column, channel] = [Math.floor(i / channels / columns), Math.floor(i / channels) % columns, i % channels];
    return image[((top + row) * width + left + column) * channels + channel] ?? 0;
  });
  return { shape: [rows, columns, channels], image: cut };
}
