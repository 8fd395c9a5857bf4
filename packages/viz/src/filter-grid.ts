import { divergingColour } from "./colour.ts";
import { figure, heading, margin } from "./figure.ts";
import { counted, figures } from "./format.ts";
import { colourBar } from "./heat.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { picture, pixelScale } from "./picture.ts";
import type { Pixels } from "./png-data.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** The kernels of a convolution: `data` `[kh, kw, C, filters]`. */
export interface Filters {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** How filters are drawn. */
export interface FilterGridOptions extends FigureOptions {
  /** One scale for all filters (default), or each filter to its own largest weight. */
  readonly scale?: "shared" | "each";
  /** Most pictures drawn; default 256. */
  readonly limit?: number;
}

const defaults: Required<FilterGridOptions> = { title: "Filters", theme: "light", width: 760, scale: "shared", limit: 256 };
const name = "filterGrid";

interface Kernels {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly at: (y: number, x: number, channel: number, filter: number) => number;
}

function kernels({ data, shape }: Filters): Kernels {
  const written = `[${shape.join(", ")}]`;
  check(shape.length === 4 && shape.every((size) => Number.isInteger(size) && size > 0), name, `shape must be [kh, kw, C, filters] with sizes of at least 1. Received ${written}.`);
  const [height = 0, width = 0, channels = 0, filters = 0] = shape;
  const wanted = height * width * channels * filters;
  check(data.length === wanted, name, `data must hold kh × kw × C × filters weights. Received ${data.length}, and ${written} asks for ${wanted}.`);
  return { height, width, channels, filters, at: (y, x, channel, filter) => data[((y * width + x) * channels + channel) * filters + filter] ?? 0 };
}

/** Largest size of the weights of a filter, or of one after the other. */
function largest({ height, width, channels, at }: Kernels, filters: readonly number[]): number {
  let found = 0;
  for (const filter of filters) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let channel = 0; channel < channels; channel++) {
          const size = Math.abs(at(y, x, channel, filter));
          if (Number.isFinite(size)) found = Math.max(found, size);
        }
      }
    }
  }
  return found;
}

/** A filter of three channels as a colour picture: no weight is middle grey, the largest black or full. */
function colourPixels({ height, width, at }: Kernels, filter: number, most: number): Pixels {
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const weight = at(Math.floor(i / 3 / width), Math.floor(i / 3) % width, i % 3, filter);
    return Math.round(127.5 + (127.5 * weight) / (most || 1));
  });
  return { width, height, channels: 3, data };
}

/** One channel of a filter: blue below zero, vermilion above. */
function signedPixels({ height, width, at }: Kernels, channel: number, filter: number, most: number): Pixels {
  const data = new Uint8Array(height * width * 3);
  for (let i = 0; i < height * width; i++) data.set(divergingColour(at(Math.floor(i / width), i % width, channel, filter) / (most || 1)).map(Math.round), i * 3);
  return { width, height, channels: 3, data };
}

/**
 * The filters of a layer as pictures. Filters over three channels are colour pictures; otherwise each channel is a picture of its
 * own, blue below zero, near-white at zero, vermilion above, with the channels of a filter in a row.
 *
 * @returns an SVG document
 */
export function filterGrid(data: Filters, options: FilterGridOptions = {}): string {
  const chosen = settings(name, options, defaults);
  check(Number.isInteger(chosen.limit) && chosen.limit > 0, name, `limit must be a whole number above zero. Received ${chosen.limit}.`);
  const found = kernels(data);
  const inColour = found.channels === 3;
  const perFilter = inColour ? 1 : found.channels;
  const channels = Math.min(perFilter, chosen.limit);
  const filters = Math.min(found.filters, Math.max(1, Math.floor(chosen.limit / channels)));
  const drawn = Array.from({ length: filters }, (_, i) => i);
  const most = largest(found, drawn);
  const mostOf = (filter: number): number => (chosen.scale === "shared" ? most : largest(found, [filter]));

  const palette = colours(chosen.theme);
  const pixel = pixelScale(found, perFilter === 1 ? 48 : 26);
  const image = { width: found.width * pixel, height: found.height * pixel };
  const rowed = channels > 1;
  const perRow = rowed ? Math.max(1, Math.min(channels, Math.floor((chosen.width - 2 * margin - 34) / (image.width + 3)))) : 1;
  const lines = Math.ceil(channels / perRow);
  const numberRoom = rowed ? widestNumber(filters) : 0;
  const tile = rowed ? { width: numberRoom + perRow * (image.width + 3) - 3, height: lines * (image.height + 3) - 3 } : { width: Math.max(image.width, 20), height: image.height + 14 };
  const gap = rowed ? { x: 24, y: 8 } : { x: 8, y: 6 };

  const left = [filters < found.filters ? `first ${filters} of ${found.filters} filters` : counted(found.filters, "filter"), `${found.height}×${found.width}×${found.channels}`];
  if (channels < perFilter) left.push(`first ${channels} of ${perFilter} channels`);
  if (rowed) left.push("a filter's channels from left to right");
  const subtitle = left.join(", ");
  const across = tiles(filters, tile, gap, chosen.width, 0).width;
  const width = Math.max(across, 300, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(subtitle, 12))));
  const { marks, bottom } = heading(chosen, subtitle, width);
  const grid = tiles(filters, tile, gap, chosen.width, bottom + 2);
  const pictures = drawn.flatMap((filter): readonly Markup[] => {
    const { x, y } = grid.place(filter);
    const frame = (area: { readonly x: number; readonly y: number }): Markup => element("rect", { ...area, ...image, fill: "none", stroke: palette.axis, "stroke-width": 0.5 });
    if (!rowed) {
      const pixels = inColour ? colourPixels(found, filter, mostOf(filter)) : signedPixels(found, 0, filter, mostOf(filter));
      return [picture(pixels, { x, y, ...image }), frame({ x, y }), label(`${filter}`, { x: x + image.width / 2, y: y + image.height + 11, size: 9, anchor: "middle", fill: palette.muted })];
    }
    const cells = Array.from({ length: channels }, (_, channel) => {
      const at = { x: x + numberRoom + (channel % perRow) * (image.width + 3), y: y + Math.floor(channel / perRow) * (image.height + 3) };
      return [picture(signedPixels(found, channel, filter, mostOf(filter)), { ...at, ...image }), frame(at)];
    });
    return [label(`${filter}`, { x: x + numberRoom - 6, y: y + image.height / 2, size: 10, anchor: "end", vertical: "middle", fill: palette.muted }), ...cells.flat()];
  });
  const legend = inColour ? [] : colourBar("diverging", chosen.scale === "shared" ? most : undefined, margin, grid.bottom + 18, chosen.theme);
  const end = inColour ? grid.bottom : grid.bottom + 24;
  const description = `${subtitle}. Largest weight ${figures(most)} in size.`;
  return figure({ width, height: end + margin, name: "Filters", description }, chosen, [...marks, ...pictures, ...legend]);
}

const widestNumber = (count: number): number => textWidth(`${count - 1}`, 10) + 6;
