import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the backpropagation worksheet", () => {
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

  test("numbers, slopes one by one, a link that holds them", async () => {
    await go("/lab/backprop");
    const live = page.locator(".live");
    const row = (name: string): Locator => live.locator("tbody tr").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
    await shows(row("w"), /∂L\/∂p·x\s+−1$/);
    await live.getByRole("button", { name: "Forward only" }).click();
    await expect.poll(() => row("w").innerText()).not.toMatch(/−1/);
    await live.getByRole("button", { name: "One node back" }).click();
    await shows(row("L"), /1$/);
    await live.getByRole("button", { name: "All slopes" }).click();
    await live.getByLabel("x", { exact: true }).fill("4");
    await live.getByLabel("w", { exact: true }).fill("0.25");
    await shows(row("w"), /−2$/);
    await shows(live, /∂L\/∂w = \(a − y\)·x = −2/);
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await shows(row("w"), /−2$/);
  });

  test("every sheet, and every path to a leaf", async () => {
    await go("/lab/backprop");
    const live = page.locator(".live");
    const sheet = live.locator("select").first();
    for (const name of await sheet.locator("option").allInnerTexts()) {
      await sheet.selectOption({ label: name });
      await expect.poll(() => live.getByRole("alert").count()).toBe(0);
    }
    await sheet.selectOption({ label: "one leaf, two paths" });
    await live.locator("select").last().selectOption("x");
    await shows(live, /Together: 5 \+ 3 = 8/);
  });
});
