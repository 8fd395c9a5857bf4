import { readFileSync } from "node:fs";
import { missingChromium } from "@convscope/test-kit/browser";
import { encodePng } from "@convscope/viz";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the augmentation previewer", () => {
  const site = session({ switches: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });
  const { go, shows } = site;

  const sheet = (): Locator => site.page.getByRole("group", { name: "augmented-pictures" });
  const steps = (): Locator => site.page.locator("ol.steps li");

  test("steps are added, set, moved and removed, and a link holds them", async () => {
    await go("/lab/augment");
    await shows(sheet(), /7: /);
    await expect.poll(() => steps().count()).toBe(3);
    await site.page.getByLabel("One more step").selectOption("cutout");
    await site.page.getByRole("button", { name: "Add", exact: true }).click();
    await expect.poll(() => site.page.getByLabel(/^Steps/).inputValue()).toBe("flip,rotate:20,jitter,cutout");
    const degrees = steps().nth(1).getByLabel("degrees");
    await degrees.fill("90, 90");
    await degrees.press("Enter");
    await shows(sheet(), /rotate 90\.0°/);
    await expect.poll(() => site.page.getByLabel(/^Steps/).inputValue()).toContain('"degrees":[90,90]');
    await site.page.getByRole("button", { name: "Move rotate up" }).click();
    await expect.poll(() => steps().first().innerText()).toMatch(/^1 rotate/);
    await site.page.getByRole("button", { name: "Remove colorJitter" }).click();
    await expect.poll(() => steps().count()).toBe(3);
    const told = await sheet().innerText();
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => sheet().innerText()).toBe(told);
    await site.page.getByRole("button", { name: "Draw anew" }).click();
    await expect.poll(() => sheet().innerText()).not.toBe(told);
  });

  test("what cannot be is refused where it stands", async () => {
    await go("/lab/augment");
    const degrees = steps().nth(1).getByLabel("degrees");
    await degrees.fill("many");
    await degrees.press("Enter");
    await shows(steps().nth(1).getByRole("alert"), /degrees must be .* Received "many"/);
    await degrees.fill("");
    await degrees.press("Enter");
    await shows(steps().nth(1).getByRole("alert"), /Received none/);
    const text = site.page.getByLabel(/^Steps/);
    await text.fill("flop");
    await text.press("Enter");
    await shows(site.page.getByRole("alert"), /Did you mean "flip"/);
    await text.fill("flip,mixup");
    await text.press("Enter");
    await shows(site.page.getByRole("alert"), /mixup mixes several pictures/);
    await text.fill('[{"kind":"randomCrop","size":99}]');
    await text.press("Enter");
    await shows(site.page.getByRole("alert"), /randomCrop: the height must be at most/);
  });

  test("marks move along; draws and code can be taken along", async () => {
    await go("/lab/augment?steps=%5B%7B%22kind%22%3A%22mirror%22%2C%22p%22%3A1%7D%5D&draws=2&picture=square");
    await shows(sheet(), /outline of the mask/);
    await site.page.getByLabel(/mask, box/).uncheck();
    await shows(sheet(), /^(?![\s\S]*outline of the mask)/);
    await site.page.locator("label", { hasText: /^Draw\s*1/ }).locator("select").selectOption("2");
    await shows(site.page.locator(".operations"), /"kind": ?"mirror"/);
    const code = site.page.getByRole("group", { name: "The steps as code" });
    await shows(code, /convscope augment preview picture\.png --policy '\[\{"kind":"mirror","p":1\}\]' --size 64x64 --count 2 --seed 1/);
    await site.page.getByLabel("Code for").selectOption("typescript");
    await shows(code, /mirror\(\{ p: 1 \}\)/);
    const [download] = await Promise.all([site.page.waitForEvent("download"), site.page.getByRole("button", { name: "Keep all draws as a file" }).click()]);
    expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toEqual({ draws: [{ operations: [{ kind: "mirror", label: "mirror" }], told: "mirror" }, { operations: [{ kind: "mirror", label: "mirror" }], told: "mirror" }] });
  });

  test("a file of one's own, and the camera", async () => {
    await go("/lab/augment?draws=1");
    const picture = encodePng({ width: 40, height: 20, channels: 3, data: Uint8Array.from({ length: 2400 }, (_, i) => i % 251) });
    await site.page.locator("input[type=file]").setInputFiles({ name: "own.png", mimeType: "image/png", buffer: Buffer.from(picture) });
    await shows(site.page.locator(".told").first(), /Picture 20×40×3/);
    await site.page.getByRole("button", { name: "Use the camera" }).click();
    await shows(site.page.locator(".told").first(), /Picture 48×64×3/);
    await site.page.getByRole("button", { name: "Stop the camera" }).click();
    await site.page.getByLabel("Drawn by code").selectOption("digit 3");
    await shows(site.page.locator(".told").first(), /Picture 28×28×1/);
  });
});
