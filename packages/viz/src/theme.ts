import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";

/** `auto` follows the reader's setting by CSS and suits pages; images and programs that know no CSS want `light` or `dark`. */
export type ThemeName = "light" | "dark" | "auto";

const light = {
  surface: "#ffffff",
  ink: "#1f2328",
  muted: "#59636e",
  axis: "#8c959f",
  faint: "#e4e7eb",
  /** Right, and the first series. */
  blue: "#0b61b8",
  /** Wrong, and the second series. */
  red: "#c8450b",
  /** Full shade of right and of wrong cells. */
  shadeBlue: "#074d98",
  shadeRed: "#963103",
  /** Text on shades below and above `shadeTurn`. */
  onFaint: "#000000",
  onFull: "#ffffff",
  series0: "#0b61b8",
  series1: "#c8450b",
  series2: "#3fa0a0",
  series3: "#a072e6",
  series4: "#6f0f07",
  series5: "#4b1183",
} as const;

export type ColourName = keyof typeof light;
export type Colours = Readonly<Record<ColourName, string>>;

const dark: Colours = {
  surface: "#0d1117",
  ink: "#e6edf3",
  muted: "#9198a1",
  axis: "#6e7681",
  faint: "#262c35",
  blue: "#6cb6ff",
  red: "#ff9a6b",
  shadeBlue: "#579be0",
  shadeRed: "#ea7638",
  onFaint: "#ffffff",
  onFull: "#000000",
  series0: "#6cb6ff",
  series1: "#ff9a6b",
  series2: "#027c7c",
  series3: "#7d4dbe",
  series4: "#ba3728",
  series5: "#9b931c",
};

/** The shade, 0 to 1, at which black and white text read equally well; chosen equal for all four full shades. */
export const shadeTurn = 0.76;

export const palettes: Readonly<Record<"light" | "dark", Colours>> = { light, dark };

const names = Object.keys(light) as readonly ColourName[];
const property = (name: ColourName): string => `--convscope-${name}`;

const declare = (palette: Colours): string => names.map((name) => `${property(name)}:${palette[name]}`).join(";");

/** The colours of a theme, as values for `fill` and `stroke`. */
export function colours(theme: ThemeName): Colours {
  if (theme !== "auto") return palettes[theme];
  return Object.fromEntries(names.map((name) => [name, `var(${property(name)},${light[name]})`])) as Record<ColourName, string>;
}

/**
 * The colours of `auto` as CSS: for a page with a switch of its own between light and dark, whose rule must weigh more than one class, such
 * as `html.dark .convscope`.
 */
export const themeProperties = (theme: "light" | "dark"): string => declare(palettes[theme]);

/** What `auto` needs in the figure: the colours as custom properties, dark ones where the reader prefers them. */
export function themeStyle(theme: ThemeName): readonly Markup[] {
  if (theme !== "auto") return [];
  return [element("style", {}, [{ markup: `.convscope{${declare(light)}}@media(prefers-color-scheme:dark){.convscope{${declare(dark)}}}` }])];
}

const series = ["series0", "series1", "series2", "series3", "series4", "series5"] as const;
const dashes = [undefined, "7 3", "2 3", "9 3 2 3"] as const;

/** How the i-th of several lines looks: six colours, then the same colours dashed. */
export function seriesStyle(palette: Colours, index: number): { readonly colour: string; readonly dash: string | undefined } {
  return { colour: palette[series[index % series.length] ?? "series0"], dash: dashes[Math.floor(index / series.length) % dashes.length] };
}
