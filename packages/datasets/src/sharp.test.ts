import { expect, test, vi } from "vitest";
import { loadSharp, reasonOf } from "./sharp.ts";

test("without sharp the way out is said", async () => {
  vi.doMock("sharp", () => {
    throw new Error("Cannot find package 'sharp'\nRequire stack: …");
  });
  const message = await loadSharp("here").then(() => "loaded", String);
  vi.doUnmock("sharp");
  expect(message).toMatch(/^DataError: here: pictures in files are decoded by the package sharp, which does not load here \(.+\)\. Run: npm install sharp$/);
});

test("a failure in one line, and in words where libvips has lost its own", () => {
  expect(reasonOf(new Error("VipsJpeg: premature end of JPEG image\nmore"))).toBe("VipsJpeg: premature end of JPEG image");
  expect(reasonOf(new Error("Unknown error"))).toBe("it is cut off or damaged");
  expect(reasonOf("plain")).toBe("plain");
});
