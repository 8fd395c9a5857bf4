import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the pooling stepper", () => {
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

  test("steps, other windows, a link that holds them", async () => {
    await go("/lab/pooling");
    await shows(".drawing", /= 8/);
    await page.getByRole("button", { name: "Next" }).click();
    await shows(".drawing", /Step 2 of 4[\s\S]*= 9/);
    await page.getByLabel("Picture, row 1, column 3").fill("10");
    await shows(".drawing", /= 10/);
    await page.getByLabel("Takes the").selectOption("average");
    await shows(".drawing", /= 6\.25/);
    await page.getByLabel("Stride").fill("1");
    await shows(".kept", /9 of 16/);
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await shows(".kept", /9 of 16/);
  });

  test("sum and smallest value line by line, and a refusal in words", async () => {
    await go("/lab/pooling");
    await page.getByLabel("Takes the").selectOption("sum");
    await shows(".lines", /5 \+ 1 \+ 8 \+ 2 = 16/);
    await page.getByLabel("Takes the").selectOption("min");
    await shows(".lines", /min\(5, 1, 8, 2\) = 1/);
    await page.getByLabel("Window").fill("5");
    await shows(page.getByRole("alert"), /kernelSize/);
  });
});
