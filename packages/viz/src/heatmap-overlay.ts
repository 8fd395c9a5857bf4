import { figure, heading, margin } from "./figure.ts";
import { signed } from "./format.ts";
import { colourBar, heatPixels, largestSize, resized, scaleOf, veilPixels } from "./heat.ts";
import { label } from "./label.ts";
import { sizesOf } from "./number-array.ts";
import type { NumberArray } from "./number-array.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { onePicture, picture } from "./picture.ts";
import type { Area } from "./picture.ts";
import type { Pixels } from "./png-data.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** A map over an image. */
export interface Heatmap {
  /** Where several stand below each other, which one this is. */
  readonly name?: string;
  /** `[H, W, C]`, 0 … 255. */
  readonly image: Uint8Array;
  readonly shape: readonly number[];
  /** `[h, w]` of any size: it is enlarged to the image's. */
  readonly map: NumberArray;
}

/** How maps are drawn. */
export interface HeatmapOverlayOptions extends FigureOptions {
  /** The map over its image, or image, map and both beside each other. */
  readonly view?: "overlay" | "strip";
  /** Two hues even where nothing is negative, or one even where something is (what is below zero then counts as zero). */
  readonly scale?: "sequential" | "diverging" | "auto";
  /** One full colour for all maps, or each its own largest value. */
  readonly range?: "shared" | "each";
  /** Pixels of the figure that the longer side of an image gets; default 220. */
  readonly side?: number;
}

const defaults: Required<HeatmapOverlayOptions> = { title: "What the network looked at", theme: "light", width: 760, view: "strip", scale: "auto", range: "each", side: 220 };
const name = "heatmapOverlay";
const gap = 12;
const captionRoom = 19;

/**
 * Attribution maps over their images: vermilion where a place speaks for the class, blue where against it, nothing where it does not
 * matter. Maps of another size are enlarged smoothly.
 *
 * @returns an SVG document
 */
export function heatmapOverlay(maps: readonly Heatmap[], options: HeatmapOverlayOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const { view, range, theme } = chosen;
  check(maps.length > 0, name, "there must be a map to draw. Received none.");
  check(view === "overlay" || view === "strip", name, `view must be overlay or strip. Received "${view}".`);
  check(range === "shared" || range === "each", name, `range must be shared or each. Received "${range}".`);
  check(["sequential", "diverging", "auto"].includes(chosen.scale), name, `scale must be sequential, diverging or auto. Received "${chosen.scale}".`);
  check(chosen.side >= 16 && chosen.side <= 2000, name, `side must lie in 16 … 2000 pixels. Received ${chosen.side}.`);
  const found = maps.map((one) => sized(one, chosen.scale === "sequential"));
  const scale = chosen.scale === "auto" ? (found.some(({ map }) => scaleOf(map.values) === "diverging") ? "diverging" : "sequential") : chosen.scale;
  const all = Math.max(...found.map(({ most }) => most));
  const shownMost = (most: number): number => (range === "shared" ? all : most);

  const palette = colours(theme);
  const pictures = view === "strip" ? 3 : 1;
  const side = Math.min(chosen.side, (chosen.width - 2 * margin - (pictures - 1) * gap) / pictures);
  const named = maps.some((one) => (one.name ?? "") !== "");
  const areas = found.map(({ pixels: { width, height } }) => ({ width: (width * side) / Math.max(width, height), height: (height * side) / Math.max(width, height) }));
  const tile = { width: pictures * side + (pictures - 1) * gap, height: (named ? captionRoom : 0) + Math.max(...areas.map(({ height }) => height)) };
  const between = { x: 16, y: 14 };
  const subtitle = view === "strip" ? "From left to right: the image, the map, the map over the image." : "";
  const across = tiles(maps.length, tile, between, chosen.width, 0).width;
  const width = Math.max(across, 300, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(subtitle, 12))));
  const { marks: above, bottom } = heading(chosen, subtitle, width);
  const grid = tiles(maps.length, tile, between, chosen.width, bottom + 2);
  const marks = found.flatMap(({ pixels, map, most, called }, i): readonly Markup[] => {
    const { x, y } = grid.place(i);
    const top = y + (named ? captionRoom : 0);
    const { width: w, height: h } = areas[i] ?? { width: 0, height: 0 };
    const at = (k: number): Area => ({ x: x + k * (side + gap), y: top, width: w, height: h });
    const over = (k: number): readonly Markup[] => [picture(grey(pixels), at(k)), picture(veilPixels(map, shownMost(most)), at(k)), border(at(k), palette.axis)];
    return [
      ...(called === "" ? [] : [label(called, { x, y: y + 12, weight: "bold", width: tile.width, fill: palette.ink })]),
      ...(view === "overlay" ? over(0) : [picture(pixels, at(0)), border(at(0), palette.axis), picture(heatPixels(map, shownMost(most), scale), at(1)), border(at(1), palette.axis), ...over(2)]),
    ];
  });
  const told = found.map(({ called, most, peak }) => `${called === "" ? "map" : called}: largest ${signed(most)} in size at row ${peak[0]}, column ${peak[1]}`);
  const bar = colourBar(scale, range === "each" && maps.length > 1 ? undefined : all, margin, grid.bottom + 18, theme, view === "overlay");
  return figure({ width, height: grid.bottom + 26 + margin, name: "Attribution", description: `Maps over images; ${told.join("; ")}.` }, chosen, [...above, ...marks, ...bar]);
}

interface Sized {
  readonly called: string;
  readonly pixels: Pixels;
  readonly map: { readonly height: number; readonly width: number; readonly values: ArrayLike<number> };
  readonly most: number;
  /** Row and column of the largest value of the image. */
  readonly peak: readonly [number, number];
}

function sized({ name: called = "", image, shape, map }: Heatmap, positive: boolean): Sized {
  const pixels = onePicture(name, { image, shape });
  const { height, width } = pixels;
  const [rows = 0, columns = 0] = sizesOf(name, "map", map, ["h", "w"], 2);
  const values = positive ? Array.from(map.data, (value) => Math.max(0, value)) : map.data;
  const large = resized({ height: rows, width: columns, values }, height, width);
  const most = largestSize(large.values);
  const peak = Array.from(large.values).findIndex((value) => Math.abs(value) === most);
  return { called, pixels, map: large, most, peak: [Math.floor(Math.max(0, peak) / width), Math.max(0, peak) % width] };
}

/** A picture without colours and nearer to white, on which the hues of the map are told apart. */
function grey({ width, height, channels, data }: Pixels): Pixels {
  const colourful = channels >= 3;
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const at = i * channels;
    const bright = colourful ? 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0) : (data[at] ?? 0);
    return Math.round(70 + bright * 0.7);
  });
  return { width, height, channels: 1, data: pixels };
}

const border = (area: Area, stroke: string): Markup => element("rect", { ...area, fill: "none", stroke, "stroke-width": 0.5 });
