import { missingChromium } from "@convscope/test-kit/browser";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("parts of lessons that wake when one turns to them", () => {
  const site = session({ viewport: { width: 1280, height: 900 } });
  const { go, shows } = site;

  test("the diagram of a lesson, by mouse and by keys", async () => {
    await go("/learn/lenet-to-vgg");
    const { page } = site;
    await expect.poll(() => page.locator(".stage [data-node]").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBe(0);
    const network = page.locator(".live select").first();
    await network.focus();
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBeGreaterThan(5);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT");
    await network.selectOption("alexnet_2012");
    await page.locator('[data-node="fc6"]').click();
    await shows(".panel", /37,752,832/);
    await go("/learn/efficient-and-beyond");
    await page.locator(".bubbles circle").nth(3).hover({ force: true });
    await expect.poll(() => page.locator(".bubbles circle[role=button]").count()).toBeGreaterThan(20);
    // Within the site, a part is alive at once.
    await page.getByRole("link", { name: "Inception and ResNet" }).first().click();
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".zoo tbody tr").count()).toBe(11);
  });

  test("what was chosen while a part's code was on its way stays chosen", async () => {
    const { page } = site;
    await go("/learn/attribution");
    const picture = page.getByRole("combobox", { name: /^Picture/ });
    await picture.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await shows(page.locator(".live").first(), /Explained is the score of triangle, 6\.652/);
    expect(await picture.inputValue()).toBe("2");
  });

  test("figures before they wake are as wide as their place", async () => {
    for (const width of [390, 1280]) {
      await site.page.setViewportSize({ width, height: 900 });
      await go("/learn/attribution");
      expect(await site.page.locator(".drawing").evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth))).toEqual([0, 0, 0]);
    }
  });

  test("a part that one turned to before the page was awake", async () => {
    const { page } = site;
    // Scripts come late.
    await page.route("**/*.js", async (route) => {
      await new Promise((done) => setTimeout(done, 1000));
      await route.continue();
    });
    await page.goto(site.url("/learn/lenet-to-vgg"), { waitUntil: "commit" });
    await page.locator(".live select").first().focus();
    await expect.poll(() => page.locator(".stage [role=button]").count()).toBeGreaterThan(5);
  });
});
