/** The module that turns SVG into pixels. */
export type Renderer = typeof import("@resvg/resvg-js");

/**
 * The renderer, which is an optional companion of this package.
 *
 * @param load Node's `require`, or what stands for it
 */
export function renderer(load: (name: string) => Renderer): Renderer {
  try {
    return load("@resvg/resvg-js");
  } catch (cause) {
    throw new Error("toPng: needs the package @resvg/resvg-js, which could not be loaded. Install it beside @convscope/viz (npm install @resvg/resvg-js), or keep the SVG.", { cause });
  }
}
