import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("parts of lessons that wake when one turns to them", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    served.server.close();
  });

  test("the diagram of a lesson, by mouse and by keys", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const troubles: string[] = [];
    page.on("pageerror", (error) => void troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    await page.goto(`${served.url}/learn/lenet-to-vgg`, { waitUntil: "networkidle" });
    await expect.poll(() => page.locator(".stage [data-node]").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBe(0);
    const network = page.locator(".live select").first();
    await network.focus();
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBeGreaterThan(5);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT");
    await network.selectOption("alexnet_2012");
    await page.locator('[data-node="fc6"]').click();
    await expect.poll(() => page.locator(".panel").innerText()).toMatch(/37,752,832/);
    await page.goto(`${served.url}/learn/efficient-and-beyond`, { waitUntil: "networkidle" });
    await page.locator(".bubbles circle").nth(3).hover({ force: true });
    await expect.poll(() => page.locator(".bubbles circle[role=button]").count()).toBeGreaterThan(20);
    // Within the site, a part is alive at once.
    await page.getByRole("link", { name: "Inception and ResNet" }).first().click();
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".zoo tbody tr").count()).toBe(11);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
