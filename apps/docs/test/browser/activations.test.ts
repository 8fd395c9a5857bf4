import { missingChromium } from "@convscope/test-kit/browser";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("activations and losses", () => {
  const site = session();
  const { go, shows } = site;

  test("activations: choosing, a leak of one's own, a link that holds them", async () => {
    await go("/lab/activations");
    const live = site.page.locator(".live").first();
    await shows(live, /sigmoid: /);
    await live.getByLabel("elu", { exact: true }).check();
    await shows(live.locator(".drawing"), /elu/);
    await live.getByLabel("Leak α").fill("0.2");
    await live.getByLabel("x", { exact: true }).fill("-5");
    await shows(live.locator("tr", { hasText: "leakyRelu" }), /−1\s+0\.2/);
    const before = await live.locator("table").innerText();
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => site.page.locator(".live").first().locator("table").innerText()).toBe(before);
    for (const kind of ["step", "selu", "mish"]) await live.getByLabel(kind, { exact: true }).check();
    await shows(live.getByRole("alert"), /1 to 8 activations/);
  });

  test("losses: cross-entropy pulls where the squared error does not", async () => {
    await go("/lab/activations");
    const live = site.page.locator(".live").nth(1);
    await live.getByLabel("score z").fill("-6");
    await shows(live.locator("tr", { hasText: "cross-entropy" }), /6\.002/);
    await shows(live.locator("tr", { hasText: "half squared" }), /−0\.00246/);
    await live.locator("select").last().selectOption("score");
    await shows(live.locator(".drawing").last(), /pulls at the score/);
  });

  test("softmax: probabilities, label smoothing, the loss", async () => {
    await go("/lab/activations");
    const live = site.page.locator(".live").last();
    await shows(live, /Loss: 0\.4076/);
    await live.getByLabel("label smoothing ε").fill("0.1");
    await shows(live, /Loss: 0\.5076/);
    await live.locator("select").selectOption("2");
    await shows(live, /Loss: 2\./);
  });
});
