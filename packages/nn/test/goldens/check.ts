import type { Layer } from "@convscope/core";
import type { Numbers } from "@convscope/test-kit";
import type { Engine } from "../../src/index.ts";
import type { TfjsBackend } from "../../src/tfjs/backends.ts";
import type { TfjsBackendPackage } from "../../src/tfjs/backendPackage.ts";
import { runLayer, type LayerResult } from "../../src/tfjs/testing.ts";
import { runLayerOn, type EngineLayerRun } from "./engineLayer.ts";

/** A backend of TensorFlow.js, as `openBackend` and `runLayer` take it, or any engine. */
export type Where = TfjsBackend | TfjsBackendPackage | Engine;

/** An engine is asked as its users ask it; of TensorFlow.js the parts are tried by themselves. */
export const isEngine = (on: Where): on is Engine => typeof on === "object" && "prepare" in on;

/** One comparison, free of any test runner: it runs in tests, and in programs and pages that tests start. */
export interface Check {
  readonly name: string;
  /** Throws what differs. */
  check(on: Where): Promise<void>;
}

/** Runs one layer with its gradients, wherever it is. */
export const runOn = (on: Where, layer: Layer, inputs: readonly Numbers[], weights: { readonly [name: string]: Numbers } = {}, run: EngineLayerRun = {}): Promise<LayerResult> =>
  isEngine(on) ? runLayerOn(on, layer, inputs, weights, run) : runLayer(layer, inputs, weights, { ...run, backend: on });

/** Throws unless two values are the same in JSON: shapes, lists of names. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}.`);
}
