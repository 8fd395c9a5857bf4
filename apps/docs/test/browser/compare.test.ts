import { missingChromium } from "@convscope/test-kit/browser";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the model comparison", () => {
  const site = session({ viewport: { width: 1280, height: 900 } });
  const { shows } = site;

  const go = (query = ""): Promise<unknown> => site.go(`/lab/compare${query}`);

  test("families are chosen, bubbles are read by mouse and by keys", async () => {
    await go();
    const circles = site.page.locator("circle[role=button]");
    await expect.poll(() => circles.count()).toBeGreaterThan(60);
    await site.page.getByRole("button", { name: "None" }).click();
    await shows(site.page.locator(".hint"), /choose a family/);
    await site.page.getByRole("checkbox", { name: "vgg" }).check();
    await expect.poll(() => circles.count()).toBe(8);
    await site.page.getByRole("button", { name: /^vgg16:/ }).hover();
    await shows(site.page.locator(".read"), /VGG-16.*71\.59 % with 138 M parameters and 15\.5 G MACs/);
    await site.page.locator('circle[tabindex="0"]').focus();
    await site.page.keyboard.press("ArrowRight");
    await shows(site.page.locator(".read"), /VGG-11/);
    await site.page.keyboard.press("Enter");
    await shows(site.page.locator(".compared"), /vgg11/);
    await go(new URL(site.page.url()).search);
    await expect.poll(() => circles.count()).toBe(8);
  });

  test("two networks side by side, by any convention", async () => {
    await go("?a=vgg11&b=vgg11_bn");
    await shows(site.page.locator(".compared"), /\+5,504[\s\S]*batchNormalization only in vgg11_bn/);
    await site.page.locator("select").last().selectOption("timm");
    await shows(site.page.locator(".compared"), /MACs[\s\S]*batchNormalization/);
    await go("?a=vgg11&b=vgg12");
    await shows(site.page.getByRole("alert"), /there is no model "vgg12"/);
  });
});
