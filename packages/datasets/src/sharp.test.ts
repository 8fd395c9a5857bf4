import { expect, test, vi } from "vitest";
import { loadSharp } from "./sharp.ts";

test("without sharp the way out is said", async () => {
  vi.doMock("sharp", () => {
    throw new Error("Cannot find package 'sharp'\nRequire stack: …");
  });
  const message = await loadSharp("here").then(() => "loaded", String);
  vi.doUnmock("sharp");
  expect(message).toMatch(/^DataError: here: pictures in files are decoded by the package sharp, which does not load here \(.+\)\. Run: npm install sharp$/);
});
