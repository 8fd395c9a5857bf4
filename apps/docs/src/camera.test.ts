import { expect, test } from "vitest";
import { openCamera } from "./camera.ts";

const stream = () => {
  const tracks = [{ stopped: 0, stop: () => void tracks[0]!.stopped++ }];
  return { tracks, getTracks: () => tracks };
};

test("it is shown until it is closed", async () => {
  const one = stream();
  const shown: unknown[] = [];
  const close = await openCamera({ getUserMedia: () => Promise.resolve(one) }, (given) => Promise.resolve(shown.push(given)));
  expect([shown, one.tracks[0]?.stopped]).toEqual([[one], 0]);
  close();
  expect(one.tracks[0]?.stopped).toBe(1);
});

test("one that cannot be shown is closed", async () => {
  const one = stream();
  await expect(openCamera({ getUserMedia: () => Promise.resolve(one) }, () => Promise.reject(new Error("no picture")))).rejects.toThrow("no picture");
  expect(one.tracks[0]?.stopped).toBe(1);
});

test("none, and one that is not allowed", async () => {
  const show = (): Promise<void> => Promise.resolve();
  await expect(openCamera(undefined, show)).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: there is none for a page like this]`);
  await expect(openCamera<ReturnType<typeof stream>>({ getUserMedia: () => Promise.reject(new Error("Permission denied")) }, show)).rejects.toThrow("Permission denied");
});
