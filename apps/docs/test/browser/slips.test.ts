import { missingChromium } from "@convscope/test-kit/browser";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("slips of lectures", () => {
  const site = session();
  const { go, shows } = site;

  /** Every claim that the page must name. */
  const named: readonly RegExp[] = [
    /⌈\(n \+ 2p − k\) \/ s⌉/, /\b208\b/, /\b416\b/, /48,001/, /100,081/, /\b841\b/, /149,547/, /24 million/, /2,352/, /120,000/, /−0\.22/, /−0\.33/, /0\.77/, /0\.55/, /stride of 2/,
    /227/, /5 million/, /12×/, /27×/, /no fully connected/, /48 convolutions/, /16 and 19 convolutional/, /VGG-16 performs better/, /depth 50/,
    /70 % on MNIST/, /first to use ReLU/, /padding 2/, /Saturating activations train faster/, /1e-5/, /loss function/, /differentiable everywhere/, /randomised whenever/, /1962/, /0 is white/,
    /99\.20 %/, /titles of Sobel/, /filter2D/, /90\/10\/10/,
  ];

  test("every one is named, and none fails its own working", async () => {
    await go("/learn/slips");
    const text = await site.page.locator(".vp-doc").innerText();
    for (const claim of named) expect(text).toMatch(claim);
    expect(await site.page.locator(".slips span", { hasText: "?" }).count()).toBe(0);
  });

  test("a table of one's own is audited as one types", async () => {
    await go("/learn/slips");
    const live = site.page.locator("div.live").first();
    await shows(live, /6 of 22 claims are wrong/);
    const table = live.getByLabel("The table, with commas");
    await table.fill("layer,output,params\ninput,28x28x1\nconv2d 32 3x3,26x26x32,320");
    await shows(live, /All 2 claims are right/);
    await table.fill("layer,output,params\ninput,28x28x1\nconv2d 32 3x3,26x26x32,288");
    await shows(live, /biases were left out/);
    await table.fill("layer\nconvd2 8");
    await shows(live.getByRole("alert"), /Did you mean/);
    await live.getByRole("button", { name: "LeNet-5" }).click();
    await shows(live, /connection table/);
    await shows(live, /height: ⌊/);
    await live.getByRole("button", { name: "A lecture's table" }).click();
    await shows(live, /6 of 22 claims are wrong/);
  });

  test("a printed result against every way to lay the kernel down; edges in bytes", async () => {
    await go("/learn/slips");
    const turns = site.page.locator("div.live").nth(1);
    await shows(turns, /agrees in 8 of 9/);
    await turns.getByLabel("Printed result, row 3, column 3").fill("4");
    await shows(turns, /is right with the kernel as it is/);
    const edges = site.page.locator("div.live").nth(2);
    await shows(edges, /6 answers are below zero/);
    await edges.locator("select").last().selectOption("y");
    await shows(edges, /No answer is below zero/);
  });
});
