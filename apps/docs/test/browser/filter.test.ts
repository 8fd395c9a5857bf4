import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the filter bench", () => {
  const site = session();
  const { go, shows } = site;

  const after = (): Locator => site.page.getByRole("img", { name: /^After/ });

  test("kernels, weights and edges change what comes out, and a link holds them", async () => {
    await go("/lab/filter");
    await shows(".pictures", /After: −/);
    await site.page.getByLabel("Kernel").first().selectOption("mean");
    await expect.poll(() => site.page.getByLabel("Divided by").inputValue()).toBe("9");
    await shows(".pictures", /After: [\d.]+ … [\d.]+, 96×96 pixels/);
    await site.page.getByLabel("Beyond the edge").selectOption("valid");
    await site.page.getByLabel("Stride").fill("2");
    await shows(".pictures", /47×47 pixels/);
    const said = await site.page.locator(".pictures").innerText();
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => site.page.locator(".pictures").innerText()).toBe(said);
    await site.page.getByLabel("Weights, row 1, column 1").fill("-1000");
    await shows(".pictures", /After: −/);
  });

  test("a file of one's own, and one that is none", async () => {
    await go("/lab/filter");
    const png = await site.page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [40, 20];
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
    });
    await site.page.locator("input[type=file]").setInputFiles({ name: "own.png", mimeType: "image/png", buffer: Buffer.from(png) });
    await expect.poll(() => after().getAttribute("aria-label")).toMatch(/20×40 pixels/);
    await site.page.locator("input[type=file]").setInputFiles({ name: "none.png", mimeType: "image/png", buffer: Buffer.from("none") });
    await shows(site.page.getByRole("alert"), /cannot read none\.png/);
    await site.page.getByLabel("Drawn by code").selectOption("digit 3");
    await expect.poll(() => after().getAttribute("aria-label")).toMatch(/28×28 pixels/);
  });

  test("a camera that is not there is said in words", async () => {
    await go("/lab/filter");
    await site.page.getByRole("button", { name: "Use the camera" }).click();
    await shows(site.page.getByRole("alert"), /The camera cannot be used/);
  });
});
