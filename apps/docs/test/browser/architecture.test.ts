import { model } from "@convscope/models";
import { toJson } from "@convscope/core";
import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the architecture explorer", () => {
  const site = session({ viewport: { width: 1280, height: 900 } });
  const { shows } = site;

  const go = (query = ""): Promise<unknown> => site.go(`/lab/architecture${query}`);
  const panel = (): Locator => site.page.locator(".panel");
  const box = (name: string): Locator => site.page.locator(`[data-node="${name}"]`);

  test("a click and a link show a node's numbers", async () => {
    await go();
    await shows(site.page.locator(".totals"), /25,557,032/);
    await box("conv1").click();
    await shows(panel(), /7·7·3·64 = 9,408/);
    await shows(panel(), /a sum of 147 products/);
    await site.page.getByRole("spinbutton", { name: "Row" }).fill("0");
    await shows(panel(), /rows 0 to 3 and columns 109 to 115/);
    await expect.poll(() => site.page.url()).toContain("node=conv1");
    await site.page.getByRole("button", { name: "After →" }).click();
    await shows(panel(), /bn1 \(batchNormalization\)/);
    await go("?model=vgg16&node=classifier.0");
    await shows(panel(), /102,764,544/);
    // It is drawn together with the one after it.
    await expect.poll(() => box("classifier.3").getAttribute("aria-pressed")).toBe("true");
  });

  test("by keys alone", async () => {
    await go("?model=lenet5");
    await site.page.getByRole("button", { name: "SVG" }).focus();
    await site.page.keyboard.press("Tab");
    await expect.poll(() => site.page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("button");
    await site.page.keyboard.press("ArrowDown");
    const second = await site.page.evaluate(() => document.activeElement?.getAttribute("data-node"));
    await site.page.keyboard.press("Enter");
    await shows(panel(), new RegExp(`${second} \\(`));
    await site.page.keyboard.press("+");
    await shows(site.page.locator(".zoom"), /125 %/);
  });

  test("a frame is drawn as one box, with every layer, and as usual", async () => {
    await go("?model=resnet152");
    const before = await site.page.locator("[data-node]").count();
    await site.page.locator('[data-group="layer3"] text').first().click();
    await shows(panel(), /362 nodes, 40,613,888 parameters/);
    await site.page.getByRole("button", { name: "Draw as one box" }).click();
    await expect.poll(() => site.page.locator("[data-node]").count()).toBeLessThan(before);
    await box("layer3").click();
    await site.page.getByRole("button", { name: "Draw every layer" }).click();
    await expect.poll(() => site.page.locator("[data-node]").count()).toBeGreaterThan(300);
    // Choosing draws nothing anew, so that it is quick among hundreds of boxes.
    await site.page.evaluate(() => document.querySelector(".stage svg")?.setAttribute("data-first", "yes"));
    await box("layer3.20.conv2").dispatchEvent("click");
    await shows(panel(), /layer3\.20\.conv2 \(conv2d\)/);
    expect(await site.page.locator(".stage svg").getAttribute("data-first")).toBe("yes");
    await site.page.getByRole("button", { name: "Draw all as usual" }).click();
    await expect.poll(() => site.page.locator("[data-node]").count()).toBe(before);
  });

  test("another style, another input, a layer that does not fit", async () => {
    await go("?look=layers");
    await expect.poll(() => site.page.locator("[data-node]").count()).toBe(175);
    await site.page.getByLabel("Classes").fill("10");
    await site.page.getByLabel("Classes").press("Tab");
    await shows(site.page.locator(".totals"), /23,528,522/);
    await site.page.getByRole("textbox", { name: "Input" }).fill("4x4x3");
    await site.page.getByRole("textbox", { name: "Input" }).press("Tab");
    await expect.poll(() => site.page.locator(".refused").count()).toBe(0);
    await site.page.locator(".controls select").first().selectOption("vgg16");
    await site.page.getByRole("textbox", { name: "Input" }).fill("16x16x3");
    await site.page.getByRole("textbox", { name: "Input" }).press("Tab");
    await shows(site.page.getByRole("alert"), /inputShape must suit every layer/);
  });

  test("a unit's number, product by product", async () => {
    await go("?model=mnist-cnn&node=conv1");
    await site.page.getByRole("button", { name: "Show how this unit's number comes about on a picture" }).click();
    const products = site.page.locator(".products");
    const answer = async (): Promise<number> => Number(/is (\S+)\.$/.exec(await products.locator(".answer").innerText())?.[1]?.replace("−", "-"));
    // The engine is fetched first.
    await expect.poll(() => products.innerText(), { timeout: 20_000 }).toMatch(/conv1 at 14, 14, 0, with random weights, is/);
    await expect.poll(() => products.locator(".patch td").count()).toBe(9);
    // The products that are shown, and the bias, which is 0 before training, add up to what the engine says.
    const shown = await products.locator(".patch td strong").allInnerTexts();
    expect(shown.reduce((sum, text) => sum + Number(text.replace("−", "-")), 0)).toBeCloseTo(await answer(), 1);
    await shows(products.locator(".sum"), /Sum .+, bias 0: /);
    const before = await products.locator(".answer").innerText();
    await products.getByLabel("Filter").fill("5");
    await expect.poll(() => products.locator(".answer").innerText()).not.toBe(before);
    await site.page.getByRole("spinbutton", { name: "Row" }).fill("0");
    // The row above the first lies in the padding.
    await expect.poll(() => products.locator(".outside").count()).toBe(3);
    await products.getByLabel("Drawn by code").selectOption("digit 7");
    await shows(products, /conv1 at 0, 14, 5/);
    await go("?model=mnist-cnn&node=pool1");
    await site.page.getByRole("button", { name: /^Show how/ }).click();
    await expect.poll(() => products.innerText(), { timeout: 20_000 }).toMatch(/The largest of these is/);
    await expect.poll(() => products.locator(".won").count()).toBeGreaterThan(0);
    await go("?model=mobilenet_v2&input=32x32x3&node=features.2.conv.1.0");
    await site.page.getByRole("button", { name: /^Show how/ }).click();
    await expect.poll(() => products.locator(".patch td").count(), { timeout: 20_000 }).toBe(9);
    await go("?model=mnist-cnn&node=fc1");
    await site.page.getByRole("button", { name: "Show how one number comes about on a picture" }).click();
    await expect.poll(() => products.innerText(), { timeout: 20_000 }).toMatch(/The other 3,112 add up to/);
    await go("?model=vgg16&node=classifier.0");
    await site.page.getByRole("button", { name: /^Show how/ }).click();
    await expect.poll(() => products.getByRole("alert").innerText(), { timeout: 20_000 }).toMatch(/the way to it takes 15,[\d,]+ multiplications/);
  }, 120_000);

  test("files: a graph of ours, a Keras model, and what is none", async () => {
    await go();
    const file = site.page.getByLabel("A file of your own");
    await file.setInputFiles({ name: "graph.json", mimeType: "application/json", buffer: Buffer.from(toJson(model("mnist-cnn"))) });
    await shows(site.page.locator(".totals"), /220,234/);
    const keras = { class_name: "Sequential", config: { name: "small", layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 8, 8, 1], name: "input" } }, { class_name: "Conv2D", config: { name: "conv", filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: "valid", activation: "linear", use_bias: true } }] } };
    await file.setInputFiles({ name: "small.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(keras)) });
    await shows(site.page.locator(".totals"), /\b40 parameters/);
    await file.setInputFiles({ name: "wrong.keras", mimeType: "", buffer: Buffer.from("nothing") });
    await shows(site.page.getByRole("alert"), /wrong\.keras/);
  });
});
