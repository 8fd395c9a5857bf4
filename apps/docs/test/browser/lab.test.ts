import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the laboratory", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage({ serviceWorkers: "block" });
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
  const shows = (where: string | Locator, what: RegExp): Promise<void> => expect.poll(() => (typeof where === "string" ? page.locator(where) : where).innerText()).toMatch(what);

  test("convolution stepper: steps, other numbers, a link that holds them", async () => {
    await go("/lab/convolution");
    await shows(".drawing", /= 4/);
    await page.getByRole("button", { name: "Next" }).click();
    await shows(".drawing", /Step 2 of 9[\s\S]*= 3/);
    await page.getByLabel("Picture, row 1, column 2").fill("7");
    await shows(".drawing", /Step 2 of 9[\s\S]*= 9/);
    await page.getByLabel("Stride").fill("2");
    await page.getByLabel("Padding").selectOption("same");
    await shows(".drawing", /stride 2/);
    const before = await page.locator(".drawing svg").innerHTML();
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await page.getByRole("button", { name: "Next" }).click();
    await expect.poll(() => page.locator(".drawing svg").innerHTML()).toBe(before);
  });

  test("convolution stepper: what cannot be is said in words, and no number is marked", async () => {
    await go("/lab/convolution");
    await page.getByLabel("Dilation").fill("3");
    await shows(page.getByRole("alert"), /spans 7/);
    await page.getByLabel("Dilation").fill("1");
    await expect.poll(() => page.getByRole("alert").count()).toBe(0);
    const cell = page.getByLabel("Kernel, row 1, column 1");
    await cell.fill("-");
    await expect.poll(() => cell.getAttribute("aria-invalid")).toBe("true");
    await cell.fill("-2");
    await shows(".drawing", /1·\(−2\)/);
    await cell.press("ArrowDown");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Kernel, row 2, column 1");
  });

  test("layer calculator: any kind, numbers with their working", async () => {
    await go("/lab/layer");
    await shows(".explained", /320/);
    await page.getByLabel("Input").fill("32x32x3");
    await page.getByLabel("kernelSize").fill("5");
    await page.getByLabel("filters").fill("8");
    await shows(".explained", /608/);
    await page.getByLabel("groups").fill("2");
    await shows(page.getByRole("alert"), /divide/);
    // A label that holds a list is called by its words and all that it offers.
    const kind = page.locator(".controls select");
    await kind.selectOption("dense");
    await shows(".explained", /7,850/);
    for (const one of await kind.locator("option").allInnerTexts()) await kind.selectOption(one);
  });

  test("exercises: the slip is named, the way is shown, another one comes", async () => {
    await go("/learn/output-size");
    const sheet = page.locator("form.live").first();
    await sheet.getByRole("textbox").fill("1000000");
    await sheet.getByRole("button", { name: "Check" }).click();
    await shows(sheet.locator(".verdict"), /too much/);
    await sheet.getByRole("button", { name: "Show the way" }).click();
    const answer = await sheet.locator(".worked strong").innerText();
    await sheet.getByRole("textbox").fill(answer);
    await sheet.getByRole("textbox").press("Enter");
    await shows(sheet.locator(".verdict"), /Right/);
    await sheet.getByRole("button", { name: "Another one" }).click();
    await shows(sheet, /Exercise 2/);
  });

  test("a question of a page's own: the slip is named, the way is shown", async () => {
    await go("/learn/output-size");
    const card = page.locator("form.live").last();
    await card.getByRole("textbox").fill("4");
    await card.getByRole("button", { name: "Check" }).click();
    await shows(card, /hangs over the edge/);
    expect(await card.innerText()).not.toContain("2.5");
    await card.getByRole("textbox").fill("3");
    await card.getByRole("textbox").press("Enter");
    await shows(card, /Right/);
    await expect.poll(() => card.locator("mjx-container").count()).toBe(1);
  });
});
