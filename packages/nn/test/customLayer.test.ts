import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { adam, meanSquaredError } from "../src/index.ts";

const text = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

test("the README's layer of one's own has a weight that learns", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { net } = await import("./customLayer.ts").finally(() => { expect(log).toHaveBeenCalledWith("fc.weight fc.bias gain.weight out.weight out.bias"); log.mockRestore(); });
  expect([...((await net.weights())["gain.weight"]?.data ?? [])]).toEqual([1, 1, 1]);
  await net.step(
    { inputs: { input: { shape: [2, 4], data: Float32Array.of(1, 2, 3, 4, -1, 2, -3, 4) } }, targets: { out: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } } },
    { objective: { out: { loss: meanSquaredError(), weight: 1 } }, optimizer: adam() },
  );
  expect([...((await net.weights())["gain.weight"]?.data ?? [])]).not.toEqual([1, 1, 1]);
  net.dispose();
  expect(text("../README.md")).toContain(`\`\`\`ts\n${text("customLayer.ts").replaceAll("export const", "const").replace("import { initialWeights, network, useBackend, type Network }", "import { initialWeights, network, useBackend }").replace("net: Network", "net").trim()}\n\`\`\``);
});
