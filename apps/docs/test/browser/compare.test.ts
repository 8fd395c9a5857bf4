import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the model comparison", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
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

  const go = (query = ""): Promise<unknown> => page.goto(`${served.url}/lab/compare${query}`, { waitUntil: "networkidle" });
  const shows = (where: Locator, what: RegExp): Promise<void> => expect.poll(() => where.innerText()).toMatch(what);

  test("families are chosen, bubbles are read by mouse and by keys", async () => {
    await go();
    const circles = page.locator("circle[role=button]");
    await expect.poll(() => circles.count()).toBeGreaterThan(60);
    await page.getByRole("button", { name: "None" }).click();
    await shows(page.locator(".hint"), /choose a family/);
    await page.getByRole("checkbox", { name: "vgg" }).check();
    await expect.poll(() => circles.count()).toBe(8);
    await page.getByRole("button", { name: /^vgg16:/ }).hover();
    await shows(page.locator(".read"), /VGG-16.*71\.59 % with 138 M parameters and 15\.5 G MACs/);
    await page.locator('circle[tabindex="0"]').focus();
    await page.keyboard.press("ArrowRight");
    await shows(page.locator(".read"), /VGG-11/);
    await page.keyboard.press("Enter");
    await shows(page.locator(".compared"), /vgg11/);
    await go(new URL(page.url()).search);
    await expect.poll(() => circles.count()).toBe(8);
  });

  test("two networks side by side, by any convention", async () => {
    await go("?a=vgg11&b=vgg11_bn");
    await shows(page.locator(".compared"), /\+5,504[\s\S]*batchNormalization only in vgg11_bn/);
    await page.locator("select").last().selectOption("timm");
    await shows(page.locator(".compared"), /MACs[\s\S]*batchNormalization/);
    await go("?a=vgg11&b=vgg12");
    await shows(page.getByRole("alert"), /there is no model "vgg12"/);
  });
});
