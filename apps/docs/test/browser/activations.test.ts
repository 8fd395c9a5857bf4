import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("activations and losses", () => {
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

  test("activations: choosing, a leak of one's own, a link that holds them", async () => {
    await go("/lab/activations");
    const live = page.locator(".live").first();
    await shows(live, /sigmoid: /);
    await live.getByLabel("elu", { exact: true }).check();
    await shows(live.locator(".drawing"), /elu/);
    await live.getByLabel("Leak α").fill("0.2");
    await live.getByLabel("x", { exact: true }).fill("-5");
    await shows(live.locator("tr", { hasText: "leakyRelu" }), /−1\s+0\.2/);
    const before = await live.locator("table").innerText();
    await page.goto(page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => page.locator(".live").first().locator("table").innerText()).toBe(before);
    for (const kind of ["step", "selu", "mish"]) await live.getByLabel(kind, { exact: true }).check();
    await shows(live.getByRole("alert"), /1 to 8 activations/);
  });

  test("losses: cross-entropy pulls where the squared error does not", async () => {
    await go("/lab/activations");
    const live = page.locator(".live").nth(1);
    await live.getByLabel("score z").fill("-6");
    await shows(live.locator("tr", { hasText: "cross-entropy" }), /6\.002/);
    await shows(live.locator("tr", { hasText: "half squared" }), /−0\.00246/);
    await live.locator("select").last().selectOption("score");
    await shows(live.locator(".drawing").last(), /pulls at the score/);
  });

  test("softmax: probabilities, label smoothing, the loss", async () => {
    await go("/lab/activations");
    const live = page.locator(".live").last();
    await shows(live, /Loss: 0\.4076/);
    await live.getByLabel("label smoothing ε").fill("0.1");
    await shows(live, /Loss: 0\.5076/);
    await live.locator("select").selectOption("2");
    await shows(live, /Loss: 2\./);
  });
});
