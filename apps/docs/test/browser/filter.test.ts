import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the filter bench", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage();
    page.on("pageerror", (error) => void troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  });
  afterEach(async () => {
    await page.close();
    expect(troubles.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    served.server.close();
  });

  const go = (path: string): Promise<unknown> => page.goto(`${served.url}${path}`, { waitUntil: "networkidle" });
  const shows = (where: string | Locator, what: RegExp): Promise<void> => expect.poll(() => (typeof where === "string" ? page.locator(where) : where).innerText()).toMatch(what);

  const after = (): Locator => page.getByRole("img", { name: /^After/ });

  test("kernels, weights and edges change what comes out, and a link holds them", async () => {
    await go("/lab/filter");
    await shows(".pictures", /After: −/);
    await page.getByLabel("Kernel").first().selectOption("mean");
    await expect.poll(() => page.getByLabel("Divided by").inputValue()).toBe("9");
    await shows(".pictures", /After: [\d.]+ … [\d.]+, 96×96 pixels/);
    await page.getByLabel("Beyond the edge").selectOption("valid");
    await page.getByLabel("Stride").fill("2");
    await shows(".pictures", /47×47 pixels/);
    const said = await page.locator(".pictures").innerText();
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => page.locator(".pictures").innerText()).toBe(said);
    await page.getByLabel("Weights, row 1, column 1").fill("-1000");
    await shows(".pictures", /After: −/);
  });

  test("a file of one's own, and one that is none", async () => {
    await go("/lab/filter");
    const png = await page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [40, 20];
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
    });
    await page.locator("input[type=file]").setInputFiles({ name: "own.png", mimeType: "image/png", buffer: Buffer.from(png) });
    await expect.poll(() => after().getAttribute("aria-label")).toMatch(/20×40 pixels/);
    await page.locator("input[type=file]").setInputFiles({ name: "none.png", mimeType: "image/png", buffer: Buffer.from("none") });
    await shows(page.getByRole("alert"), /cannot read none\.png/);
    await page.getByLabel("Drawn by code").selectOption("digit 3");
    await expect.poll(() => after().getAttribute("aria-label")).toMatch(/28×28 pixels/);
  });

  test("a camera that is not there is said in words", async () => {
    await go("/lab/filter");
    await page.getByRole("button", { name: "Use the camera" }).click();
    await shows(page.getByRole("alert"), /The camera cannot be used/);
  });
});
