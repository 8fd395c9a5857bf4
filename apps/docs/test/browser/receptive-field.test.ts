import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the receptive-field explorer", () => {
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

  test("a unit is pointed at, chosen by its place, and kept in the link", async () => {
    await go("/lab/receptive-field");
    await shows(".said", /see 10 pixels a side, lie 4 pixels apart/);
    await shows(".drawing", /pool2 at 3, 3: 10×10/);
    const picture = page.locator(".drawing image");
    await picture.click({ position: { x: 2, y: ((await picture.boundingBox())?.height ?? 0) - 2 } });
    await shows(".drawing", /pool2 at 6, 0/);
    await page.getByLabel("Row").fill("2");
    await shows(".drawing", /pool2 at 2, 0/);
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await shows(".drawing", /pool2 at 2, 0/);
  });

  test("other networks and nodes", async () => {
    await go("/lab/receptive-field");
    await page.locator("label", { hasText: "Network" }).locator("select").selectOption("resnet18");
    await shows(".said", /435 pixels/);
    await page.locator("label", { hasText: "Node" }).locator("select").selectOption("layer1.0.conv1");
    await shows(".said", /see 19 pixels a side, lie 4 pixels apart/);
    await go("/lab/receptive-field?net=resnet81");
    await shows(page.getByRole("alert"), /Did you mean/);
  });
});
