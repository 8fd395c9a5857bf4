import type { Server } from "node:http";
import { model } from "@convscope/models";
import { toJson } from "@convscope/core";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSite, serveSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the architecture explorer", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
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

  const go = (query = ""): Promise<unknown> => page.goto(`${served.url}/lab/architecture${query}`, { waitUntil: "networkidle" });
  const panel = (): Locator => page.locator(".panel");
  const shows = (where: Locator, what: RegExp): Promise<void> => expect.poll(() => where.innerText()).toMatch(what);
  const box = (name: string): Locator => page.locator(`[data-node="${name}"]`);

  test("a click and a link show a node's numbers", async () => {
    await go();
    await shows(page.locator(".totals"), /25,557,032/);
    await box("conv1").click();
    await shows(panel(), /7·7·3·64 = 9,408/);
    await shows(panel(), /a sum of 147 products/);
    await page.getByRole("spinbutton", { name: "Row" }).fill("0");
    await shows(panel(), /rows 0 to 3 and columns 109 to 115/);
    await expect.poll(() => page.url()).toContain("node=conv1");
    await page.getByRole("button", { name: "After →" }).click();
    await shows(panel(), /bn1 \(batchNormalization\)/);
    await go("?model=vgg16&node=classifier.0");
    await shows(panel(), /102,764,544/);
    // It is drawn together with the one after it.
    await expect.poll(() => box("classifier.3").getAttribute("aria-pressed")).toBe("true");
  });

  test("by keys alone", async () => {
    await go("?model=lenet5");
    await page.getByRole("button", { name: "SVG" }).focus();
    await page.keyboard.press("Tab");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("button");
    await page.keyboard.press("ArrowDown");
    const second = await page.evaluate(() => document.activeElement?.getAttribute("data-node"));
    await page.keyboard.press("Enter");
    await shows(panel(), new RegExp(`${second} \\(`));
    await page.keyboard.press("+");
    await shows(page.locator(".zoom"), /125 %/);
  });

  test("a frame is drawn as one box, with every layer, and as usual", async () => {
    await go("?model=resnet152");
    const before = await page.locator("[data-node]").count();
    await page.locator('[data-group="layer3"] text').first().click();
    await shows(panel(), /362 nodes, 40,613,888 parameters/);
    await page.getByRole("button", { name: "Draw as one box" }).click();
    await expect.poll(() => page.locator("[data-node]").count()).toBeLessThan(before);
    await box("layer3").click();
    await page.getByRole("button", { name: "Draw every layer" }).click();
    await expect.poll(() => page.locator("[data-node]").count()).toBeGreaterThan(300);
    // Choosing draws nothing anew, so that it is quick among hundreds of boxes.
    await page.evaluate(() => document.querySelector(".stage svg")?.setAttribute("data-first", "yes"));
    await box("layer3.20.conv2").dispatchEvent("click");
    await shows(panel(), /layer3\.20\.conv2 \(conv2d\)/);
    expect(await page.locator(".stage svg").getAttribute("data-first")).toBe("yes");
    await page.getByRole("button", { name: "Draw all as usual" }).click();
    await expect.poll(() => page.locator("[data-node]").count()).toBe(before);
  });

  test("another style, another input, a layer that does not fit", async () => {
    await go("?look=layers");
    await expect.poll(() => page.locator("[data-node]").count()).toBe(175);
    await page.getByLabel("Classes").fill("10");
    await page.getByLabel("Classes").press("Tab");
    await shows(page.locator(".totals"), /23,528,522/);
    await page.getByRole("textbox", { name: "Input" }).fill("4x4x3");
    await page.getByRole("textbox", { name: "Input" }).press("Tab");
    await expect.poll(() => page.locator(".refused").count()).toBe(0);
    await page.locator(".controls select").first().selectOption("vgg16");
    await page.getByRole("textbox", { name: "Input" }).fill("16x16x3");
    await page.getByRole("textbox", { name: "Input" }).press("Tab");
    await shows(page.getByRole("alert"), /inputShape must suit every layer/);
  });

  test("files: a graph of ours, a Keras model, and what is none", async () => {
    await go();
    const file = page.getByLabel("A file of your own");
    await file.setInputFiles({ name: "graph.json", mimeType: "application/json", buffer: Buffer.from(toJson(model("mnist-cnn"))) });
    await shows(page.locator(".totals"), /220,234/);
    const keras = { class_name: "Sequential", config: { name: "small", layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 8, 8, 1], name: "input" } }, { class_name: "Conv2D", config: { name: "conv", filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: "valid", activation: "linear", use_bias: true } }] } };
    await file.setInputFiles({ name: "small.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(keras)) });
    await shows(page.locator(".totals"), /\b40 parameters/);
    await file.setInputFiles({ name: "wrong.keras", mimeType: "", buffer: Buffer.from("nothing") });
    await shows(page.getByRole("alert"), /wrong\.keras/);
  });
});
