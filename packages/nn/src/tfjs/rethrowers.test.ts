import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { withoutRethrowers } from "./rethrowers.ts";

const listeners = (): readonly unknown[] => [...process.listeners("uncaughtException"), ...process.listeners("unhandledRejection")];
const rethrow = (error: unknown): never => { throw error; };

test("a start leaves no listener that throws again, and the others where they were", async () => {
  const before = listeners();
  const other = (): void => undefined;
  const given = await withoutRethrowers(async () => {
    process.on("uncaughtException", rethrow);
    process.on("unhandledRejection", rethrow);
    process.on("uncaughtException", other);
    return 3;
  });
  expect(given).toBe(3);
  expect(listeners().filter((listener) => !before.includes(listener))).toEqual([other]);
  process.removeListener("uncaughtException", other);
  expect(listeners()).toEqual(before);
});

test("nor does one that fails", async () => {
  const before = listeners();
  await expect(withoutRethrowers(async () => {
    process.on("uncaughtException", rethrow);
    throw new Error("no memory");
  })).rejects.toThrow("no memory");
  expect(listeners()).toEqual(before);
});

test("the wasm backend itself would leave one of each, and starts without", async () => {
  const child = `
    import * as tf from "@tensorflow/tfjs-core";
    import "@tensorflow/tfjs-backend-wasm";
    await tf.setBackend("wasm");
    console.log(["uncaughtException", "unhandledRejection"].map((event) => process.listeners(event).map(String).every((text) => text.includes("throw")) && process.listenerCount(event)).join());`;
  const printed = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ["--input-type=module", "-e", child], { cwd: import.meta.dirname }, (error, stdout) => { if (error) reject(error); else resolve(stdout.trim()); });
  });
  expect(printed).toBe("1,1");
  const before = listeners();
  await openBackend("wasm");
  expect(listeners()).toEqual(before);
});
