import type { Server } from "node:http";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the network builder", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(8_000);
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

  const go = (query = ""): Promise<unknown> => page.goto(`${served.url}/lab/builder${query}`, { waitUntil: "networkidle" });
  const shows = (where: Locator, what: RegExp): Promise<void> => expect.poll(() => where.innerText()).toMatch(what);
  const totals = (): Locator => page.locator(".totals");
  const row = (name: string): Locator => page.locator("li[data-item]").filter({ has: page.locator(`.head > strong:text-is("${name}")`) });
  const add = async (word: string, label = "the network"): Promise<void> => {
    const group = page.getByRole("group", { name: label, exact: true });
    await group.locator("select").last().selectOption(word);
    await page.getByRole("button", { name: `Add to ${label}`, exact: true }).click();
  };

  test("numbers follow what one sets, errors stand at their layer", async () => {
    await go();
    await shows(totals(), /220,234/);
    await shows(row("conv1"), /28×28×32 · 320 parameters/);
    await row("conv1").getByLabel("filters").fill("16");
    await shows(row("conv1"), /28×28×16 · 160 parameters/);
    await row("conv1").getByLabel("kernelSize").fill("40");
    await shows(row("conv1").getByRole("alert"), /spans 40|larger|40/);
    await row("conv1").getByLabel("kernelSize").fill("3");
    await expect.poll(() => page.getByRole("alert").count()).toBe(0);
    await row("conv2").getByLabel("groups").fill("3");
    await shows(row("conv2").getByRole("alert"), /divide/);
    // What stands before it is still counted.
    await shows(row("conv1"), /160 parameters/);
  });

  test("rows are added, moved, copied and deleted, by keys too", async () => {
    await go();
    const names = (): Promise<readonly string[]> => page.locator(".kind").allInnerTexts();
    const before = await names();
    await page.getByRole("button", { name: "Copy relu1" }).click();
    await expect.poll(async () => (await names()).length).toBe(before.length + 1);
    await page.getByRole("button", { name: "Delete relu1" }).click();
    await expect.poll(names).toEqual(before);
    await page.getByRole("button", { name: "Move conv1 down" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(["relu", "conv2d"]);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await names())[2]).toBe("conv2d");
    await add("softmax");
    await expect.poll(async () => (await names()).at(-1)).toBe("softmax");
  });

  test("a residual of layers: its shortcut is asked for where the shape changes", async () => {
    await go();
    await page.locator(".builder select").first().selectOption("empty");
    await shows(totals(), /320/);
    await add("residual");
    await shows(row("block1").first(), /28×28×32/);
    await row("block1").getByLabel("filters").first().fill("64");
    await shows(page.getByRole("alert"), /must have a downsample/);
    await add("conv2d", "Shortcut of block1: the value itself");
    const shortcut = page.getByRole("group", { name: "Shortcut of block1" });
    await shortcut.getByLabel("filters").fill("64");
    await shortcut.getByLabel("kernelSize").fill("1");
    await shows(row("block1").first(), /→ 28×28×64/);
    await add("branches");
    await shows(row("fork1").first(), /28×28×96/);
  });

  test("code in three languages, and a link that holds the network", async () => {
    await go();
    await page.locator(".builder select").first().selectOption("resnet18");
    await shows(totals(), /11,689,512/);
    const code = page.locator(".builder > pre");
    await shows(code, /residual\(\{/);
    const language = page.locator(".code select");
    await language.selectOption("pytorch");
    await shows(code, /import torch[\s\S]*nn\.Conv2d/);
    await language.selectOption("keras");
    await shows(code, /import keras/);
    await expect.poll(() => page.url()).toContain("graph=");
    const { search } = new URL(page.url());
    await go(search);
    await shows(totals(), /11,689,512/);
    await page.getByRole("link", { name: "Open in the architecture explorer" }).click();
    await page.waitForURL(/lab\/architecture/);
    await shows(page.locator(".totals"), /11,689,512/);
    await go("?graph=nonsense");
    await shows(page.getByRole("alert"), /damaged/);
  });
});
