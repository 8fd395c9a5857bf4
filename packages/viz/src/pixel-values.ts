import { contrast, hexColour, mix } from "./colour.ts";
import type { Rgb } from "./colour.ts";
import { figure, heading, margin } from "./figure.ts";
import { figures } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { picture } from "./picture.ts";
import type { Area } from "./picture.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** One image of numbers: `image` `[H, W, C]`, bytes or floats. */
export interface PixelImage {
  readonly image: Uint8Array | Float32Array;
  readonly shape: readonly number[];
}

/** How pixel values are drawn. */
export interface PixelValuesOptions extends FigureOptions {
  /** The part to draw, in pixels; default all. */
  readonly crop?: Area | "all";
  /** Values drawn black and full; default 0 … 255 for bytes, least … greatest for floats. */
  readonly range?: readonly [low: number, high: number] | "data";
}

const defaults: Required<PixelValuesOptions> = { title: "Pixel values", theme: "light", width: 1400, crop: "all", range: "data" };
const name = "pixelValues";
const most = 64;
const textSize = 9;
const full: Readonly<Record<string, Rgb>> = { red: [255, 70, 70], green: [60, 210, 90], blue: [80, 130, 255] };
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly at: (x: number, y: number, channel: number) => number;
}

function part({ image, shape }: PixelImage, crop: Area | "all"): Part {
  const written = `[${shape.join(", ")}]`;
  check(shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0), name, `shape must be [H, W, C] with sizes of at least 1. Received ${written}.`);
  const [height = 0, width = 0, channels = 0] = shape;
  check(image.length === height * width * channels, name, `image must hold H × W × C values. Received ${image.length}, and ${written} asks for ${height * width * channels}.`);
  const area = crop === "all" ? { x: 0, y: 0, width, height } : crop;
  const whole = [area.x, area.y, area.width, area.height].every(Number.isInteger) && area.x >= 0 && area.y >= 0 && area.width > 0 && area.height > 0;
  check(whole && area.x + area.width <= width && area.y + area.height <= height, name, `crop must lie within the image of ${width}×${height} pixels. Received ${area.width}×${area.height} at ${area.x}, ${area.y}.`);
  check(area.width <= most && area.height <= most, name, `at most ${most}×${most} pixels can be read. Received ${area.width}×${area.height}. Crop it: crop: { x: 0, y: 0, width: ${Math.min(28, width)}, height: ${Math.min(28, height)} }.`);
  return { ...area, channels, at: (x, y, channel) => image[((area.y + y) * width + area.x + x) * channels + channel] ?? 0 };
}

const written = (value: number, bytes: boolean): string => (bytes ? `${value}` : figures(value, 2));

/**
 * An image as the numbers it is: each pixel a cell in its shade with its value in it; colour images channel beside channel.
 *
 * @returns an SVG document
 */
export function pixelValues(data: PixelImage, options: PixelValuesOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const found = part(data, chosen.crop);
  const bytes = data.image instanceof Uint8Array;
  const cells = Array.from({ length: found.channels }, (_, channel) =>
    Array.from({ length: found.width * found.height }, (__, i) => found.at(i % found.width, Math.floor(i / found.width), channel)),
  );
  const values = cells.flat();
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [low, high] = chosen.range === "data" ? (bytes ? [0, 255] : [least, greatest]) : chosen.range;
  const share = (value: number): number => (high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0);
  const cell = Math.max(20, Math.ceil(widestText(values.map((value) => written(value, bytes)), textSize)) + 4);
  const names = found.channels === 3 ? ["red", "green", "blue"] : found.channels === 1 ? ["value"] : cells.map((_, i) => `channel ${i}`);

  const nameRoom = found.channels === 1 ? 0 : widestText(names, 12, "bold");
  const panel = { width: 22 + Math.max(found.width * cell, nameRoom), height: (found.channels === 1 ? 18 : 38) + found.height * cell };
  const gap = { x: 24, y: 20 };
  const subtitle = `${found.width}×${found.height} pixels, ${bytes ? `${least} … ${greatest}` : `${figures(least)} … ${figures(greatest)}`}`;
  const across = tiles(found.channels, panel, gap, chosen.width, 0).width;
  const width = Math.max(across, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(subtitle, 12))));
  const { marks: above, bottom } = heading(chosen, subtitle, width);
  const grid = tiles(found.channels, panel, gap, chosen.width, bottom);
  const marks = cells.flatMap((channel, i) => {
    const { x, y } = grid.place(i);
    const top = y + panel.height - found.height * cell;
    const tint = full[names[i] ?? ""] ?? white;
    return channelMarks(found, channel, { x: x + 22, y: top, cell, tint, share, bytes }, found.channels === 1 ? undefined : names[i], chosen);
  });
  const description = `The pixels of an image as numbers: ${found.height} rows of ${found.width}, ${found.channels === 1 ? "one channel" : `${found.channels} channels`}; values from ${figures(least)} to ${figures(greatest)}.`;
  return figure({ width, height: grid.bottom + margin, name: "Pixel values", description }, chosen, [...above, ...marks]);
}

interface ChannelPlace {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly tint: Rgb;
  readonly share: (value: number) => number;
  readonly bytes: boolean;
}

function channelMarks(found: Part, channel: readonly number[], { x, y, cell, tint, share, bytes }: ChannelPlace, called: string | undefined, { theme }: Required<FigureOptions>): readonly Markup[] {
  const { muted, ink, axis } = colours(theme);
  const shades = channel.map((value) => mix(black, tint, share(value)));
  const size = { width: found.width * cell, height: found.height * cell };
  const data = Uint8Array.from(shades.flat().map((value) => Math.round(value)));
  const every = (i: number, first: number): boolean => i === 0 || (first + i) % 2 === 0;
  const marks: Markup[] = called === undefined ? [] : [label(called, { x, y: y - 24, weight: "bold", fill: ink })];
  for (let i = 0; i < found.width; i++) if (every(i, found.x)) marks.push(label(`${found.x + i}`, { x: x + (i + 0.5) * cell, y: y - 5, size: 8, anchor: "middle", fill: muted }));
  for (let i = 0; i < found.height; i++) if (every(i, found.y)) marks.push(label(`${found.y + i}`, { x: x - 5, y: y + (i + 0.5) * cell, size: 8, anchor: "end", vertical: "middle", fill: muted }));
  marks.push(picture({ width: found.width, height: found.height, channels: 3, data }, { x, y, ...size }));
  channel.forEach((value, i) => {
    const shade = shades[i] ?? black;
    // Zeros are most of a digit: quieter, they let its shape stand out.
    const fill = value === 0 && share(value) === 0 ? "#7a7a7a" : hexColour(contrast(shade, white) >= contrast(shade, black) ? white : black);
    const at = { x: x + ((i % found.width) + 0.5) * cell, y: y + (Math.floor(i / found.width) + 0.5) * cell };
    marks.push(label(written(value, bytes), { ...at, size: textSize, anchor: "middle", vertical: "middle", fill }));
  });
  marks.push(element("rect", { x, y, ...size, fill: "none", stroke: axis, "stroke-width": 1 }));
  return marks;
}
