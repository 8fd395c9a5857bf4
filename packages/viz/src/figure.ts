import type { FigureOptions } from "./options.ts";
import { label } from "./label.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { fontFamily, wrapText } from "./text.ts";
import { colours, themeStyle } from "./theme.ts";

/** Empty space around every figure, pixels. */
export const margin = 16;

/** What stands above a figure, and the y below it. */
export interface Heading {
  readonly marks: readonly Markup[];
  readonly bottom: number;
}

/** Title and subtitle, broken into lines of the figure's width. */
export function heading({ title, theme }: Required<FigureOptions>, subtitle: string, width: number): Heading {
  const palette = colours(theme);
  const room = width - 2 * margin;
  const marks: Markup[] = [];
  let bottom = margin;
  for (const line of title.trim() === "" ? [] : wrapText(title, 15, room, 2, "bold")) {
    marks.push(label(line, { x: margin, y: bottom + 12, size: 15, weight: "bold", fill: palette.ink }));
    bottom += 20;
  }
  for (const line of subtitle === "" ? [] : wrapText(subtitle, 12, room, 3)) {
    marks.push(label(line, { x: margin, y: bottom + 11, fill: palette.muted }));
    bottom += 17;
  }
  return { marks, bottom: marks.length === 0 ? bottom : bottom + 9 };
}

/** A whole figure. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Name of the figure, where it has no title. */
  readonly name: string;
  /** The data in words, for those who cannot see them. */
  readonly description: string;
  /** Whether it holds links, which an image hides from screen readers and a group does not. */
  readonly links?: boolean;
}

/** The SVG document around the marks: its name and description for screen readers, its background, its font. */
export function figure({ width, height, name, description, links = false }: Frame, { title, theme }: Required<FigureOptions>, marks: readonly Markup[]): string {
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const named = title.trim() === "" ? name : title;
  return `${
    element(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        ...size,
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: links ? "group" : "img",
        class: "convscope",
        "font-family": fontFamily,
      },
      [
        element("title", {}, [named]),
        element("desc", {}, [description]),
        ...themeStyle(theme),
        element("rect", { ...size, fill: colours(theme).surface }),
        ...marks.filter(({ markup }) => markup !== ""),
      ],
    ).markup
  }\n`;
}
