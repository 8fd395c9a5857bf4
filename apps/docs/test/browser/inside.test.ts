import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("lessons that look inside", () => {
  const site = session();
  const { go, shows } = site;

  const list = (name: RegExp): Locator => site.page.getByRole("combobox", { name }).first();
  const figure = (name: string): Locator => site.page.getByRole("group", { name, exact: true });

  /** A part wakes when one turns to it: what was chosen before that is chosen again. */
  async function changes(name: string, field: Locator, choose: (field: Locator) => Promise<unknown>): Promise<void> {
    const before = await figure(name).innerHTML();
    await field.focus();
    await expect.poll(async () => {
      await choose(field);
      return await figure(name).innerHTML() === before;
    }, { timeout: 20_000 }).toBe(false);
  }
  const chosen = (value: string) => (field: Locator): Promise<unknown> => field.selectOption(value);

  test("kernels, maps, patches and drawn pictures", async () => {
    await go("/learn/filters-and-maps");
    await changes("kernels", list(/^Weights/), chosen("untrained"));
    await changes("maps", list(/^Layer/), chosen("four.relu"));
    await shows(figure("maps"), /four\.relu: 8×8×32/);
    await changes("patches", list(/^Channel/), chosen("3"));
    await changes("patches", site.page.getByRole("checkbox", { name: "in their pictures" }), (field) => field.check());
    await shows(figure("patches"), /circle|square|triangle/);
    await changes("drawn", list(/^For/), chosen("three.bn"));
  }, 60_000);

  test("attributions of a trained network and of a random one", async () => {
    await go("/learn/attribution");
    await shows(site.page.locator(".live").first(), /Explained is the score of square, −0\.575/);
    await changes("attributions", list(/^Weights/), chosen("untrained"));
    await changes("picture", list(/^Picture/), chosen("3"));
    await shows(figure("The same as a table"), /one\.unit\.conv/);
  }, 60_000);

  test("points of a plane, neighbours, and the way between two digits", async () => {
    await go("/learn/latent-space");
    await changes("nearest-by-features", site.page.getByRole("spinbutton", { name: /^Picture/ }), (field) => field.fill("17"));
    await changes("latent-space", list(/^Laid out by/), chosen("tsne"));
    await changes("latent-space", list(/^Placed by/), chosen("pixels"));
    await changes("between-codes", list(/^From/), chosen("7"));
    await list(/^To/).selectOption("7");
    await shows(site.page.getByRole("alert").first(), /Choose two different digits/);
  }, 60_000);
});
