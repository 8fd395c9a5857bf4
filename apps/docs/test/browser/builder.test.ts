import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the network builder", () => {
  const site = session({ viewport: { width: 1280, height: 900 }, patience: 8_000 });
  const { shows } = site;

  const go = (query = ""): Promise<unknown> => site.go(`/lab/builder${query}`);
  const totals = (): Locator => site.page.locator(".totals");
  const row = (name: string): Locator => site.page.locator("li[data-item]").filter({ has: site.page.locator(`.head > strong:text-is("${name}")`) });
  const add = async (word: string, label = "the network"): Promise<void> => {
    const group = site.page.getByRole("group", { name: label, exact: true });
    await group.locator("select").last().selectOption(word);
    await site.page.getByRole("button", { name: `Add to ${label}`, exact: true }).click();
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
    await expect.poll(() => site.page.getByRole("alert").count()).toBe(0);
    await row("conv2").getByLabel("groups").fill("3");
    await shows(row("conv2").getByRole("alert"), /divide/);
    // What stands before it is still counted.
    await shows(row("conv1"), /160 parameters/);
    await shows(totals(), /what stands before it is counted/);
  });

  test("code and link of a network that does not fit are told for what they are", async () => {
    await go();
    const copies = site.page.getByRole("button", { name: /^Copy (the code|a link)/ });
    await row("conv1").getByLabel("kernelSize").fill("40");
    await shows(totals(), /does not fit from its very beginning/);
    await shows(site.page.locator("p.stale"), /Code of the last network that fits/);
    expect([await copies.count(), await copies.first().isDisabled(), await copies.last().isDisabled()]).toEqual([2, true, true]);
    await row("conv1").getByLabel("kernelSize").fill("3");
    await expect.poll(() => copies.last().isDisabled()).toBe(false);
    expect(await site.page.locator("p.stale").innerText()).toBe("");
  });

  test("adding to a long list stays in sight", async () => {
    await go();
    await site.page.locator(".builder select").first().selectOption("lenet5");
    const list = site.page.getByRole("group", { name: "the network", exact: true });
    const [all, button] = [await list.boundingBox(), await site.page.getByRole("button", { name: "Add to the network", exact: true }).boundingBox()];
    expect(await list.evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
    expect((button?.y ?? Infinity) + (button?.height ?? 0)).toBeLessThanOrEqual((all?.y ?? 0) + (all?.height ?? 0));
  });

  test("rows are added, moved, copied and deleted, by keys too", async () => {
    await go();
    const names = (): Promise<readonly string[]> => site.page.locator(".kind").allInnerTexts();
    const before = await names();
    await site.page.getByRole("button", { name: "Copy relu1" }).click();
    await expect.poll(async () => (await names()).length).toBe(before.length + 1);
    await site.page.getByRole("button", { name: "Delete relu1" }).click();
    await expect.poll(names).toEqual(before);
    await site.page.getByRole("button", { name: "Move conv1 down" }).focus();
    await site.page.keyboard.press("Enter");
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(["relu", "conv2d"]);
    await site.page.keyboard.press("Enter");
    await expect.poll(async () => (await names())[2]).toBe("conv2d");
    await add("softmax");
    await expect.poll(async () => (await names()).at(-1)).toBe("softmax");
  });

  test("a residual of layers: its shortcut is asked for where the shape changes", async () => {
    await go();
    await site.page.locator(".builder select").first().selectOption("empty");
    await shows(totals(), /320/);
    await add("residual");
    await shows(row("block1").first(), /28×28×32/);
    await row("block1").getByLabel("filters").first().fill("64");
    await shows(site.page.getByRole("alert"), /must have a downsample/);
    await add("conv2d", "Shortcut of block1: the value itself");
    const shortcut = site.page.getByRole("group", { name: "Shortcut of block1" });
    await shortcut.getByLabel("filters").fill("64");
    await shortcut.getByLabel("kernelSize").fill("1");
    await shows(row("block1").first(), /→ 28×28×64/);
    await add("branches");
    await shows(row("fork1").first(), /28×28×96/);
  });

  test("code in three languages, and a link that holds the network", async () => {
    await go();
    await site.page.locator(".builder select").first().selectOption("resnet18");
    await shows(totals(), /11,689,512/);
    const code = site.page.locator(".builder > pre");
    await shows(code, /residual\(\{/);
    const language = site.page.locator(".code select");
    await language.selectOption("pytorch");
    await shows(code, /import torch[\s\S]*nn\.Conv2d/);
    await language.selectOption("keras");
    await shows(code, /import keras/);
    await expect.poll(() => site.page.url()).toContain("graph=");
    const { search } = new URL(site.page.url());
    await go(search);
    await shows(totals(), /11,689,512/);
    await site.page.getByRole("link", { name: "Open in the architecture explorer" }).click();
    await site.page.waitForURL(/lab\/architecture/);
    await shows(site.page.locator(".totals"), /11,689,512/);
    await go("?graph=nonsense");
    await shows(site.page.getByRole("alert"), /damaged/);
  });
});
