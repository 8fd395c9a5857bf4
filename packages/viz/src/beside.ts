import { figure, heading, margin } from "./figure.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { rounded } from "./svg.ts";
import type { Markup } from "./svg.ts";

export type BesideOptions = FigureOptions;

const defaults: Required<BesideOptions> = { title: "", theme: "light", width: 1280 };

/** A figure's size, as its own first tag says. */
function sizeOf(svg: string): readonly [width: number, height: number] {
  const [, width, height] = /^<svg [^>]*?width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  check(width !== undefined && height !== undefined, "beside", "every figure must be an SVG document of this package, with its size. Received another text.");
  return [Number(width), Number(height)];
}

/**
 * Figures of this package side by side, each with its own title, made smaller together where they are wider than `width`.
 *
 * @returns an SVG document
 */
export function beside(figures: readonly string[], given: BesideOptions = {}): string {
  const options = settings("beside", given, defaults);
  check(figures.length > 0, "beside", "there must be a figure. Received none.");
  const sizes = figures.map(sizeOf);
  const total = sizes.reduce((sum, [width]) => sum + width, 0);
  const scale = Math.min(1, (options.width - 2 * margin) / total);
  const { marks, bottom } = heading(options, "", options.width);
  const top = options.title.trim() === "" ? 0 : bottom;
  let left = options.title.trim() === "" ? 0 : margin;
  const placed = figures.map((svg, i): Markup => {
    const [width, height] = sizes[i] ?? [0, 0];
    // The inner documents keep their names and descriptions, and their coordinates by the viewBox.
    const markup = svg.trimEnd().replace(/ width="\d+" height="\d+"/, ` x="${rounded(left)}" y="${rounded(top)}" width="${rounded(width * scale)}" height="${rounded(height * scale)}"`);
    left += width * scale;
    return { markup };
  });
  const height = top + Math.max(...sizes.map(([, own]) => own)) * scale;
  return figure({ width: Math.ceil(left), height, name: "Figures side by side", description: `${figures.length} figures side by side.` }, options, [...marks, ...placed]);
}
