import * as tf from "@tensorflow/tfjs-core";
import { BackendError } from "../backend.ts";
import { withoutRethrowers } from "./rethrowers.ts";

/**
 * Starts a backend that TensorFlow.js knows, and makes it the current one.
 *
 * @throws BackendError when TensorFlow.js cannot start it.
 */
export async function start(registered: string): Promise<void> {
  if (tf.getBackend() === registered) return;
  if (!(await withoutRethrowers(() => tf.setBackend(registered))))
    throw new BackendError(`backend ${registered}: TensorFlow.js must be able to start it. It gave up; its own words are in the console.${registered.startsWith("wasm") ? " In a browser it must be told where its files are: setWasmPaths of @tensorflow/tfjs-backend-wasm, before useBackend." : ""}${registered === "cpu" ? "" : ' useBackend("cpu") runs everywhere, slowly.'}`);
}

/**
 * Makes a backend that has been started the current one, at once: TensorFlow.js has one at a time, which another network, or
 * whoever else uses it, may have changed.
 */
export function activate(registered: string): void {
  // Of a backend that has started, all of `setBackend` is done when it returns its promise.
  if (tf.getBackend() !== registered) void tf.setBackend(registered);
}
