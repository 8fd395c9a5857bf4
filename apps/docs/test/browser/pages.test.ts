import type { Server } from "node:http";
import { gzipSync } from "node:zlib";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { written } from "../markdown.ts";
import { builtPaths, missingSite, serveSite } from "./site.ts";

/** Of the pages that are made from a list one stands for all. */
const paths = [...written().map(({ path }) => `/${path.replace(/(^|\/)index$/, "$1")}`), "/reference/cli/train", "/reference/api/", "/reference/api/models"];

describe.skipIf(missingChromium() ?? missingSite())("each page of the site", () => {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  /** Where links lead, by the page that has them; anchors too. */
  const links = new Map<string, Set<string>>();
  const ids = new Map<string, ReadonlySet<string>>();
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), serveSite()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    served.server.close();
  });

  /** A fresh page that notes what goes wrong and what it fetches. */
  async function open(path: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<{ readonly page: Page; readonly troubles: string[]; readonly fetched: Map<string, number> }> {
    const page = await browser.newPage({ serviceWorkers: "block", ...options });
    const troubles: string[] = [];
    const fetched = new Map<string, number>();
    page.on("pageerror", (error) => void troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    page.on("response", (response) => {
      const url = response.url();
      if (/^(data|blob):/.test(url)) return;
      if (!url.startsWith(served.url)) troubles.push(`asks others: ${url}`);
      void response.body().then((body) => fetched.set(url, gzipSync(body).length), () => undefined);
    });
    await page.goto(`${served.url}${path}`, { waitUntil: "networkidle" });
    return { page, troubles, fetched };
  }

  /** What axe finds that would keep somebody out. */
  const faults = async (page: Page): Promise<unknown> =>
    await page.evaluate(async () => {
      const { violations } = await (globalThis as never as { axe: { run: (options: unknown) => Promise<{ violations: { id: string; impact: string; nodes: { html: string; any: { message: string }[] }[] }[] }> } }).axe.run({ resultTypes: ["violations"] });
      return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
    });

  test.each(paths)("%s", async (path) => {
    const { page, troubles, fetched } = await open(path, { viewport: { width: 1280, height: 900 } });
    try {
      links.set(path, new Set(await page.locator("a[href]").evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))));
      ids.set(path, new Set(await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id))));
      await page.evaluate(axe.source);
      expect(await faults(page), "light").toEqual([]);
      await page.evaluate(() => document.documentElement.classList.add("dark"));
      // Colours glide.
      await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
      expect(await faults(page), "dark").toEqual([]);
      await page.setViewportSize({ width: 375, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "width on a phone").toBeLessThanOrEqual(375);
      expect(troubles).toEqual([]);
      const kilobytes = [...fetched.values()].reduce((a, b) => a + b, 0) / 1024;
      if (/^\/learn\/./.test(path)) expect(kilobytes, "kB of the first load, gzipped").toBeLessThan(250);
    } finally {
      await page.close();
    }
  }, 60_000);

  test("no link within the site is broken", () => {
    const known = new Set(builtPaths().map((path) => path.replace(/(.)\/$/, "$1")));
    for (const [from, targets] of links)
      for (const target of targets) {
        const { origin, pathname, hash } = new URL(target);
        if (origin !== served.url) continue;
        const path = pathname.replace(/(.)\/$/, "$1");
        expect(known.has(path), `${from} → ${pathname}`).toBe(true);
        // Of a page that was not opened nobody knows the anchors.
        if (hash !== "" && (ids.has(pathname) || ids.has(`${path}/`))) expect((ids.get(pathname) ?? ids.get(`${path}/`) ?? new Set()).has(decodeURIComponent(hash.slice(1))), `${from} → ${pathname}${hash}`).toBe(true);
      }
  });
});
