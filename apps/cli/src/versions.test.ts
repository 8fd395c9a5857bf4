import { expect, test } from "vitest";
import { versions } from "./versions.ts";

test("ONNX Runtime's version is that of the package which the engine finds", () => {
  expect(versions()["onnxruntime"]).toMatch(/^\d+\.\d+\.\d+/);
});
