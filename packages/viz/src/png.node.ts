import { createRequire } from "node:module";
import { renderer } from "./renderer.node.ts";

/** How large a PNG gets. */
export interface PngOptions {
  /** Pixels; wins over `scale`. */
  readonly width?: number;
  /** Pixels of the PNG for one of the SVG; default 2. */
  readonly scale?: number;
}

const known = ["width", "scale"];

const require = createRequire(import.meta.url);

/** A colour of the theme `auto`: the renderer knows no custom properties, but the fallback is a colour. */
const property = /var\(--[\w-]+,(#[0-9a-f]{6})\)/g;

/** Machines without any font are common, and text would vanish on them: Arimo comes along. */
const fonts = (): string[] => [require.resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf"), require.resolve("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf")];

/**
 * Draws an SVG figure as a PNG. Letters that Arimo lacks come from the machine's own fonts, where it has any.
 *
 * @param svg a figure with theme `light` or `dark`; of `auto` the light colours are drawn
 * @returns bytes of a PNG file
 */
export function toPng(svg: string, options: PngOptions = {}): Uint8Array {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`toPng: unknown option "${name}". Options: ${known.join(", ")}.`);
  }
  const { width, scale = 2 } = options;
  const size = width ?? scale;
  if (!(Number.isFinite(size) && size > 0)) throw new RangeError(`toPng: ${width === undefined ? "scale" : "width"} must be above zero. Received ${size}.`);
  const { Resvg } = renderer(require);
  const drawn = new Resvg(svg.replace(property, "$1"), {
    fitTo: width === undefined ? { mode: "zoom", value: scale } : { mode: "width", value: width },
    font: { fontFiles: fonts(), loadSystemFonts: true, defaultFontFamily: "Arimo", sansSerifFamily: "Arimo" },
    imageRendering: 1,
  });
  return new Uint8Array(drawn.render().asPng());
}
