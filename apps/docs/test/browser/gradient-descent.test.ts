import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("gradient descent", () => {
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
  /** What is shown comes a moment after what was set. */
  const shows = (where: Locator, what: RegExp): Promise<void> => expect.poll(() => where.innerText()).toMatch(what);

  test("rates, surfaces, momentum, a link that holds them", async () => {
    await go("/lab/gradient-descent");
    const live = page.locator(".live");
    await shows(live.locator("table"), /0\.15\s+24/);
    await live.getByLabel("Learning rates").fill("0.1 fast");
    await shows(live.getByRole("alert"), /one to four numbers/);
    await live.getByLabel("Learning rates").fill("0.1");
    // A label that holds a list is called by its words and all that it offers.
    const surface = live.locator("select");
    await surface.selectOption({ label: "round bowl" });
    await shows(live, /swings out from η = 2 on/);
    for (const name of await surface.locator("option").allInnerTexts()) {
      await surface.selectOption({ label: name });
      await expect.poll(() => live.getByRole("alert").count(), { message: name }).toBe(0);
    }
    await surface.selectOption({ label: "bent valley" });
    await live.getByLabel("momentum").fill("0.9");
    await live.getByLabel("Learning rates").fill("0.01");
    await live.getByLabel("Start x").fill("-1");
    const before = await live.locator("table").innerText();
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => live.locator("table").innerText()).toBe(before);
  });
});
