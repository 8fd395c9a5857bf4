import { missingChromium } from "@convscope/test-kit/browser";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the laboratory", () => {
  const site = session();
  const { go, shows } = site;

  test("convolution stepper: steps, other numbers, a link that holds them", async () => {
    await go("/lab/convolution");
    await shows(".drawing", /= 4/);
    await site.page.getByRole("button", { name: "Next" }).click();
    await shows(".drawing", /Step 2 of 9[\s\S]*= 3/);
    await site.page.getByLabel("Picture, row 1, column 2").fill("7");
    await shows(".drawing", /Step 2 of 9[\s\S]*= 9/);
    await site.page.getByLabel("Stride").fill("2");
    await site.page.getByLabel("Padding").selectOption("same");
    await shows(".drawing", /stride 2/);
    const before = await site.page.locator(".drawing svg").innerHTML();
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await site.page.getByRole("button", { name: "Next" }).click();
    await expect.poll(() => site.page.locator(".drawing svg").innerHTML()).toBe(before);
  });

  test("convolution stepper: what cannot be is said in words, and no number is marked", async () => {
    await go("/lab/convolution");
    await site.page.getByLabel("Dilation").fill("3");
    await shows(site.page.getByRole("alert"), /spans 7/);
    await site.page.getByLabel("Dilation").fill("1");
    await expect.poll(() => site.page.getByRole("alert").count()).toBe(0);
    const cell = site.page.getByLabel("Kernel, row 1, column 1");
    await cell.fill("-");
    await expect.poll(() => cell.getAttribute("aria-invalid")).toBe("true");
    await cell.blur();
    expect(await cell.inputValue()).toBe("-");
    await shows(site.page.locator(".grid").nth(1), /Row 1, column 1: a number is due\. Received “-”; it counts as 1 until then\./);
    await cell.fill("-2");
    await shows(".drawing", /1·\(−2\)/);
    await site.page.getByLabel("Kernel: rows").fill("0");
    await site.page.getByLabel("Kernel: rows").blur();
    await shows(site.page.locator(".grid").nth(1), /There can be 1 to 7 rows and columns\. Received 0\./);
    await cell.press("ArrowDown");
    await expect.poll(() => site.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Kernel, row 2, column 1");
  });

  test("layer calculator: any kind, numbers with their working", async () => {
    await go("/lab/layer");
    await shows(".explained", /320/);
    await site.page.getByLabel("Input").fill("32x32x3");
    await site.page.getByLabel("kernelSize").fill("5");
    await site.page.getByLabel("filters").fill("8");
    await shows(".explained", /608/);
    await site.page.getByLabel("groups").fill("2");
    await shows(site.page.getByRole("alert"), /divide/);
    // A label that holds a list is called by its words and all that it offers.
    const kind = site.page.locator(".controls select");
    await kind.selectOption("dense");
    await shows(".explained", /7,850/);
    for (const one of await kind.locator("option").allInnerTexts()) await kind.selectOption(one);
  });

  test("exercises: the slip is named, the way is shown, another one comes", async () => {
    await go("/learn/output-size");
    const sheet = site.page.locator("form.live").first();
    await sheet.getByRole("textbox").fill("1000000");
    await sheet.getByRole("button", { name: "Check" }).click();
    await shows(sheet.locator(".verdict"), /too much/);
    await sheet.getByRole("button", { name: "Show the way" }).click();
    const answer = await sheet.locator(".worked strong").innerText();
    await sheet.getByRole("textbox").fill(answer);
    await sheet.getByRole("textbox").press("Enter");
    await shows(sheet.locator(".verdict"), /Right/);
    await sheet.getByRole("button", { name: "Another one" }).click();
    await shows(sheet, /Exercise 2/);
  });

  test("a question of a page's own: the slip is named, the way is shown", async () => {
    await go("/learn/output-size");
    const card = site.page.locator("form.live").last();
    await card.getByRole("textbox").fill("4");
    await card.getByRole("button", { name: "Check" }).click();
    await shows(card, /hangs over the edge/);
    expect(await card.innerText()).not.toContain("2.5");
    await card.getByRole("textbox").fill("3");
    await card.getByRole("textbox").press("Enter");
    await shows(card, /Right/);
    await expect.poll(() => card.locator("mjx-container").count()).toBe(1);
  });
});
