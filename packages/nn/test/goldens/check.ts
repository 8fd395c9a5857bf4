import type { TfjsBackend } from "../../src/tfjs/backends.ts";
import type { TfjsBackendPackage } from "../../src/tfjs/backendPackage.ts";

/** A backend, as `openBackend` and `runLayer` take it. */
export type Where = TfjsBackend | TfjsBackendPackage;

/** One comparison, free of any test runner: it runs in tests, and in programs and pages that tests start. */
export interface Check {
  readonly name: string;
  /** Throws what differs. */
  check(on: Where): Promise<void>;
}

/** Throws unless two values are the same in JSON: shapes, lists of names. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}.`);
}
