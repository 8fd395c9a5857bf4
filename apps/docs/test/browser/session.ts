import type { Server } from "node:http";
import { launch } from "@convscope/test-kit/browser";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { serveSite } from "./site.ts";

export interface SessionOptions {
  /** Served with the headers that threads need. */
  readonly isolated?: boolean;
  /** Further switches of the browser. */
  readonly switches?: readonly string[];
  readonly viewport?: NonNullable<BrowserContextOptions["viewport"]>;
  /** Milliseconds that an action may wait for its place. */
  readonly patience?: number;
}

/** A browser over the built site, with a fresh page for each test. */
export interface Session {
  readonly page: Page;
  url(path: string): string;
  /** Opens a page and waits until it listens: what is typed before is not heard. Vue keeps what an element listens to under a symbol. */
  go(path: string): Promise<void>;
  /** What is shown comes a moment after what was set. */
  shows(where: string | Locator, what: RegExp): Promise<void>;
}

/** For a `describe`: its tests fail where the page's console tells an error. The service worker stays out, or each test would fetch the whole site. */
export function session({ isolated = false, switches = [], viewport, patience }: SessionOptions = {}): Session {
  let browser: Browser;
  let served: { readonly url: string; readonly server: Server };
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(switches), serveSite({ isolated })]);
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage({ serviceWorkers: "block", ...(viewport && { viewport }) });
    if (patience !== undefined) page.setDefaultTimeout(patience);
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
  const url = (path: string): string => `${served.url}${path}`;
  return {
    get page() {
      return page;
    },
    url,
    go: async (path) => {
      await page.goto(url(path), { waitUntil: "networkidle" });
      await page.waitForFunction(() => {
        const parts = [...document.querySelectorAll(".vp-doc *")];
        const heard = (part: Element): boolean => Object.getOwnPropertySymbols(part).some(({ description }) => description === "_vei");
        return parts.some(heard) || !parts.some((part) => part.matches("button, input, select"));
      });
    },
    shows: (where, what) => expect.poll(() => (typeof where === "string" ? page.locator(where) : where).innerText()).toMatch(what),
  };
}
