import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { blocked } from "./blocked.ts";
import type { Geometry } from "./geometry.ts";
import type { Groups } from "./samples.ts";

/**
 * What the cells of a kernel see of x `[N, C, …]`, one pixel after the other with the channels last: `[groups of samples, places and cells, C]`,
 * for each place all cells, or for each cell all places. Of the ways to copy, ONNX Runtime has threads for `Gather` alone.
 */
export function seen(to: Tape, x: Value, geometry: Geometry, { count, size }: Groups, order: "place by place" | "cell by cell"): Value {
  const [, channels = 1, ...lengths] = to.dims(x);
  const pixels = size * product(lengths);
  const all = to.reshape(channelsLast(to, x), [count, pixels, channels]);
  const ofPlaces = Array.from({ length: size }, (_, sample) => pixelsOf(geometry).map((cells) => cells.map((pixel) => (pixel < 0 ? pixels : sample * product(lengths) + pixel)))).flat();
  const list = order === "place by place" ? ofPlaces.flat() : (ofPlaces[0] ?? []).flatMap((_, cell) => ofPlaces.map((cells) => cells[cell] ?? pixels));
  if (list.length === pixels && list.every((pixel, i) => pixel === i)) return all;
  // Behind the last pixel stands one of the padding.
  const padded = list.includes(pixels) ? to.op("Concat", [all, to.floats([count, 1, channels], () => new Float32Array(count * channels))], { axis: 1 }) : all;
  return to.op("Gather", [padded, to.wholes(list)], { axis: 1 });
}

/** x `[N, C, …]` with the channels last. One block of channels lies so, and is laid so faster, perhaps for the convolution too. */
function channelsLast(to: Tape, x: Value): Value {
  const [, channels = 1, ...lengths] = to.dims(x);
  return lengths.length === 2 && channels === to.recorder.block ? blocked(to, x) : to.transpose(x, [0, ...lengths.map((_, i) => i + 2), 1]);
}

/** For each place the pixel of a sample that each cell sees; −1 for padding. */
function pixelsOf({ x: [, , ...lengths], y: [, , ...places], kernel, strides, dilations, before }: Geometry): readonly (readonly number[])[] {
  const cells = placesOf(kernel);
  return placesOf(places).map((place) =>
    cells.map((cell) => {
      let pixel = 0;
      for (const [i, length] of lengths.entries()) {
        const at = (place[i] ?? 0) * (strides[i] ?? 1) + (cell[i] ?? 0) * (dilations[i] ?? 1) - (before[i] ?? 0);
        if (at < 0 || at >= length) return -1;
        pixel = pixel * length + at;
      }
      return pixel;
    }),
  );
}

/** All places in a box of these lengths, in memory order. */
export const placesOf = (lengths: readonly number[]): readonly (readonly number[])[] =>
  lengths.reduce<readonly (readonly number[])[]>((places, length) => places.flatMap((place) => Array.from({ length }, (_, i) => [...place, i])), [[]]);
