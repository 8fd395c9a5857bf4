import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the backpropagation worksheet", () => {
  const site = session();
  const { go, shows } = site;

  test("numbers, slopes one by one, a link that holds them", async () => {
    await go("/lab/backprop");
    const live = site.page.locator(".live");
    const row = (name: string): Locator => live.locator("tbody tr").filter({ has: site.page.getByRole("rowheader", { name, exact: true }) });
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
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await shows(row("w"), /−2$/);
  });

  test("every sheet, and every path to a leaf", async () => {
    await go("/lab/backprop");
    const live = site.page.locator(".live");
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
