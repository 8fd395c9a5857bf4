import { describe, expect, it } from "vitest";
import { gallery } from "./gallery.ts";
import { layoutProblems } from "./layout.ts";

describe("gallery", () => {
  for (const [name, draw] of Object.entries(gallery)) {
    it(name, async () => {
      const svg = draw();
      expect(layoutProblems(svg, { onPictures: name.startsWith("pixel-values") })).toEqual([]);
      expect(draw()).toBe(svg);
      await expect(svg).toMatchFileSnapshot(`../gallery/${name}.svg`);
    });
  }
});
