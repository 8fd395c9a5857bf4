import { didYouMean } from "@convscope/core";
import type { ThemeName } from "./theme.ts";

/** What every figure takes. */
export interface FigureOptions {
  /** Above the figure; "" for none. */
  readonly title?: string;
  /** Default `light`. */
  readonly theme?: ThemeName;
  /** Pixels; figures whose cells have a size of their own take it as a limit. */
  readonly width?: number;
}

const themes: readonly string[] = ["light", "dark", "auto"];

/** Options over defaults. Refuses names that the figure does not know, since a mistyped one would change nothing. */
export function settings<Options extends Required<FigureOptions>>(figure: string, given: { readonly [Name in keyof Options]?: Options[Name] | undefined }, defaults: Options): Options {
  const known = Object.keys(defaults);
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new TypeError(`${figure}: unknown option "${name}".${didYouMean(name, known)} Options: ${known.join(", ")}.`);
  }
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const all: Options = { ...defaults, ...chosen };
  if (!themes.includes(all.theme)) throw new TypeError(`${figure}: theme must be light, dark or auto. Received "${all.theme}".${didYouMean(all.theme, themes)}`);
  if (!(Number.isFinite(all.width) && all.width >= 240 && all.width <= 10_000)) throw new RangeError(`${figure}: width must lie in 240 … 10000 pixels. Received ${all.width}.`);
  return all;
}

/** Throws `figure: rule` unless the condition holds. */
export function check(condition: boolean, figure: string, rule: string): asserts condition {
  if (!condition) throw new RangeError(`${figure}: ${rule}`);
}
