import type { Server } from "node:http";
import { availableParallelism } from "node:os";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/index.ts";
import { expectAgreement } from "./agrees.ts";
import type { Asked } from "./page.ts";
import { serveBundle } from "./served.ts";
import { twoSteps, type Stepped } from "./steps.ts";

const missing = missingChromium();

describe.skipIf(missing)("in Chromium, two training steps of a small net at batch 4", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let expected: Stepped;
  const errors: string[] = [];
  beforeAll(async () => {
    [browser, served, expected] = await Promise.all([launch(), serveBundle(), useBackend("cpu").then(twoSteps)]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    served.server.close();
  });

  /** Asks a fresh page, cross-origin isolated or not. */
  async function ask<M extends keyof Asked>(path: "/" | "/isolated", method: M, ...args: Parameters<Asked[M]>): Promise<Awaited<ReturnType<Asked[M]>>> {
    const page: Page = await browser.newPage();
    page.on("pageerror", (error) => void errors.push(error.message));
    try {
      await page.goto(`${served.url}${path}`);
      await page.waitForFunction(() => "asked" in globalThis);
      return (await page.evaluate(`asked.${method}(...${JSON.stringify(args)})`)) as Awaited<ReturnType<Asked[M]>>;
    } finally {
      await page.close();
    }
  }

  test.each([
    ["cpu", "/", "here"], ["wasm", "/", "here"], ["wasm", "/isolated", "here"], ["simd", "/", "here"], ["simd", "/isolated", "here"], ["webgpu", "/", "here"],
    ["cpu", "/", "inWorker"], ["wasm", "/", "inWorker"], ["simd", "/", "inWorker"], ["simd", "/isolated", "inWorker"], ["webgpu", "/", "inWorker"],
  ] as const)("%s on %s, %s, agrees with cpu", async (backend, path, place) => {
    const found = await ask(path, place, backend);
    expect(found).toMatchObject({ backend, reason: "it was asked for by name" });
    expectAgreement(found, expected);
    // Memory that threads share is only for pages that are cross-origin isolated.
    if (backend === "simd") expect(found.threads > 1).toBe(path === "/isolated" && availableParallelism() > 1);
    expect(errors).toEqual([]);
  }, 180_000);

  test("auto takes simd, and no graphics card that is made up in software", async () => {
    const found = await ask("/isolated", "inWorker", "auto");
    expect(found.backend).toBe("simd");
    expect(found.reason).toMatchInlineSnapshot(`"it is the best that works here; preferred, but passed by: node-gpu (only in Node), webgpu (its graphics card is made up in software, which is slow)"`);
    expectAgreement(found, expected);
  }, 60_000);

  test("the table of a page", async () => {
    const rows = await ask("/", "status");
    expect(rows.map(({ name, available }) => `${name} ${available}`)).toEqual(["node-gpu false", "webgpu true", "simd true", "wasm true", "cpu true"]);
    expect(rows.find(({ name }) => name === "webgpu")).toMatchObject({ device: expect.stringMatching(/swiftshader/i) as string, reluctant: expect.stringContaining("software") as string });
    expect(rows.find(({ name }) => name === "simd")?.note).toContain("not cross-origin isolated");
  });

  test("while the worker computes the page has its turns; while it computes itself, none", async () => {
    const { here, inWorker } = await ask("/", "turns");
    expect(here).toBe(0);
    expect(inWorker).toBeGreaterThan(3);
  }, 60_000);
});
