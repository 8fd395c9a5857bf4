import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("after the first load", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    served.server.close();
  });

  test("the site opens without a network, and its pages may use threads", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${served.url}/learn/convolution`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    });
    // No host at all is further away than a network that is switched off.
    await new Promise((resolve) => served.server.close(resolve).closeAllConnections());
    for (const [path, words] of [["/lab/layer", "Layer calculator"], ["/learn/output-size", "How large the output is"], ["/", "see through"]] as const) {
      await page.goto(`${served.url}${path}`);
      expect(await page.locator("h1").first().innerText(), path).toContain(words);
    }
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.goto(`${served.url}/lab/layer`);
    // What is typed before the page is awake is not heard.
    await expect.poll(async () => {
      await page.getByLabel("filters").fill("8");
      return page.locator(".explained").innerText();
    }, { timeout: 20_000 }).toContain("80");
    await context.close();
  }, 60_000);
});
