import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("lessons about images and layers", () => {
  const site = session();
  const { go, shows } = site;

  /** The live part that holds this text. */
  const live = (text: string): Locator => site.page.locator(".live", { hasText: text }).first();

  test("pixels are split, made grey and scaled", async () => {
    await go("/learn/images-as-numbers");
    const part = live("Values");
    await shows(part, /Mean \d+\.\d, standard deviation \d+\.\d, in bytes/);
    await part.locator("label", { hasText: "Picture" }).locator("select").selectOption("circle");
    await shows(part, /red, green, blue/);
    await part.getByLabel("grey").check();
    await part.locator("label", { hasText: "Values" }).locator("select").selectOption("standard");
    await shows(part, /16×16 pixels, [−-]\d\.\d+ … \d\.\d+/);
  });

  test("a corner moves, its answer with it, the pooled one at each second step", async () => {
    await go("/learn/translation");
    const part = live("The answer is greatest");
    await shows(part, /row 2, column 2; after pooling in row 1, column 1/);
    await part.getByLabel("Column").fill("3");
    await shows(part, /row 2, column 3; after pooling in row 1, column 1/);
    await part.getByLabel("Column").fill("4");
    await shows(part, /row 2, column 4; after pooling in row 1, column 2/);
  });

  test("a kernel of one's own, and a signal", async () => {
    await go("/learn/kernels");
    const part = live("Divided by");
    await part.getByLabel("Weights, row 2, column 1").fill("-3");
    await shows(part, /through this kernel/);
    await part.locator("label", { hasText: "Kernel" }).locator("select").selectOption("gaussian");
    await shows(part, /through gaussian/);
    const signal = live("Signal");
    await signal.getByLabel("Window").fill("40");
    await shows(signal.getByRole("alert"), /Received 16, and a window of 31/);
  });

  test("a filter through three channels", async () => {
    await go("/learn/volumes");
    const part = live("Channel to change");
    await shows(part, /Their sum\s+7\s+8\s+7/);
    await part.getByLabel("Channel to change").selectOption({ label: "2" });
    await part.getByLabel("Channel 2, row 1, column 1").fill("3");
    await shows(part, /Their sum\s+9\s+8\s+7/);
    const side = part.getByLabel("Channel 2: rows and columns");
    await side.fill("2");
    await side.press("Enter");
    await shows(part.getByRole("alert"), /kernel|fit/);
  });

  test("counts, costs, factorisations and fields follow what is set", async () => {
    await go("/learn/counting-parameters");
    await site.page.locator("label", { hasText: "Net" }).locator("select").selectOption("cifar-cnn");
    await shows("tfoot", /528,054/);
    await go("/learn/costs");
    await site.page.getByLabel("Pictures in a batch").fill("1");
    await shows(live("Pictures in a batch"), /Activations\s+143 MiB/);
    await go("/learn/factorisation");
    await site.page.getByLabel("Kernel to replace").fill("7");
    await shows(live("Kernel to replace"), /3 × 3×3\s+110,592\s+27\s/);
    await site.page.getByLabel("Kernel to replace").fill("4");
    await shows(site.page.getByRole("alert"), /odd/);
    await go("/learn/receptive-field");
    const layers = site.page.getByLabel("Layers, one a line");
    await layers.fill("conv2d 8 3x3\nmaxPooling2d 2\nconv2d 8 3x3");
    await shows(live("Layers, one a line"), /conv2d 8 3x3\s+13×13×8\s+8\s+2/);
    await layers.fill("conv2d 8 3x3\nconv9 2");
    await shows(site.page.getByRole("alert"), /./);
    await go("/learn/normalisation-and-initialisation");
    await site.page.getByLabel("Scale γ").fill("2");
    await shows(live("Scale γ"), /−2\.683\s+−0\.894/);
  });
});
