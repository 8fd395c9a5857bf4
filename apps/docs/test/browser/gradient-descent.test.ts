import { missingChromium } from "@convscope/test-kit/browser";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("gradient descent", () => {
  const site = session();
  const { go, shows } = site;

  test("rates, surfaces, momentum, a link that holds them", async () => {
    await go("/lab/gradient-descent");
    const live = site.page.locator(".live");
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
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => live.locator("table").innerText()).toBe(before);
  });
});
