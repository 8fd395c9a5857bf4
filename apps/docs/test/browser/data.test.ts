import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("lessons about data", () => {
  const site = session();
  const { go, shows } = site;

  /** The live part that holds this text. */
  const live = (text: string): Locator => site.page.locator(".live", { hasText: text }).first();

  test("samples of the drawn sets", async () => {
    await go("/learn/data-sets");
    const part = live("Samples");
    await expect.poll(() => part.locator("svg image").count()).toBe(20);
    await part.locator("label", { hasText: "Set" }).locator("select").selectOption("shapes");
    await shows(part, /outline of the mask[\s\S]*(circle|square|triangle)/);
    await part.locator("label", { hasText: "Samples" }).locator("select").selectOption("40");
    await expect.poll(() => part.locator("svg image").count()).toBe(40);
    await part.getByLabel("boxes and masks").uncheck();
    await shows(part, /^(?![\s\S]*outline of the mask)/);
  });

  test("a split with and without regard to classes, and its leaks", async () => {
    await go("/learn/data-sets");
    const part = live("Parts, in percent");
    await shows(part, /0\s+175\s\(33 %\)/);
    await part.getByLabel("Pictures of each class").fill("900 90 10");
    await shows(part, /2\s+7\s\(1 %\)\s+[12]\s\(1 %\)\s+[12]\s\(1 %\)\s+10\s+33\.333/);
    await part.getByLabel("stratified").uncheck();
    await part.getByLabel("Copies").selectOption("apart");
    await shows(part, /of the 300 pictures for test have their copy in training \((6[5-9]|7[0-5]) %\)/);
    await part.getByLabel("Copies").selectOption("together");
    await shows(part, /0 of the 300 pictures for test have their copy in training/);
    await part.getByLabel("Parts, in percent").fill("90/10/10");
    await shows(part.getByRole("alert"), /which sum to 1\.1/);
  });

  test("one step of augmentation, and mixed pictures", async () => {
    await go("/learn/augmentation");
    const part = live("How much");
    await shows(part, /rotate, unless told how much: turned by up to 15°[\s\S]*rotate -?\d+\.\d°/);
    await part.getByLabel("How much").fill("180");
    await shows(part, /rotate:180/);
    await part.locator("label", { hasText: "Picture" }).locator("select").selectOption("circle");
    await shows(part, /outline of the mask/);
    await part.locator("label", { hasText: "Step" }).locator("select").selectOption("flip");
    await shows(part, /unchanged[\s\S]*mirror|mirror[\s\S]*unchanged/);
    await part.locator("label", { hasText: "Step" }).locator("select").selectOption("cutout");
    await part.getByLabel("How much").fill("wide");
    await shows(part.getByRole("alert"), /cutout:.*must be a number/);
    const mixed = live("Mixed by");
    await shows(mixed, /mixup 0\.\d\d[\s\S]*\d\.\d\d (circle|square|triangle) \+ /);
    await mixed.locator("label", { hasText: "Mixed by" }).locator("select").selectOption("cutmix");
    await shows(mixed, /cutmix \d+×\d+ at/);
  });
});
