import * as tf from "@tensorflow/tfjs-core";
import { expect, test, vi } from "vitest";
import { BackendError } from "../backend.ts";
import { openBackend } from "./backends.ts";

test("a backend that TensorFlow.js cannot start is named, with the way out", async () => {
  await openBackend("cpu");
  const start = vi.spyOn(tf.engine(), "setBackend").mockResolvedValue(false);
  try {
    const error: unknown = await openBackend("wasm").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(BackendError);
    expect(error).toMatchInlineSnapshot(`[BackendError: backend wasm: TensorFlow.js must be able to start it. It gave up; its own words are in the console. In a browser it must be told where its files are: setWasmPaths of @tensorflow/tfjs-backend-wasm, before useBackend. useBackend("cpu") runs everywhere, slowly.]`);
  } finally {
    start.mockRestore();
  }
});
