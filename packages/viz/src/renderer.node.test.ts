import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { renderer } from "./renderer.node.ts";

it("finds the renderer, or says how to get it", () => {
  expect(renderer(createRequire(import.meta.url)).Resvg).toBeTypeOf("function");
  const missing = (name: string): never => {
    throw new Error(`Cannot find module '${name}'`);
  };
  expect(() => renderer(missing)).toThrowErrorMatchingInlineSnapshot(`[Error: toPng: needs the package @resvg/resvg-js, which could not be loaded. Install it beside @convscope/viz (npm install @resvg/resvg-js), or keep the SVG.]`);
});
